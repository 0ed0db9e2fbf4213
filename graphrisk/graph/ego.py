"""The neighbourhood of one entity, as people look at it."""

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow, connect, show_parquet
from graphrisk.core.errors import UsageError

MOST_NEIGHBOURS = 200  # a node that touches more is shown, but is no way to others: all would be near all
MOST_WORKERS = 200  # of the entity itself, in order of key; elsewhere the weight of BUILDS tells their number
MOST_A_HOP = 2000  # no person reads more; those with most ties to what is shown already come first

FIND = """
WITH meant AS (
    SELECT node_id, kind FROM nodes WHERE node_id = $entity OR key = $entity
    UNION
    SELECT 'Company:' || party_id, 'Company' FROM links WHERE record = $entity AND kind IN ('uscc', 'name')
)
SELECT node_id FROM meant ORDER BY node_id <> $entity, kind <> 'Project', kind <> 'Company', node_id LIMIT 1
"""
NEXT = """
WITH front AS (
    SELECT node_id FROM seen
    WHERE hops = $hop AND ($hop = 0 OR NOT (node_id LIKE 'Area:%' OR node_id LIKE 'Worker:%' OR node_id IN (
        SELECT node_id FROM measures WHERE measure = 'degree' AND value > $most_neighbours)))
),
met AS (
    SELECT target AS node_id FROM edges WHERE source IN (SELECT node_id FROM front)
    UNION ALL
    SELECT source FROM edges WHERE target IN (SELECT node_id FROM front)
),
fresh AS (
    SELECT node_id, count(*) AS n_ties, node_id LIKE 'Worker:%' AS is_worker
    FROM met WHERE node_id NOT IN (SELECT node_id FROM seen) GROUP BY node_id
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY is_worker ORDER BY n_ties DESC, node_id) AS place FROM fresh
)
SELECT node_id, CASE
    WHEN is_worker AND ($hop > 0 OR place > $most_workers) THEN NULL
    WHEN place <= $most_a_hop THEN $hop + 1
END AS hops
FROM placed
"""
NODES = """
SELECT n.node_id, n.kind, n.key, n.name, n.attributes, s.hops
FROM seen AS s INNER JOIN nodes AS n ON n.node_id = s.node_id WHERE s.hops IS NOT NULL ORDER BY s.hops, n.node_id
"""
MEASURES = """
SELECT node_id, measure, value FROM measures WHERE node_id IN (SELECT node_id FROM shown) ORDER BY node_id, measure
"""
EDGES = """
SELECT kind, source, target, weight, since, until, evidence FROM edges
WHERE source IN (SELECT node_id FROM shown) AND target IN (SELECT node_id FROM shown) ORDER BY kind, source, target
"""
LEFT_OUT = "SELECT count(*) AS n FROM seen WHERE hops IS NULL"


def ego(path: Path, entity: str, hops: int = 2) -> nx.MultiDiGraph:
    """All nodes within `hops` edges of an entity, whatever their direction, and all edges among them.

    entity: a project id, a party id, any credit code or name of a party, or a node id. Nodes carry `kind`, `key`, `name`, `hops`, their register's attributes and
    a dict `measures`; edges are keyed by their kind and carry `weight`, `since`, `until`, `evidence` (table, key,
    received_on). Workers are shown of the entity itself only, at most 200; a node with more than 200 neighbours, and an
    Area, is shown but is no way to others; a hop brings at most 2,000 nodes. `graph.graph["n_left_out"]` counts the nodes met
    and not shown. Raises UsageError if the run does not know the entity or `hops` is negative.
    """
    if hops < 0:
        raise UsageError(f"hops is {hops}", "give 0 or more")
    with connect(threads=None) as con:
        for name in ("nodes", "edges", "measures", "links"):
            show_parquet(con, name, path / f"{name}.parquet")
        centre = _centre(con, path, entity)
        con.execute("CREATE TABLE seen (node_id VARCHAR, hops INTEGER)")  # hops is null for what is left out
        con.execute("CREATE VIEW shown AS SELECT node_id FROM seen WHERE hops IS NOT NULL")
        con.execute("INSERT INTO seen VALUES ($1, 0)", [centre])
        caps = {"most_neighbours": MOST_NEIGHBOURS, "most_workers": MOST_WORKERS, "most_a_hop": MOST_A_HOP}
        for hop in range(hops):
            con.execute(f"INSERT INTO seen {NEXT}", {"hop": hop, **caps})
        return _assembled(arrow(con, NODES), arrow(con, MEASURES), arrow(con, EDGES), centre, _left_out(con))


def _centre(con: DuckDBPyConnection, path: Path, entity: str) -> str:
    found = con.execute(FIND, {"entity": entity}).fetchone()
    if found is None:
        raise UsageError(
            f"{path.name} knows no entity {entity!r}", "give a project id, a credit code or a node id such as Company:…"
        )
    return str(found[0])


def _left_out(con: DuckDBPyConnection) -> int:
    return int(con.execute(LEFT_OUT).fetchall()[0][0])


def _assembled(nodes: pa.Table, measures: pa.Table, edges: pa.Table, centre: str, left_out: int) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(entity=centre, n_left_out=left_out)
    for row in nodes.to_pylist():
        told: dict[str, Any] = json.loads(row.pop("attributes"))
        known = {name: value for name, value in told.items() if value is not None}
        graph.add_node(row.pop("node_id"), **known | row, measures={})
    for row in measures.to_pylist():
        graph.nodes[row["node_id"]]["measures"][row["measure"]] = row["value"]
    for row in edges.to_pylist():
        graph.add_edge(row.pop("source"), row.pop("target"), row.pop("kind"), **row)
    return graph
