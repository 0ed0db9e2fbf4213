"""Runs and Neo4j: each call opens the server that the environment names (NEO4J_URI, …) and closes it again."""

from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.pipeline.result import Run, open_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from _typeshed import DataclassInstance

    from graphrisk.publish.neo4j.load import Progress


def load(run: str | Path | Run, *, workers: str = "keys", progress: "Progress | None" = None) -> "pd.DataFrame":
    """Bring the database to what the run holds; a row a label or type: rows, written, removed.

    workers: `keys`, `teams` (their numbers only) or `none`. Raises StoreError, UsageError.
    """
    from graphrisk.publish.neo4j import connect
    from graphrisk.publish.neo4j import load as bring

    with connect() as store:
        return _frame(bring(_run(run).folder, store, workers=workers, progress=progress))


def case(run: str | Path | Run, entity: str, hops: int = 2) -> "pd.DataFrame":
    """Bring one entity and what stands within `hops` edges around it; cases of one run add up."""
    from graphrisk.publish.neo4j import connect
    from graphrisk.publish.neo4j.case import load_case

    found = _run(run)
    around = found.ego(entity, hops)
    with connect() as store:
        return _frame(load_case(found.folder, store, around.graph["entity"], list(around.nodes)))


def clear(*, edits: bool = False, progress: "Progress | None" = None) -> int:
    """Take away all that was loaded, history too; with `edits` what people drew as well; returns the number of nodes."""
    from graphrisk.publish.neo4j import connect
    from graphrisk.publish.neo4j.clear import clear as empty

    with connect() as store:
        return empty(store, edits=edits, progress=progress)


def status(run: str | Path | Run) -> "pd.DataFrame":
    """A row a label or type: rows of the run, of these loaded as they are, and loaded ones the run does not have."""
    from graphrisk.publish.neo4j import connect
    from graphrisk.publish.neo4j.status import status as compare

    with connect() as store:
        return _frame(compare(_run(run).folder, store))


def history() -> "pd.DataFrame":
    """The runs a database has seen, by as-of day; `state` loading means half-written: load it again."""
    from graphrisk.publish.neo4j import connect
    from graphrisk.publish.neo4j.status import RunState, runs

    with connect() as store:
        return _frame(runs(store), RunState)


def export(run: str | Path | Run, out: str | Path, *, workers: str = "keys") -> Path:
    """Write the files that neo4j-admin imports; no server is needed."""
    from graphrisk.publish.neo4j.export import export as files

    return files(_run(run).folder, Path(out), workers=workers)


def _run(run: str | Path | Run) -> Run:
    return run if isinstance(run, Run) else open_run(run)


def _frame(rows: "Sequence[DataclassInstance]", kind: "type[DataclassInstance] | None" = None) -> "pd.DataFrame":
    from dataclasses import asdict, fields

    import pandas as pd

    columns = [f.name for f in fields(kind)] if kind else None
    return pd.DataFrame([asdict(row) for row in rows], columns=columns)
