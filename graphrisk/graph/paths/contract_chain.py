"""How deep each contract stands below the owner, by the contracts above it: chains of any length, and those that run in a circle."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.chain import climb


def contract_chain(con: DuckDBPyConnection, _graph: Graph, _as_of: date) -> pa.Table:
    """A row a contract that lets works: project_id, contract_id, root_id, above_id, n_levels, is_circle.

    root_id: the topmost contract; above_id: the nearest above that is a level of its own; n_levels: levels from the top
    down, both counted. Nothing but is_circle is told of a contract whose way up runs in a circle.
    """
    rows = arrow(con, texts("paths")["contract_chain"], step="chains of contracts")
    parent, step = (np.asarray(rows[c], dtype=np.int64) for c in ("parent", "step"))
    found = climb(parent, step)
    return (
        rows.select(["project_id", "contract_id"])
        .append_column("root_id", _ids(rows, found.root))
        .append_column("above_id", _ids(rows, np.where(found.is_circle, -1, found.above)))
        .append_column("n_levels", pa.array(found.weight))
        .append_column("is_circle", pa.array(found.is_circle))
    )


def _ids(rows: pa.Table, place: np.ndarray) -> pa.ChunkedArray:
    return pc.take(rows["contract_id"], pa.array(place, mask=place < 0))
