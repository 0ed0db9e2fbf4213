"""Money that left a special account and came back to it: `round_trip`, one row a sum that left."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from scipy import sparse

from graphrisk.core.engine import arrow, keep
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.flows import returns

WINDOW_DAYS = 30  # domain report, E7: back within thirty days
DAY = 86_400


def round_trip(con: DuckDBPyConnection, _graph: Graph, as_of: date) -> pa.Table:
    """Circles of 2 to 6 transfers between parties, in time, that bring back at least four fifths within thirty days.

    A party's accounts are one purse, and so are companies with one legal representative and the representative: money that
    goes out to one account of it may come back from another.
    """
    sql = texts("paths")
    keep(con, "head_of", sql["round_trip_head"], {"as_of": as_of})
    entries = arrow(con, sql["round_trip_entry"], step="transfers")
    source, target, n = _purses(entries, arrow(con, "SELECT person_key, party_id FROM head_of", step="heads"))
    second = np.asarray(pc.cast(pc.cast(entries["booked_at"], pa.timestamp("s"), safe=False), pa.int64()))
    home = np.zeros(n, dtype=bool)
    home[source[np.asarray(entries["is_from_special"])]] = True
    found = returns(
        source, target, second, np.asarray(entries["amount_fen"]), (second // DAY + WINDOW_DAYS + 1) * DAY - 1, home
    )
    shown = {
        "transfer": entries.append_column("entry", pa.array(np.arange(len(entries)))),
        "trip": pa.table(
            {
                "trip": np.arange(len(found.seed)),
                "entry": found.seed,
                "returned": found.returned,
                "counted": found.counted,
                "hops": found.hops,
            }
        ),
        "step": pa.table({c: getattr(found, c) for c in ("trip", "is_widest", "hop", "entry", "carried")}),
    }
    for name, rows in shown.items():
        con.register(name, rows)
    trips = arrow(con, sql["round_trip_told"], step="round trips")
    for name in shown:
        con.unregister(name)
    return trips


def _purses(entries: pa.Table, heads: pa.Table) -> tuple[np.ndarray, np.ndarray, int]:
    """Senders and receivers as numbers, parties under one head sharing theirs, and how many numbers there are."""
    persons, companies = (_named(kind, heads[c]) for kind, c in (("Person:", "person_key"), ("Company:", "party_id")))
    known = pa.chunked_array(
        [c for x in (entries["source"], entries["target"], persons, companies) for c in x.chunks], pa.string()
    )
    number = known.unique()
    ends = [np.asarray(pc.index_in(x, value_set=number)) for x in (entries["source"], entries["target"])]
    ties = [np.asarray(pc.index_in(x, value_set=number)) for x in (persons, companies)]
    net = sparse.csr_array((np.ones(len(ties[0]), dtype=np.int8), (ties[0], ties[1])), shape=(len(number),) * 2)
    count, purse = sparse.csgraph.connected_components(net, directed=False)
    return purse[ends[0]].astype(np.int64), purse[ends[1]].astype(np.int64), int(count)


def _named(kind: str, keys: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(kind, keys, "")
