"""Who stands around a red or orange entity: at most thirty nodes, chosen in SQL for all entities at once."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from graphrisk.core.engine import keep

# nearest in meaning first; a kind not named here comes after these
ORDER = (
    "CONTRACTS_FOR",
    "SERVES",
    "HOLDS",
    "CONCERNS",
    "NAMED_WITH",
    "OWES",
    "PAYS",
    "SENT",
    "OWNS",
    "CONTROLS",
    "EMPLOYS",
    "BUILDS",
    "LEADS",
    "STAFFS",
    "PARTY_TO",
    "LOCATED_AT",
    "REACHED_AT",
    "REGISTERED_BY",
    "IN_AREA",
)
PER_KIND, FIRST, PER_NODE, SECOND = 5, 13, 3, 15


@dataclass(frozen=True, slots=True)
class Near:
    """A node in the picture of `centre`: how far, by which edge from which node, and which way the edge points."""

    centre: str
    node_id: str
    hop: int
    parent: str
    edge: str
    is_outward: bool
    kind: str
    name: str
    level: str | None
    entity_id: str


@dataclass(frozen=True, slots=True)
class Cross:
    """An edge between two nodes of a picture that neither is drawn from."""

    centre: str
    source: str
    target: str
    edge: str


def neighbourhoods(con: DuckDBPyConnection) -> tuple[list[Near], list[Cross], dict[str, int]]:
    """For every entity of table `told`: nodes, further edges, and how many workers are registered with it."""
    order = ", ".join(f"('{kind}', {n})" for n, kind in enumerate(ORDER))
    con.execute(f"CREATE OR REPLACE TABLE edge_order AS SELECT * FROM (VALUES {order}) AS v (kind, place)")
    keep(con, "link", _LINK)
    keep(con, "near_first", _FIRST, {"per_kind": PER_KIND, "first": FIRST})
    keep(con, "near_second", _SECOND, {"per_node": PER_NODE, "second": SECOND})
    nodes = [Near(*row) for row in con.execute(_NEAR).fetchall()]
    crosses = [Cross(*row) for row in con.execute(_CROSS).fetchall()]
    workers = dict(con.execute(_WORKERS).fetchall())
    return nodes, crosses, workers


# every edge from both its ends; workers are counted, never drawn one by one
_LINK = """
SELECT e.here, e.there, e.kind, e.weight, e.is_outward, coalesce(o.place, 99) AS place
FROM (
    SELECT source AS here, target AS there, kind, weight, true AS is_outward FROM edges
    UNION ALL
    SELECT target, source, kind, weight, false FROM edges
) AS e
LEFT JOIN edge_order AS o ON o.kind = e.kind
WHERE e.kind NOT IN ('WORKED_ON', 'IN_TEAM') AND e.here <> e.there
"""

_FIRST = """
WITH one AS (
    SELECT t.node_id AS centre, l.*, s.score,
           row_number() OVER (PARTITION BY t.node_id, l.there ORDER BY l.place, l.kind, l.is_outward) AS way
    FROM told AS t
    JOIN link AS l ON l.here = t.node_id
    LEFT JOIN placed AS s ON s.node_id = l.there
),
counted AS (
    SELECT *, row_number() OVER (PARTITION BY centre, kind ORDER BY score DESC NULLS LAST, weight DESC, there) AS n
    FROM one WHERE way = 1
),
chosen AS (
    SELECT centre, here, there, kind, is_outward, place,
           row_number() OVER (PARTITION BY centre ORDER BY place, n, there) AS n,
           row_number() OVER (PARTITION BY centre ORDER BY least(n, 3), place, n, there) AS turn
    FROM counted WHERE n <= $per_kind
)
SELECT centre, here, there, kind, is_outward, place, n
FROM chosen WHERE turn <= $first
"""

_SECOND = """
WITH around AS (
    SELECT l.*, s.score,
           row_number() OVER (PARTITION BY l.here ORDER BY l.place, s.score DESC NULLS LAST, l.weight DESC, l.there, l.kind, l.is_outward)
               AS n
    FROM link AS l
    LEFT JOIN placed AS s ON s.node_id = l.there
    WHERE l.here IN (SELECT there FROM near_first WHERE kind <> 'IN_AREA') AND l.kind <> 'IN_AREA'
),
further AS (
    SELECT f.centre, a.here, a.there, a.kind, a.is_outward, a.place, a.n, f.n AS parent_n,
           row_number() OVER (PARTITION BY f.centre, a.there ORDER BY f.n, a.n, a.kind, a.is_outward) AS way
    FROM near_first AS f
    JOIN around AS a ON a.here = f.there
    WHERE a.n <= 12 AND a.there <> f.centre
),
fresh AS (
    SELECT *, row_number() OVER (PARTITION BY centre, here ORDER BY n, there) AS child
    FROM further AS r
    WHERE way = 1
      AND NOT EXISTS (SELECT 1 FROM near_first AS f WHERE f.centre = r.centre AND f.there = r.there)
),
chosen AS (
    SELECT *, row_number() OVER (PARTITION BY centre ORDER BY child, parent_n, there) AS turn
    FROM fresh WHERE child <= $per_node
)
SELECT centre, here, there, kind, is_outward, place, parent_n * 100 + child AS n
FROM chosen WHERE turn <= $second
"""

_NEAR = """
WITH drawn AS (
    SELECT *, 1 AS hop FROM near_first
    UNION ALL
    SELECT *, 2 AS hop FROM near_second
)
SELECT d.centre, d.there, d.hop, d.here, d.kind, d.is_outward, split_part(d.there, ':', 1) AS node_kind,
       coalesce(line(v.name, 120), line(v.key, 120), '') AS name, s.level, s.entity_id
FROM drawn AS d
LEFT JOIN nodes AS v ON v.node_id = d.there
LEFT JOIN placed AS s ON s.node_id = d.there
ORDER BY d.centre, d.hop, d.n, d.there
"""

_CROSS = """
WITH drawn AS (
    SELECT centre, here, there FROM near_first
    UNION ALL
    SELECT centre, here, there FROM near_second
)
SELECT DISTINCT a.centre, l.here, l.there, l.kind
FROM drawn AS a
JOIN link AS l ON l.here = a.there AND l.is_outward
JOIN drawn AS b ON b.centre = a.centre AND b.there = l.there
WHERE NOT (a.here = b.there OR b.here = a.there)
ORDER BY a.centre, l.here, l.there, l.kind
"""

_WORKERS = """
SELECT target, count(*) AS n_workers FROM edges
WHERE kind = 'WORKED_ON' AND target IN (SELECT node_id FROM told)
GROUP BY target
"""
