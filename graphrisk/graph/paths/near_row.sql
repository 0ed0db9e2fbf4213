-- Entities near to a debtor with the way in words. `reached`: entity_kind, entity_id, node_id, nearness, is_debtor, path_id,
-- debtor_node; `way_told`: the ways in words; `way_moved`: path_id and the ends of each step by people who moved.
WITH proof AS (
    SELECT path_id, each_of(evidence) AS ref FROM way_told
    UNION
    SELECT w.path_id, each_of(slice(c.evidence, 1, 4)) AS ref
    FROM way_moved AS w
    INNER JOIN crew_move AS c
        ON 'Company:' || c.debtor_id = w.source AND 'Company:' || c.firm_id = w.target AND c.project_id IS NULL
),
shown AS (
    SELECT path_id, slice(array_sort(array_agg(ref)), 1, 20) AS evidence
    FROM proof
    GROUP BY path_id
)
SELECT
    r.entity_kind, r.entity_id, r.nearness,
    rank() OVER (PARTITION BY r.entity_kind, r.is_debtor ORDER BY r.nearness DESC) AS place,
    count(*) OVER (PARTITION BY r.entity_kind, r.is_debtor) AS n_near,
    ratio(r.nearness, max(r.nearness) OVER (PARTITION BY r.entity_kind, r.is_debtor)) AS top_share,
    r.is_debtor, lower(split_part(r.debtor_node, ':', 1)) AS debtor_kind,
    substr(r.debtor_node, length(split_part(r.debtor_node, ':', 1)) + 2) AS debtor_id,
    t.n_steps, t.path_zh, t.path_en, s.evidence
FROM reached AS r
INNER JOIN way_told AS t ON t.path_id = r.path_id
INNER JOIN shown AS s ON s.path_id = r.path_id
ORDER BY r.entity_kind, r.entity_id
