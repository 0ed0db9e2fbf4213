-- Level and raw sum of projects; passed, passed_level: what companies take over, without what others did to the site, such as a
-- freeze of its account.
WITH sums AS (
    SELECT
        entity_id, CAST(sum(micro) AS BIGINT) AS raw, CAST(sum(uncapped) AS BIGINT) AS uncapped,
        CAST(coalesce(sum(micro) FILTER (WHERE is_finding), 0) AS BIGINT) AS found
    FROM (
        SELECT entity_kind, entity_id, micro, uncapped, true AS is_finding FROM finding_term
        UNION ALL
        SELECT entity_kind, entity_id, micro, uncapped, false FROM added_term
    )
    WHERE entity_kind = 'project'
    GROUP BY entity_id
),
shared AS (
    SELECT entity_id, CAST(sum(micro) AS BIGINT) AS passed
    FROM (
        SELECT f.entity_id, f.family, least(sum(f.micro), min(c.family_cap)) AS micro
        FROM finding AS f
        INNER JOIN card AS c ON c.entity_kind = f.entity_kind
        WHERE f.entity_kind = 'project' AND f.counts = 'all'
        GROUP BY f.entity_id, f.family
    )
    GROUP BY entity_id
)
SELECT
    s.entity_kind, s.entity_id, coalesce(r.raw, 0) AS raw, coalesce(r.uncapped, 0) AS uncapped, coalesce(r.found, 0) AS found,
    CASE
        WHEN s.confirmed_by IS NOT NULL THEN 'red'
        WHEN r.raw >= c.red_cut AND s.n_families >= 2 AND s.n_feeds >= 2 THEN 'red'
        WHEN s.worst IN ('S1', 'S2') THEN 'orange'
        WHEN s.worst = 'S3' THEN 'yellow'
        WHEN s.worst = 'S4' OR s.n_evaluable = 0 OR s.n_evaluable < c.green_min * s.n_asked THEN 'blue'
        WHEN c.green_family <> '' AND s.n_evaluable_needed = 0 THEN 'blue'
        WHEN r.raw >= c.watch THEN 'blue'
        ELSE 'green'
    END AS level,
    -- what the level rests on, where it is not the gravest finding by itself
    CASE
        WHEN s.confirmed_by IS NOT NULL THEN s.confirmed_by
        WHEN r.raw >= c.red_cut AND s.n_families >= 2 AND s.n_feeds >= 2 THEN 'sum'
    END AS ground,
    coalesce(p.passed, 0) AS passed,
    CASE
        WHEN s.is_passed_confirmed = 1 THEN 'red'
        WHEN r.raw - r.found + coalesce(p.passed, 0) >= c.red_cut AND s.n_passed_families >= 2 AND s.n_passed_feeds >= 2 THEN 'red'
        WHEN s.passed_worst IN ('S1', 'S2') THEN 'orange'
        WHEN s.passed_worst = 'S3' THEN 'yellow'
        ELSE 'blue'
    END AS passed_level
FROM standing AS s
INNER JOIN card AS c ON c.entity_kind = s.entity_kind
LEFT JOIN sums AS r ON r.entity_id = s.entity_id
LEFT JOIN shared AS p ON p.entity_id = s.entity_id
WHERE s.entity_kind = 'project'
