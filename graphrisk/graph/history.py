"""Measures of history: claims so far, verified claims so far, and nearness to verified debtors."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from scipy import sparse

from graphrisk.core.engine import arrow, keep
from graphrisk.core.graph import Graph
from graphrisk.graph.structure import ties
from graphrisk.graph.texts import texts
from graphrisk.kernels.walk import nearness

# Who works, answers or is accused together. Money is left out: who sells to a debtor is more often his victim.
TOGETHER = ("CONTRACTS_FOR", "CONTROLS", "OWNS", "EMPLOYS", "BUILDS", "LEADS", "PARTY_TO", "CONCERNS")
SHARED = ("LOCATED_AT", "REACHED_AT", "REGISTERED_BY")
MOST_SHARING = 100  # an address, telephone or agent of more companies passes less than 1 % to each: it is no tie
WITNESSES = ("clue", "inspection", "credit_event", "judicial")  # the tables that can show a debtor


def history(con: DuckDBPyConnection, graph: Graph, as_of: date, delivered: frozenset[str]) -> dict[str, np.ndarray]:
    """Each measure by name, one value a node: 0 where the tables were asked and tell nothing, NaN where they cannot tell."""
    asked = texts("measures")
    keep(con, "claim", asked["10_claim"], {"as_of": as_of})
    keep(con, "verified", asked["11_verified"], {"as_of": as_of})
    told = arrow(con, asked["20_history"], {"as_of": as_of}, "history")
    seeds = arrow(con, asked["21_seed"], {"as_of": as_of}, "seed")
    claims = told.filter(pc.equal(told["measure"], "claim_history"))
    shown = told.filter(pc.equal(told["measure"], "verified_history"))
    found = {}
    if "clue" in delivered:
        found["claim_history"] = np.where(_asked(con, graph, "clue"), by_node(graph, claims), np.nan)
    if delivered & {"clue", "inspection"}:
        named = _asked(con, graph, "clue") | _asked(con, graph, "inspection")
        found["verified_history"] = np.where(named, by_node(graph, shown), np.nan)
    if delivered & set(WITNESSES):
        near = nearness(_together(graph), by_node(graph, seeds))
        found["nearness"] = np.where(graph.is_kind("Area", "Case", "Worker"), np.nan, near)
    return found


def by_node(graph: Graph, rows: pa.Table) -> np.ndarray:
    """`value` of rows (node_id, value) as one float a node, shape (n,), 0 where there is no row."""
    place = pc.index_in(rows["node_id"], value_set=graph.nodes["node_id"].combine_chunks())
    known = pc.is_valid(place)  # a check may name a project that nothing else names: it is no node
    values = np.zeros(len(graph))
    values[np.asarray(place.filter(known))] = np.asarray(rows["value"].filter(known))
    return values


def _asked(con: DuckDBPyConnection, graph: Graph, table: str) -> np.ndarray:
    """Kinds of entity of which the rows of clue or inspection can tell: those that any row names."""
    told = con.execute(f"SELECT count(uscc), count(project_id) FROM {table}").fetchall()[0]
    kinds = [kind for kind, n in zip(("Company", "Project"), told, strict=True) if n]
    return graph.is_kind(*kinds)


def _together(graph: Graph) -> sparse.csr_array:
    """Ties by which nearness walks, hubs of addresses, telephones and agents left out."""
    _, target = graph.ends()
    kinds = graph.edges["kind"]
    shared = np.asarray(pc.is_in(kinds, value_set=pa.array(SHARED)))
    sharing = np.bincount(target[shared], minlength=len(graph))
    kept = ~shared | (sharing[target] <= MOST_SHARING)
    return ties(Graph(graph.nodes, graph.edges.filter(pa.array(kept))), TOGETHER + SHARED)
