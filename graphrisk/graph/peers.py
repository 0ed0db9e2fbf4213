"""Measures of the out of the ordinary: projects and companies against peers of the same kind, size and stage."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.peers import all_tails, isolation, tail, tails

# One measure of each kind of position; those that say nearly the same (strength, PageRank, egonet size) would count twice.
POSITION = ("degree", "core_number", "betweenness", "oddball", "nearness", "claim_history")
LEAST = 20  # peers: below it a tail share says little, and the next broader group is asked


def anomaly(con: DuckDBPyConnection, graph: Graph, as_of: date, known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """`isolation_forest` (share of peers less isolated) and `tail` of Project and Company, one value a node, else NaN.

    Columns are those of 30_project.sql and 31_company.sql and the measures POSITION of `known`. Peers share all `peer_`
    columns; where fewer than LEAST of them are known, all but the last, and so on, in the end all of the kind.
    """
    found = {name: np.full(len(graph), np.nan) for name in ("isolation_forest", "tail")}
    ids = graph.nodes["node_id"].combine_chunks()
    for text in ("30_project", "31_company"):
        rows = arrow(con, texts("measures")[text], {"as_of": as_of}, text)
        if not rows.num_rows:
            continue
        place = np.asarray(pc.index_in(rows["node_id"], value_set=ids))
        columns = _columns(rows, [known[name][place] for name in POSITION if name in known])
        levels = _levels(rows)
        low, high = all_tails(columns, levels, LEAST)
        found["tail"][place] = tail(columns, low, high)
        _, at_least = tails(isolation(low, high), levels, LEAST)
        found["isolation_forest"][place] = 1 - at_least
    return found


def _columns(rows: pa.Table, more: list[np.ndarray]) -> np.ndarray:
    """What rows are compared by, shape (n, n_columns), NaN where not known."""
    told = [name for name in rows.column_names if name != "node_id" and not name.startswith("peer_")]
    return np.stack([rows[name].to_numpy().astype(np.float64) for name in told] + more, axis=1)


def _levels(rows: pa.Table) -> np.ndarray:
    """Group numbers by all `peer_` columns, by all but the last, ..., by none, shape (n_columns + 1, n)."""
    levels = [np.zeros(rows.num_rows, dtype=np.int64)]
    for name in rows.column_names:
        if name.startswith("peer_"):
            own = np.asarray(rows[name].combine_chunks().dictionary_encode().indices.fill_null(-1), dtype=np.int64)
            pair = levels[-1] * (own.max() + 2) + own + 1
            levels.append(np.unique(pair, return_inverse=True)[1])
    return np.stack(levels[::-1])
