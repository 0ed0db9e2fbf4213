"""What a database holds of a run: rows that stand as they should, are missing or changed, and too many."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from graphrisk.core.engine import arrow, connect, identifier
from graphrisk.core.run import RunFolder
from graphrisk.publish.neo4j.load import digests
from graphrisk.publish.neo4j.model import HISTORY, make_rows, run_id
from graphrisk.publish.neo4j.server import Store
from graphrisk.publish.neo4j.texts import statements


@dataclass(frozen=True, slots=True)
class RunState:
    """A run that the database has seen: `whole`, `case` (parts of it), or `loading` and `loading case` (half-written: load again)."""

    run_id: str
    name: str
    as_of: date | None
    locality: str
    state: str
    is_current: bool
    workers: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A label or type: rows of the run, of these in the database as they are, and loaded ones the run does not have."""

    name: str
    rows: int
    loaded: int
    other: int


def runs(store: Store) -> list[RunState]:
    """The runs of a database's history, by as-of day; empty for one that was never loaded."""
    found = store.read(statements("load/run.cypher")["Runs"])
    return [
        RunState(run, name or "", as_of.to_native() if as_of else None, place or "", state, bool(now), workers or "")
        for run, name, as_of, place, state, now, workers in found
    ]


def status(run: RunFolder, store: Store) -> list[Standing]:
    """Compare a run with the database, label by label and type by type; workers as they were loaded last."""
    run.require("explain")
    held = {r.run_id: r.workers for r in runs(store)}
    with connect() as con:
        found = []
        for kind in make_rows(con, run, held.get(run_id(run)) or "keys"):
            con.register("known", pa.table({"row_digest": digests(store, kind.name)[0]}))
            table = identifier(kind.table)
            row = arrow(
                con,
                f"""SELECT (SELECT count(*) FROM {table}) AS rows,
                    (SELECT count(*) FROM {table} WHERE row_digest IN (SELECT row_digest FROM known)) AS loaded,
                    (SELECT count(*) FROM known WHERE row_digest NOT IN (SELECT row_digest FROM {table})) AS other""",
            ).to_pylist()[0]
            con.unregister("known")
            found.append(Standing(kind.name, row["rows"], row["loaded"], 0 if kind.name in HISTORY else row["other"]))
    return found
