"""Communities of owners, contractors, subcontractors and their projects: an aid to look around, no reason of a score."""

from datetime import date

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from graphrisk.core.graph import Graph
from graphrisk.graph.letting import letting
from graphrisk.kernels.community import communities


def community(con: DuckDBPyConnection, graph: Graph, _as_of: date) -> pa.Table:
    """node_id, community (the node of it with most ties), n_members; of projects not yet over and who lets or does the works."""
    ties = letting(con, graph)
    label = communities(ties)
    size = np.bincount(label, minlength=len(graph))[label]
    tied = np.flatnonzero(np.diff(ties.indptr))
    order = tied[np.lexsort((tied, label[tied], -size[tied]))]
    ids = graph.nodes["node_id"].combine_chunks()
    return pa.table({"node_id": ids.take(order), "community": ids.take(label[order]), "n_members": size[order]})
