"""The toy town, walked as far as the graph room."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graphrisk.core.engine import connect
from graphrisk.core.locality import locality
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.graph import graph
from graphrisk.ingest import ingest
from graphrisk.resolve import resolve
from tests.graph.lot import AS_OF


def walk(delivery: Path, path: Path, as_of: date, place: str, threads: int = 1) -> Path:
    """The run folder with what the first three rooms leave."""
    run = RunFolder(path)
    run.start(Manifest(as_of=as_of, locality=place, delivery="town", inputs={}, versions={}))
    with connect(threads=threads) as con:
        with run.room("ingest") as out:
            ingest(delivery, out, con, as_of=as_of, locality=locality(place))
        with run.room("resolve") as out:
            resolve(run, out, con)
        with run.room("graph") as out:
            graph(run, out, con)
    return path


@pytest.fixture(scope="session")
def walked_to() -> Callable[..., Path]:
    return walk


@pytest.fixture(scope="session")
def town_graph(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of the toy town."""
    return walk(town, tmp_path_factory.mktemp("graph") / "town", AS_OF, "beijing")
