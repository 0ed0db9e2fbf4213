"""Companies under one hand: the direct ties, and groups of companies around the one that most hangs on."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from scipy import sparse

from graphrisk.core.engine import arrow, keep
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.control import best_paths, effective, groups

LEAST = 0.5  # of a path in the tables: below it doubt is more than the tie
MOST = (
    60  # companies of a group: more are a sector or a hub that no rule knew, and pass nothing on that means one of them
)
CHAIN = 0.15  # of a company held through others: below it no tie is made


def control(con: DuckDBPyConnection, _graph: Graph, as_of: date) -> pa.Table:
    """cluster_id (the party in its middle), party_id, strength (best path to the middle), n_members; clusters of two and more.

    Leaves in the engine what `control_pair` tells of: `control_held`, `control_stake`, `control_inner`, `control_tie`.
    """
    make_ties(con, as_of)
    tie = arrow(con, "SELECT a, b, passing FROM control_tie ORDER BY a, b", step="ties of control")
    ids, matrix = symmetric(tie)
    middle, strength = groups(matrix, LEAST, MOST)
    size = np.bincount(middle[middle >= 0], minlength=len(ids))[np.maximum(middle, 0)]
    chosen = np.flatnonzero((middle >= 0) & (size > 1))
    order = chosen[np.lexsort((chosen, -strength[chosen], middle[chosen]))]
    party = pc.utf8_slice_codeunits(pa.array(ids, pa.string()), len("Company:"))
    return pa.table(
        {
            "cluster_id": party.take(pa.array(middle[order])),
            "party_id": party.take(pa.array(order)),
            "strength": strength[order],
            "n_members": size[order],
        }
    )


def make_ties(con: DuckDBPyConnection, as_of: date) -> None:
    """Keep `control_held` (single holdings), `control_stake` (with chains), `control_inner` (companies in chains), `control_tie`."""
    steps = texts("paths")
    keep(con, "control_held", steps["control_held"], {"as_of": as_of})
    held = arrow(con, "SELECT holder, company, share FROM control_held ORDER BY holder, company", step="holdings")
    stake, inner = chained(held)
    keep_rows(con, control_stake=stake, control_inner=inner)
    keep(con, "control_tie", steps["control_tie"], {"as_of": as_of})


def keep_rows(con: DuckDBPyConnection, **tables: pa.Table) -> None:
    """Arrow tables as tables of the engine."""
    for name, rows in tables.items():
        con.register("rows", rows)
        keep(con, name, "SELECT * FROM rows")
        con.unregister("rows")


def chained(held: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Shares with those held through others; and of holders through others only, the companies between, in order.

    held: holder, company, share. Returns holder, company, share; and x, y, nth, node_id, each chain told both ways.
    """
    ids, (row, col) = numbered(held["holder"], held["company"])
    single = sparse.csr_array((np.asarray(held["share"]), (row, col)), shape=(len(ids), len(ids)))
    whole = sparse.coo_array(effective(single, least=CHAIN / 10))
    stake = pa.table({"holder": ids[whole.row], "company": ids[whole.col], "share": whole.data})
    n = max(len(ids), 1)
    wanted = np.setdiff1d((whole.row * n + whole.col)[whole.data >= CHAIN], row * n + col)
    found = best_paths(single, np.unique(wanted // n), CHAIN / 10)
    at = np.flatnonzero(np.isin(found.source * n + found.target, wanted))
    size = (found.nodes[at] >= 0).sum(axis=1)
    path, nth = np.nonzero(found.nodes[at] >= 0)
    between = (nth > 0) & (nth < size[path] - 1)
    path, nth = path[between], nth[between]
    ends = (ids[found.source[at]][path], ids[found.target[at]][path])
    node = ids[found.nodes[at][path, nth]]
    inner = {
        "x": np.r_[ends[0], ends[1]],
        "y": np.r_[ends[1], ends[0]],
        "nth": np.r_[nth, size[path] - 1 - nth],
        "node_id": np.r_[node, node],
    }
    return stake, pa.table({k: pa.array(v, pa.int64() if k == "nth" else pa.string()) for k, v in inner.items()})


def symmetric(tie: pa.Table) -> tuple[np.ndarray, sparse.csr_array]:
    """Node ids in order and the ties among them, shape (n, n), both ways. tie: a, b, passing."""
    ids, (a, b) = numbered(tie["a"], tie["b"])
    passing = np.asarray(tie["passing"])
    shape = (len(ids), len(ids))
    return ids, sparse.csr_array((np.r_[passing, passing], (np.r_[a, b], np.r_[b, a])), shape=shape)


def numbered(*columns: pa.ChunkedArray) -> tuple[np.ndarray, list[np.ndarray]]:
    """The distinct texts of all columns in order, and each column as their numbers."""
    sides = [np.asarray(c.to_pylist(), dtype=object) for c in columns]
    ids, number = np.unique(np.concatenate(sides), return_inverse=True)
    return ids, np.split(number.astype(np.int64), np.cumsum([len(s) for s in sides])[:-1])
