"""A run into Neo4j: what is not there yet or has changed is written, what is gone is taken away."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow, connect, identifier, relation
from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder
from graphrisk.publish.neo4j.model import HISTORY, WORKERS, Rows, make_rows, pairs, run_id
from graphrisk.publish.neo4j.server import Store
from graphrisk.publish.neo4j.texts import statements

BATCH = 10_000  # rows a transaction: fewer cost a commit each, more only memory
Before = tuple[pa.Array, int]  # digests of what was loaded, and how many there are of the label or type
Progress = Callable[[str, int, int], None]  # label or type, rows done, rows of the run


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to one label or type."""

    name: str
    rows: int  # of the run
    written: int
    removed: int


def load(run: RunFolder, store: Store, *, workers: str = "keys", progress: Progress | None = None) -> list[Loaded]:
    """Bring the database to what the run holds; interrupted, the same call goes on where it broke off.

    workers: `keys` (a node each, a key and nothing else), `teams` (numbers of their teams), `none`. Scores of earlier
    runs stay as history; what people drew or wrote stays. Raises StoreError, UsageError.
    """
    run.require("explain")
    if workers not in WORKERS:
        raise UsageError(f"workers is {workers!r}", f"one of {', '.join(WORKERS)}")
    with connect() as con:
        one_place(store, run)
        kinds = make_rows(con, run, workers)
        prepare(store)
        begin(store, run, workers, "loading")
        before = {kind.name: digests(store, kind.name) for kind in kinds}
        written = write(con, store, kinds, before, progress)
        gone = {kind.name: _remove(con, store, kind, before[kind.name][0]) for kind in reversed(kinds)}
        finish(store, run, "whole")
    return [Loaded(kind.name, *told, gone[kind.name]) for kind, told in zip(kinds, written, strict=True)]


def write(
    con: DuckDBPyConnection, store: Store, kinds: list[Rows], before: dict[str, Before], progress: Progress | None
) -> list[tuple[int, int]]:
    """Write rows that are not there as they are; a label or type: how many the run has, how many were written."""
    sizes = [_count(con, kind) for kind in kinds]
    written, passed = [], 0
    with ThreadPoolExecutor(1) as courier:  # the next rows are made ready while the server takes these
        for kind, size in zip(kinds, sizes, strict=True):
            fresh, sent = 0, None
            for batch, text in _fresh(con, kind, before[kind.name]):
                if sent:
                    sent.result()
                sent = courier.submit(store.write, text, rows=batch)
                fresh += len(batch)
                if progress:
                    progress(kind.name, min(passed + fresh, passed + size), sum(sizes))
            if sent:
                sent.result()
            passed += size
            if progress:
                progress(kind.name, passed, sum(sizes))
            written.append((size, fresh))
    return written


def prepare(store: Store) -> None:
    """Constraints and indexes first: a row is never looked for without one."""
    for file in ("constraints", "indexes"):
        for statement in statements(f"schema/{file}.cypher").values():
            store.write(statement)
    store.read("CALL db.awaitIndexes()")


def one_place(store: Store, run: RunFolder) -> None:
    """A database holds one place's graph: refuse a run of another."""
    held = {row[3] for row in store.read(statements("load/run.cypher")["Runs"]) if row[3]}
    other = held - {run.manifest.locality}
    if other:
        raise UsageError(
            f"the database holds runs of {', '.join(sorted(other))}, this one is of {run.manifest.locality}",
            "graphrisk neo4j clear empties it; or name another in NEO4J_DATABASE or NEO4J_URI",
        )


def begin(store: Store, run: RunFolder, workers: str, state: str) -> None:
    """Mark the run as being loaded: `loading`, or `loading case` where nothing but cases is there."""
    seen = run.manifest
    store.write(
        statements("load/run.cypher")["Run begins"],
        run_id=run_id(run),
        name=run.path.resolve().name,
        as_of=seen.as_of,
        locality=seen.locality,
        workers=workers,
        state=state,
    )


def finish(store: Store, run: RunFolder, state: str) -> None:
    """Give levels their labels and mark the run as loaded, and as the one the graph stands for."""
    for statement in statements("load/levels.cypher").values():
        store.write(statement)
    mark = run.path / "rooms" / "ingest"
    path = mark.read_text("utf-8").strip() if mark.is_file() else ""
    store.write(statements("load/run.cypher")["Run ends"], run_id=run_id(run), state=state, delivery_path=path or None)


def digests(store: Store, name: str) -> Before:
    """Digests of what is loaded of a label or type, int64, and how many there are of it, a person's too."""
    found, rows = store.read(statements("load/loaded.cypher")[name])[0]
    return pa.array(found, pa.int64()), int(rows)


def _count(con: DuckDBPyConnection, kind: Rows) -> int:
    return int(con.execute(f"SELECT count(*) FROM {identifier(kind.table)}").fetchall()[0][0])


def _fresh(con: DuckDBPyConnection, kind: Rows, before: Before) -> Iterator[tuple[list[dict[str, Any]], str]]:
    """Rows that the database does not have as they are, in lists with the statement that takes one at once."""
    known, there = before
    con.register("known", pa.table({"row_digest": known}))
    texts = statements(f"load/{'' if there else 'first_'}{'nodes' if kind.is_node else 'relationships'}.cypher")
    ends, chosen = ("node_id", "$text <> ''") if kind.is_node else ("source, target", "pair = $text")
    packed = ", ".join(f"{identifier(p)} := {identifier(p)}" for p in (*kind.properties, "row_digest"))
    fresh = f"""SELECT {ends}, struct_pack({packed}) AS properties FROM {identifier(kind.table)}
        WHERE row_digest NOT IN (SELECT row_digest FROM known) AND {chosen} ORDER BY {ends}"""
    for text in [kind.name] if kind.is_node else pairs(con, kind):
        for batch in relation(con, fresh, {"text": text}, kind.name).to_arrow_reader(BATCH):
            yield batch.to_pylist(), texts[text]
    con.unregister("known")


def _remove(con: DuckDBPyConnection, store: Store, kind: Rows, known: pa.Array) -> int:
    """Take away what the run no longer has, of history nothing; what was changed above has another digest by now."""
    if kind.name in HISTORY:
        return 0
    con.register("known", pa.table({"row_digest": known}))
    left = f"SELECT row_digest FROM known WHERE row_digest NOT IN (SELECT row_digest FROM {identifier(kind.table)})"
    stale = arrow(con, left, step=kind.name)["row_digest"]
    con.unregister("known")
    return remove(store, kind.name, stale)


def remove(store: Store, name: str, stale: pa.Array | pa.ChunkedArray) -> int:
    """Take away nodes or relationships by their digests; a node that a person's relationship holds stays, marked Gone."""
    text, removed = statements("load/gone.cypher")[name], 0
    for start in range(0, len(stale), BATCH):
        removed += store.write(text, digests=stale.slice(start, BATCH).to_pylist())[0][0]
    return removed
