"""What the graph finds beyond single edges: one module a question, one table each in the folder `paths/`.

A module of this folder named as its table holds one function of that name: (con, graph, as_of) -> rows in the columns of
`core/graph.py: PATHS`, in a total order. It sees the checked tables, `party`, `nodes`, `edges` and the tables named before
it in the engine.
"""

from datetime import date
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow, show_parquet
from graphrisk.core.graph import EDGE_WORDS, PATHS, Graph
from graphrisk.graph.texts import texts

__all__ = ["told", "write_paths"]


def write_paths(con: DuckDBPyConnection, graph: Graph, as_of: date, out: Path) -> None:
    """Ask every question of `PATHS` of the graph without workers; `out` holds its nodes and edges."""
    (out / "paths").mkdir()
    for name in ("nodes", "edges"):
        show_parquet(con, name, out / f"{name}.parquet")
    for name, schema in PATHS.items():
        find = getattr(import_module(f"graphrisk.graph.paths.{name}"), name)
        rows = find(con, graph, as_of).select(schema.names).cast(schema)
        pq.write_table(rows, out / "paths" / f"{name}.parquet", compression="zstd")
        show_parquet(con, name, out / "paths" / f"{name}.parquet")


def told(con: DuckDBPyConnection, walked: pa.Table) -> pa.Table:
    """Paths in words: path_id, n_steps, path_zh, path_en, evidence (texts of `row_ref`), in order of path_id.

    walked: path_id and nth (int64), node_id, and the edge to the next node: kind, source, target, null at the end.
    """
    con.register("walked", walked)
    con.register(
        "edge_word", pa.Table.from_pylist([{"kind": k, "zh": w.zh, "en": w.en} for k, w in EDGE_WORDS.items()])
    )
    found = arrow(con, texts("paths")["told"], step="paths in words")
    con.unregister("walked")
    con.unregister("edge_word")
    return found
