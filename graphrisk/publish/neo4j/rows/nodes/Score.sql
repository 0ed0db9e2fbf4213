-- The score of a project or company in this run, with the reasons that stood behind it; those of earlier runs stay.
WITH stood AS (
    SELECT
        entity_kind, entity_id, array_sort(array_agg(signal || ' ' || reason)) AS reasons
    FROM reasons
    WHERE contribution > $shown_term AND signal NOT IN ('measure', 'level_floor', 'level_cap', 'order')
    GROUP BY entity_kind, entity_id
)
SELECT
    'Score:' || s.entity_kind || '/' || s.entity_id || '@' || $run_id AS node_id,
    s.entity_kind, s.entity_id, n.name, $as_of AS as_of, s.score, s.level, s.rank, s.workers_at_risk,
    s.amount_at_risk_fen, t.reasons
FROM scores AS s
LEFT JOIN nodes AS n ON n.kind = CASE s.entity_kind WHEN 'project' THEN 'Project' ELSE 'Company' END AND n.key = s.entity_id
LEFT JOIN stood AS t ON t.entity_kind = s.entity_kind AND t.entity_id = s.entity_id
