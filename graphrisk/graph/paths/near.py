"""Who is near to a company or site shown to be a debtor of wages, and by which way: personalised PageRank that fades."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from scipy import sparse

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.history import by_node, debtors
from graphrisk.graph.paths import told
from graphrisk.graph.texts import texts
from graphrisk.kernels.digits import significant
from graphrisk.kernels.walk import nearness, ways

SHARED = ("LOCATED_AT", "REACHED_AT", "REGISTERED_BY")
MOST_SHARING = 100  # an address, telephone or agent of more companies passes less than 1 % to each: it is no tie


def near(con: DuckDBPyConnection, graph: Graph, as_of: date) -> pa.Table:
    """One row a company or project that the seed of another reaches, with its place among those of its kind.

    Each tie passes on its weight over the roots of both ends' numbers of ties, whatever their weights: what fades or is
    of a weak kind is lost, not shared among the rest, and a hub discounts by its inverse degree.
    """
    ties = _rarer(arrow(con, texts("paths")["near_tie"], {"as_of": as_of}, "near_tie"))
    ends = tuple(np.asarray(_places(graph, ties[end]), dtype=np.int64) for end in ("source", "target"))
    weight = np.asarray(ties["weight"])
    both = (np.r_[ends[0], ends[1]], np.r_[ends[1], ends[0]])
    walked = sparse.csr_array((np.r_[weight, weight], both), shape=(len(graph), len(graph)))
    degree = np.bincount(both[0], minlength=len(graph)).astype(float)
    seeds = by_node(graph, debtors(con, as_of))
    value = significant(nearness(walked, seeds, degree))
    asked = np.flatnonzero(graph.is_kind("Company", "Project") & (value > 0))
    place, nth, node = ways(walked, seeds, asked, degree)
    steps = _steps(graph, ties, ends, place, nth, node)
    last = node[np.r_[np.flatnonzero(np.diff(place)), len(place) - 1]] if len(place) else node
    reached = {
        "node_id": _ids(graph, asked),
        "entity_kind": pc.utf8_lower(graph.nodes["kind"].take(pa.array(asked))),
        "entity_id": graph.nodes["key"].take(pa.array(asked)),
        "nearness": value[asked],
        "is_debtor": seeds[asked] > 0,
        "path_id": np.arange(len(asked)),
        "debtor_node": _ids(graph, last),
    }
    return _told(con, pa.table(reached), steps)


def _rarer(ties: pa.Table) -> pa.Table:
    """Ties without the addresses, telephones and agents of more than `MOST_SHARING` companies."""
    shared = ties.filter(pc.is_in(ties["kind"], value_set=pa.array(SHARED)))
    used = shared.group_by("target").aggregate([("target", "count")])
    hubs = used.filter(pc.greater(used["target_count"], MOST_SHARING))["target"].combine_chunks()
    return ties.filter(pc.invert(pc.is_in(ties["target"], value_set=hubs)))


def _places(graph: Graph, ids: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.index_in(ids, value_set=graph.nodes["node_id"].combine_chunks())


def _ids(graph: Graph, nodes: np.ndarray) -> pa.ChunkedArray:
    return graph.nodes["node_id"].take(pa.array(nodes, pa.int64()))


def _steps(
    graph: Graph, ties: pa.Table, ends: tuple[np.ndarray, ...], place: np.ndarray, nth: np.ndarray, node: np.ndarray
) -> pa.Table:
    """Ways with the tie that each step takes, the heaviest of parallel ones, in the columns of `told`."""
    n = len(graph)
    pair = np.minimum(*ends) * n + np.maximum(*ends)
    order = np.lexsort((np.arange(len(pair)), -np.asarray(ties["weight"]), pair))
    goes_on = np.r_[place[1:] == place[:-1], np.zeros(min(len(place), 1), dtype=bool)]
    following = np.r_[node[1:], node[:1]]
    wanted = np.minimum(node, following) * n + np.maximum(node, following)
    found = order[np.searchsorted(pair[order], wanted[goes_on])]
    taken = np.full(len(node), -1)
    taken[goes_on] = found
    rows = pa.array(taken, pa.int64(), mask=~goes_on)
    columns = {name: ties[name].take(rows) for name in ("kind", "source", "target")}
    return pa.table({"path_id": place, "nth": nth, "node_id": _ids(graph, node)} | columns)


def _told(con: DuckDBPyConnection, reached: pa.Table, steps: pa.Table) -> pa.Table:
    """The rows of `near_row.sql`."""
    moved = steps.filter(pc.equal(steps["kind"], "MOVED_TO")).select(["path_id", "source", "target"])
    shown = {"way_told": told(con, steps), "reached": reached, "way_moved": moved}
    for name, rows in shown.items():
        con.register(name, rows)
    found = arrow(con, texts("paths")["near_row"], step="near_row")
    for name in shown:
        con.unregister(name)
    return found
