"""What an auditor asks of a run's scores: do they add up, what made them, where are the caps felt."""

import json
from pathlib import Path
from typing import Any

import duckdb

from graphrisk.core.engine import quoted
from graphrisk.score.scorecard import Scorecard, scorecards

QUANTITY = "hazard h = -ln(1 - score): the sum of an entity's terms"
LEVELS = """
SELECT entity_kind, level, count(*) AS n
FROM scores
GROUP BY entity_kind, level
ORDER BY entity_kind, level
"""
SUMS = """
WITH sums AS (
    SELECT entity_kind, entity_id, sum(contribution) AS total FROM terms GROUP BY entity_kind, entity_id
)
SELECT
    s.entity_kind, count(*) AS n_entities, count(DISTINCT s.score) AS n_distinct_scores,
    count(*) FILTER (WHERE abs(coalesce(t.total, 0) + ln(1 - s.score)) > 1e-9) AS n_not_adding_up,
    count(*) FILTER (WHERE s.score < 0 OR s.score >= 1) AS n_out_of_range
FROM scores AS s
LEFT JOIN sums AS t ON t.entity_kind = s.entity_kind AND t.entity_id = s.entity_id
GROUP BY s.entity_kind
ORDER BY s.entity_kind
"""
SPREAD = """
WITH placed AS (
    SELECT
        entity_kind, score, row_number() OVER (PARTITION BY entity_kind ORDER BY score) AS place,
        count(*) OVER (PARTITION BY entity_kind) AS n
    FROM scores
),
share AS (
    SELECT * FROM (VALUES (0e0), (25e-2), (5e-1), (75e-2), (9e-1), (99e-2), (1e0)) AS v (below)
)
SELECT p.entity_kind, array_sort(array_agg(round(p.score, 6))) AS quantiles
FROM placed AS p
INNER JOIN share AS s ON p.place = greatest(p.n - floor(p.n - s.below * p.n), 1)
GROUP BY p.entity_kind
ORDER BY p.entity_kind
"""
# sums of millionths, so that threads cannot change them
SHARES = """
SELECT
    entity_kind, family, signal, reason, count(*) AS n_entities,
    CAST(sum(CAST(round(contribution * 1e6) AS BIGINT)) AS BIGINT) / 1e6 AS hazard,
    round(max(contribution), 6) AS largest
FROM terms
WHERE family <> 'order'
GROUP BY entity_kind, family, signal, reason
ORDER BY entity_kind, family, signal, reason
"""
CAPS = """
WITH by_family AS (
    SELECT entity_kind, entity_id, family, sum(micro) AS before
    FROM finding
    GROUP BY entity_kind, entity_id, family
),
carried AS (
    SELECT entity_kind, entity_id, sum(micro) AS before
    FROM (
        SELECT entity_kind, entity_id, micro FROM measure_term
        UNION ALL
        SELECT entity_kind, entity_id, micro FROM exposure_term
    )
    GROUP BY entity_kind, entity_id
)
SELECT f.entity_kind, 'family ' || f.family AS cap, count(DISTINCT f.entity_id) AS n
FROM by_family AS f
INNER JOIN card AS c ON c.entity_kind = f.entity_kind
WHERE f.before > c.family_cap
GROUP BY f.entity_kind, f.family
UNION ALL
SELECT m.entity_kind, 'measures', count(*)
FROM carried AS m
INNER JOIN card AS c ON c.entity_kind = m.entity_kind
WHERE m.before > c.measures_cap
GROUP BY m.entity_kind
UNION ALL
SELECT entity_kind, signal || ' ' || reason, count(*)
FROM level_term
GROUP BY entity_kind, signal, reason
ORDER BY entity_kind, cap
"""
RED = "SELECT how, count(DISTINCT entity_id) AS n FROM confirmed GROUP BY how ORDER BY how"
# What the graph moves: who of the first hundred would still be there without what came over edges. Whether that is for the
# better only later outcomes can tell; a run knows none.
GRAPH = """
WITH carried AS (
    SELECT entity_kind, entity_id, sum(CAST(round(contribution * 1e6) AS BIGINT)) AS micro
    FROM terms
    WHERE signal IN ('exposure', 'projects')
        OR (signal = 'measure' AND reason NOT IN ('claim_history', 'verified_history', 'isolation_forest', 'tail'))
    GROUP BY entity_kind, entity_id
),
placed AS (
    SELECT
        o.entity_kind, o.rank, coalesce(c.micro, 0) AS carried,
        row_number() OVER (PARTITION BY o.entity_kind ORDER BY o.micro - coalesce(c.micro, 0) DESC, o.rank) AS rank_without
    FROM ordered AS o
    LEFT JOIN carried AS c ON c.entity_kind = o.entity_kind AND c.entity_id = o.entity_id
)
SELECT
    entity_kind, count(*) FILTER (WHERE carried > 0) AS n_touched,
    count(*) FILTER (WHERE rank <= 100) AS n_first, count(*) FILTER (WHERE rank <= 100 AND rank_without <= 100) AS n_first_kept
FROM placed
GROUP BY entity_kind
ORDER BY entity_kind
"""
# a finding that no scorecard entry takes up would vanish from the sum: counted, never silent
ORPHANS = """
SELECT count(*) AS n
FROM (SELECT DISTINCT entity_kind, entity_id, signal, reason FROM findings) AS f
LEFT JOIN finding AS k
    ON k.entity_kind = f.entity_kind AND k.entity_id = f.entity_id AND k.signal = f.signal AND k.reason = f.reason
WHERE k.signal IS NULL
"""
COVERAGE = "SELECT * FROM coverage ORDER BY signal, entity_kind"


def referee(con: duckdb.DuckDBPyConnection, out: Path) -> str:
    """The checks and tallies as JSON text, keys sorted."""
    for name in ("scores", "terms"):
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet({quoted(out / f'{name}.parquet')})"
        )
    told = {
        "quantity": QUANTITY,
        "scorecards": {kind: _card(card) for kind, card in scorecards().items()},
        "levels": _nested(con, LEVELS),
        "sum_checks": _listed(con, SUMS),
        "distribution": _listed(con, SPREAD),
        "contributions": _listed(con, SHARES),
        "caps_reached": _nested(con, CAPS),
        "graph": _listed(con, GRAPH),
        "red_confirmed_by": dict(con.sql(RED).fetchall()),
        "findings_not_weighed": con.sql(ORPHANS).fetchall()[0][0],
        "coverage": _listed(con, COVERAGE),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)


def _card(card: Scorecard) -> dict[str, Any]:
    levels = card.stated["level"]
    return {
        "version": card.version,
        "cuts": {name: entry["cut"] for name, entry in levels.items()},
        "family_cap": card.stated["family"]["cap"],
        "measures_cap": card.stated["measures"]["cap"],
    }


def _listed(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    return list(con.sql(sql).to_arrow_table().to_pylist())


def _nested(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for kind, name, n in con.sql(sql).fetchall():
        found.setdefault(kind, {})[name] = n
    return found
