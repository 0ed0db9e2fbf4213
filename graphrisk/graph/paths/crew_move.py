"""Where the people of a debtor's crews went: counts by firm and site, no worker among them."""

from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.history import keep_debtors
from graphrisk.graph.texts import texts


def crew_move(con: DuckDBPyConnection, _graph: Graph, as_of: date) -> pa.Table:
    """Rows of `crew_move.sql`, from the register of workers and teams as of the day."""
    keep_debtors(con, as_of)
    return arrow(con, texts("paths")["crew_move"], {"as_of": as_of}, "crew_move")
