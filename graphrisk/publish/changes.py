"""What changed since the last run: come, gone, up, down, and reasons that are new or no longer there."""

from duckdb import DuckDBPyConnection

from graphrisk.core.engine import keep, quoted, show_parquet
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.publish.ranking import SHOWN_TERM


def changes(con: DuckDBPyConnection, run: RunFolder) -> Manifest | None:
    """Keep table `changed` against the run that the manifest names as previous; None, and an empty table, without one."""
    past = RunFolder(run.path.parent / run.manifest.previous)
    stands = bool(run.manifest.previous) and past.is_done("explain")
    source = past if stands else run  # against itself nothing has changed
    for name in ("scores", "reasons", "parties"):
        show_parquet(con, f"past_{name}", source.file(f"{name}.parquet"))
    projects = source.table("project")
    sites = f"read_parquet({quoted(projects)})" if projects.is_file() else "project"
    con.execute(f"CREATE OR REPLACE VIEW past_project AS SELECT project_id, name FROM {sites}")
    keep(con, "changed", _CHANGED, {"shown_term": SHOWN_TERM})
    return past.manifest if stands else None


# one row an entity whose level changed, that came or went, or whose reasons are not the same, and a red or orange one
# that only moved in rank; reasons of what stays blue or green come and go with its neighbours and are not told
_CHANGED = """
WITH severity AS (
    SELECT * FROM (VALUES ('red', 5), ('orange', 4), ('yellow', 3), ('blue', 2), ('green', 1)) AS v (level, grade)
),
now_is AS (
    SELECT s.*, v.grade FROM scores AS s JOIN severity AS v ON v.level = s.level
),
was AS (
    SELECT s.*, v.grade FROM past_scores AS s JOIN severity AS v ON v.level = s.level
),
term AS (
    SELECT DISTINCT entity_kind, entity_id, signal || ' ' || reason AS term FROM reasons
    WHERE contribution > $shown_term AND signal NOT IN ('measure', 'level_floor', 'level_cap', 'order')
),
past_term AS (
    SELECT DISTINCT entity_kind, entity_id, signal || ' ' || reason AS term FROM past_reasons
    WHERE contribution > $shown_term AND signal NOT IN ('measure', 'level_floor', 'level_cap', 'order')
),
term_change AS (
    SELECT coalesce(t.entity_kind, p.entity_kind) AS entity_kind, coalesce(t.entity_id, p.entity_id) AS entity_id,
           joined(t.term, t.term, ', ') AS new_reasons, joined(p.term, p.term, ', ') AS gone_reasons
    FROM term AS t
    FULL OUTER JOIN past_term AS p
        ON p.entity_kind = t.entity_kind AND p.entity_id = t.entity_id AND p.term = t.term
    WHERE t.term IS NULL OR p.term IS NULL
    GROUP BY coalesce(t.entity_kind, p.entity_kind), coalesce(t.entity_id, p.entity_id)
),
named AS (
    SELECT 'project' AS entity_kind, project_id AS entity_id, name FROM past_project
    UNION ALL
    SELECT 'company', party_id, name FROM past_parties WHERE kind = 'company'
),
compared AS (
    SELECT coalesce(n.entity_kind, w.entity_kind) AS entity_kind, coalesce(n.entity_id, w.entity_id) AS entity_id,
           CASE WHEN w.level IS NULL THEN 'new' WHEN n.level IS NULL THEN 'gone' WHEN n.grade > w.grade THEN 'up'
                WHEN n.grade < w.grade THEN 'down' ELSE 'none' END AS level_change,
           n.level AS level, w.level AS past_level, n.rank AS rank, w.rank AS past_rank,
           n.score AS score, w.score AS past_score, greatest(coalesce(n.grade, 0), coalesce(w.grade, 0)) AS grade
    FROM now_is AS n
    FULL OUTER JOIN was AS w ON w.entity_kind = n.entity_kind AND w.entity_id = n.entity_id
)
SELECT c.entity_kind, c.entity_id, coalesce(r.name, o.name) AS name, CASE WHEN c.level_change <> 'none' THEN c.level_change
            WHEN t.entity_id IS NOT NULL THEN 'reasons' ELSE 'rank' END AS change,
       c.past_level, c.level, c.past_rank,
       c.rank, c.past_rank - c.rank AS ranks_up, c.past_score, c.score, t.new_reasons, t.gone_reasons, c.grade
FROM compared AS c
LEFT JOIN ranked AS r ON r.entity_kind = c.entity_kind AND r.entity_id = c.entity_id
LEFT JOIN named AS o ON o.entity_kind = c.entity_kind AND o.entity_id = c.entity_id
LEFT JOIN term_change AS t ON t.entity_kind = c.entity_kind AND t.entity_id = c.entity_id
WHERE c.level_change <> 'none' OR (t.entity_id IS NOT NULL AND c.grade >= 3) OR (c.level IN ('red', 'orange') AND c.rank <> c.past_rank)
"""
