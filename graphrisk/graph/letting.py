"""The graph of owners, contractors, subcontractors and their projects, and the companies on which it hangs together."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from scipy import sparse

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.articulation import articulation


def hinges(con: DuckDBPyConnection, graph: Graph) -> dict[str, np.ndarray]:
    """`articulation`: projects that would be cut off from the rest if the node went, of companies and projects let or building."""
    ties = letting(con, graph)
    cut = articulation(ties, graph.is_kind("Project").astype(np.float64))
    return {"articulation": np.where(np.diff(ties.indptr) > 0, cut, np.nan)}


def letting(con: DuckDBPyConnection, graph: Graph) -> sparse.csr_array:
    """Ties of weight 1 between projects not yet over and those who let or do the works, shape (n, n), symmetric."""
    rows = arrow(con, texts("measures")["40_letting"], step="who builds for whom")
    ids = graph.nodes["node_id"].combine_chunks()
    a, b = (_numbers(rows[end], ids) for end in ("company", "project"))
    known = (a >= 0) & (b >= 0)
    a, b = a[known], b[known]
    ends = (np.r_[a, b], np.r_[b, a])
    return sparse.csr_array((np.ones(2 * len(a)), ends), shape=(len(graph), len(graph)))


def _numbers(nodes: pa.ChunkedArray, ids: pa.Array) -> np.ndarray:
    known = pc.index_in(nodes.cast(pa.string()), value_set=ids.cast(pa.string()))  # a graph without nodes has no type
    return np.asarray(pc.fill_null(known, -1), dtype=np.int64)
