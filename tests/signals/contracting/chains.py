"""What the graph says of the chains of some contracts, for tests that ask a signal of rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from graphrisk.core.engine import connect, keep
from graphrisk.core.graph import EDGES, NODES, Graph
from graphrisk.graph.paths.contract_chain import contract_chain
from tests.signals.tools import DAY, Rows, show_rows


def chains(tables: Rows, party: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of `contract_chain`; every credit code is its own party unless `party` says otherwise."""
    day = date.fromisoformat(DAY)
    con = connect(threads=1)
    show_rows(con, tables, day)
    con.register(
        "code", pa.table({"uscc": pa.array(party, pa.string()), "party_id": pa.array(party.values(), pa.string())})
    )
    keep(con, "party", "SELECT * FROM code")
    found: list[dict[str, Any]] = contract_chain(con, Graph(NODES.empty_table(), EDGES.empty_table()), day).to_pylist()
    con.close()
    return found
