"""graphrisk finds the hidden risk of unpaid construction workers in the data that agencies already hold.

Every command is one call; tables come as pandas DataFrames, the graph as networkx:

>>> import graphrisk as gr, tempfile
>>> desk = tempfile.TemporaryDirectory()
>>> delivery = gr.make_delivery(f"{desk.name}/town", preset="town")
>>> run = gr.run(delivery, as_of="2022-06-15", out=f"{desk.name}/run")
>>> run.ranking("project", ("rank", "level"))["level"].iloc[0]
'red'
>>> sorted(gr.localities())
['beijing', 'guizhou', 'open', 'zhuhai']
>>> desk.cleanup()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.3.0"

# What `import graphrisk as gr` offers, and where it lives; loaded when first asked for.
_HOMES = {
    "run": "graphrisk.pipeline.corridor",
    "ingest_alone": "graphrisk.pipeline.corridor",
    "redo": "graphrisk.pipeline.corridor",
    "Run": "graphrisk.pipeline.result",
    "open_run": "graphrisk.pipeline.result",
    "demo": "graphrisk.pipeline.demo",
    "contract": "graphrisk.core.contract",
    "localities": "graphrisk.core.locality",
    "catalogue": "graphrisk.signals.catalogue",
    "datapackage": "graphrisk.publish.contract_files",
    "template": "graphrisk.publish.contract_files",
    "make_delivery": "graphrisk.simulate",
    "neo4j": "graphrisk.pipeline.neo4j",
}

if TYPE_CHECKING:
    from graphrisk.core.contract import contract as contract
    from graphrisk.core.locality import localities as localities
    from graphrisk.pipeline import neo4j as neo4j
    from graphrisk.pipeline.corridor import ingest_alone as ingest_alone
    from graphrisk.pipeline.corridor import redo as redo
    from graphrisk.pipeline.corridor import run as run
    from graphrisk.pipeline.demo import demo as demo
    from graphrisk.pipeline.result import Run as Run
    from graphrisk.pipeline.result import open_run as open_run
    from graphrisk.publish.contract_files import datapackage as datapackage
    from graphrisk.publish.contract_files import template as template
    from graphrisk.signals.catalogue import catalogue as catalogue
    from graphrisk.simulate import simulate as make_delivery  # noqa: F401 -- `simulate` is the room

__all__ = sorted(_HOMES)  # noqa: PLE0605 -- one list, not two


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"graphrisk has no {name!r}; it has {', '.join(__all__)}")
    home = import_module(_HOMES[name])
    if name == "neo4j":
        return home
    return getattr(home, "simulate" if name == "make_delivery" else name)


def __dir__() -> list[str]:
    return __all__
