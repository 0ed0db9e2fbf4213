"""A place's own rules: what its law leaves to it, as TOML with a source for each value."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from graphrisk.core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Locality:
    """What one place states; what it does not state is *not evaluable*, never guessed."""

    name: str
    title_zh: str
    title_en: str
    checks_uscc: bool
    calendar: str  # "china" (State Council holidays) or "weekdays"
    stated: dict[str, Any] = field(repr=False)
    jurisdiction: str = "china"  # whose law holds; signals of another law are *not evaluable*
    digest: str = ""

    def params(self, signal_id: str, as_of: date) -> dict[str, Any]:
        """The parameters in force on a day: those of all signals, then those of this one.

        A value is a TOML table {value, because, source}, or a list of such with `since`, the day it came into force.
        """
        common = self.stated.get("params", {})
        own = self.stated.get("signals", {}).get(signal_id, {})
        pairs = {name: _on(entry, as_of) for name, entry in {**common, **own}.items()}
        return {name: value for name, value in pairs.items() if value is not None}


def _on(entry: Any, as_of: date) -> Any:
    if isinstance(entry, list):
        past = [e for e in entry if e["since"] <= as_of]
        return max(past, key=lambda e: e["since"])["value"] if past else None
    return entry["value"]


@cache
def localities() -> tuple[str, ...]:
    """Names of the localities shipped with the package."""
    found = (files("graphrisk") / "localities").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml")))


def locality(name: str) -> Locality:
    """A shipped locality by name, or one's own by the path of a TOML file."""
    own = Path(name)
    if own.suffix == ".toml" and own.is_file():
        text = own.read_text("utf-8")
    elif name in localities():
        text = (files("graphrisk") / "localities" / f"{name}.toml").read_text("utf-8")
    else:
        raise UsageError(f"no locality {name!r}", f"one of {', '.join(localities())}, or the path of a .toml file")
    from hashlib import sha256

    raw = tomllib.loads(text)
    return Locality(
        name=raw["name"],
        title_zh=raw["title_zh"],
        title_en=raw["title_en"],
        checks_uscc=raw["checks_uscc"],
        calendar=raw["calendar"],
        stated=raw,
        jurisdiction=raw.get("jurisdiction", "china"),
        digest=sha256(text.encode()).hexdigest()[:16],
    )
