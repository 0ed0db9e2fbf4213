-- Level and raw sum of companies: their own findings, and what their sites say of them.
WITH sums AS (
    SELECT
        entity_id, CAST(sum(micro) AS BIGINT) AS raw, CAST(sum(uncapped) AS BIGINT) AS uncapped,
        CAST(coalesce(sum(micro) FILTER (WHERE is_finding), 0) AS BIGINT) AS found
    FROM (
        SELECT entity_kind, entity_id, micro, uncapped, true AS is_finding FROM finding_term
        UNION ALL
        SELECT entity_kind, entity_id, micro, uncapped, false FROM added_term
        UNION ALL
        SELECT entity_kind, entity_id, micro, uncapped, false FROM projects_term
    )
    WHERE entity_kind = 'company'
    GROUP BY entity_id
),
sites AS (
    -- a red site gives its role's level, an orange site of a contractor the next lower one
    SELECT
        p.party_id,
        max(CASE WHEN l.passed_level = 'red' AND r.level = 'orange' THEN 1 ELSE 0 END) AS is_orange,
        max(CASE
            WHEN l.passed_level = 'red' AND r.level = 'yellow' THEN 1
            WHEN l.passed_level = 'orange' AND r.level = 'orange' THEN 1
            ELSE 0
        END) AS is_yellow
    FROM partner AS p
    INNER JOIN project_level AS l ON l.entity_id = p.project_id
    INNER JOIN card_role AS r ON r.role = p.role
    GROUP BY p.party_id
)
SELECT
    s.entity_kind, s.entity_id, coalesce(r.raw, 0) AS raw, coalesce(r.uncapped, 0) AS uncapped, coalesce(r.found, 0) AS found,
    CASE
        WHEN s.confirmed_by IS NOT NULL THEN 'red'
        WHEN s.worst IN ('S1', 'S2') AND s.n_feeds >= 1 AND t.is_orange = 1 THEN 'red'
        WHEN r.raw >= c.red_cut AND s.n_families >= 2 AND s.n_feeds >= 2 THEN 'red'
        WHEN s.worst IN ('S1', 'S2') OR t.is_orange = 1 THEN 'orange'
        WHEN s.worst = 'S3' OR t.is_yellow = 1 THEN 'yellow'
        WHEN s.worst = 'S4' OR s.n_evaluable = 0 OR s.n_evaluable < c.green_min * s.n_asked THEN 'blue'
        WHEN r.raw >= c.watch THEN 'blue'
        ELSE 'green'
    END AS level,
    -- what the level rests on, where it is not the gravest finding by itself
    CASE
        WHEN s.confirmed_by IS NOT NULL THEN s.confirmed_by
        WHEN s.worst IN ('S1', 'S2') AND s.n_feeds >= 1 AND t.is_orange = 1 THEN 'site'
        WHEN r.raw >= c.red_cut AND s.n_families >= 2 AND s.n_feeds >= 2 THEN 'sum'
        WHEN coalesce(s.worst, 'S4') NOT IN ('S1', 'S2') AND t.is_orange = 1 THEN 'site'
        WHEN coalesce(s.worst, 'S4') = 'S4' AND t.is_yellow = 1 THEN 'site'
    END AS ground
FROM standing AS s
INNER JOIN card AS c ON c.entity_kind = s.entity_kind
LEFT JOIN sums AS r ON r.entity_id = s.entity_id
LEFT JOIN sites AS t ON t.party_id = s.entity_id
WHERE s.entity_kind = 'company'
