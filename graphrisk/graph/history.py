"""Measures of history: claims so far, verified claims so far, and nearness to those who have one."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow, keep
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts

WITNESSES = ("clue", "inspection", "credit_event", "judicial")  # the tables that can show a debtor


def history(con: DuckDBPyConnection, graph: Graph, as_of: date, delivered: frozenset[str]) -> dict[str, np.ndarray]:
    """Each measure by name, one value a node: 0 where the tables were asked and tell nothing, NaN where they cannot tell."""
    keep(con, "claim", texts("measures")["10_claim"], {"as_of": as_of})
    keep_debtors(con, as_of)
    told = arrow(con, texts("measures")["20_history"], {"as_of": as_of}, "history")
    claims = told.filter(pc.equal(told["measure"], "claim_history"))
    shown = told.filter(pc.equal(told["measure"], "verified_history"))
    found = {}
    if "clue" in delivered:
        found["claim_history"] = np.where(_asked(con, graph, "clue"), by_node(graph, claims), np.nan)
    if delivered & {"clue", "inspection"}:
        named = _asked(con, graph, "clue") | _asked(con, graph, "inspection")
        found["verified_history"] = np.where(named, by_node(graph, shown), np.nan)
    if delivered & set(WITNESSES):
        near = by_node(graph, arrow(con, texts("measures")["22_nearness"], step="nearness"))
        found["nearness"] = np.where(graph.is_kind("Company", "Project"), near, np.nan)
    return found


def keep_debtors(con: DuckDBPyConnection, as_of: date) -> None:
    """Leave the table `verified` in the engine: every event that showed an entity a debtor by the day."""
    keep(con, "verified", texts("measures")["11_verified"], {"as_of": as_of})


def debtors(con: DuckDBPyConnection, as_of: date) -> pa.Table:
    """node_id and value of every entity shown to be a debtor by the day: the seeds of nearness."""
    keep_debtors(con, as_of)
    return arrow(con, texts("measures")["21_seed"], {"as_of": as_of}, "seed")


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
