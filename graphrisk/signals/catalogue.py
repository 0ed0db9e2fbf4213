"""All signals there are, found by walking the family folders."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import graphrisk.signals as room
from graphrisk.core.errors import SignalError
from graphrisk.core.signal import Signal


@cache
def catalogue() -> dict[str, Signal]:
    """Every declared signal by its id, in id order; one file declares one. Raises SignalError naming the file."""
    found: dict[str, Signal] = {}
    for name in _modules():
        declared = _declared(name)
        if declared.id in found:
            raise SignalError(f"{_file(name)}: signal {declared.id} is declared twice")
        found[declared.id] = declared
    return dict(sorted(found.items()))


def _modules() -> list[str]:
    families = [f"{room.__name__}.{m.name}" for m in iter_modules(room.__path__) if m.ispkg]
    return sorted(f"{f}.{m.name}" for f in families for m in iter_modules(import_module(f).__path__))


def _declared(name: str) -> Signal:
    try:
        module: ModuleType = import_module(name)
    except SignalError as error:
        raise SignalError(f"{_file(name)}: {error.message}") from error
    except Exception as error:
        raise SignalError(f"{_file(name)} cannot be read: {type(error).__name__}: {error}") from error
    signals = [value for value in vars(module).values() if isinstance(value, Signal)]
    if len(signals) != 1:
        raise SignalError(f"{_file(name)} declares {len(signals)} signals", "one file holds one @signal(...)")
    return signals[0]


def _file(name: str) -> str:
    return name.replace(".", "/") + ".py"
