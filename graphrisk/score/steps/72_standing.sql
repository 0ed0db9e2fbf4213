-- What the findings of an entity say of its level, before the sum is looked at; passed_*: the same of those that a project passes
-- on to its companies.
WITH counted AS (
    SELECT
        f.entity_kind, f.entity_id,
        min(f.grade) AS worst,
        count(DISTINCT f.family) FILTER (WHERE f.grade IN ('S1', 'S2')) AS n_families,
        min(f.grade) FILTER (WHERE f.counts = 'all') AS passed_worst,
        count(DISTINCT f.family) FILTER (WHERE f.grade IN ('S1', 'S2') AND f.counts = 'all') AS n_passed_families
    FROM finding AS f
    WHERE f.counts <> 'not'
    GROUP BY f.entity_kind, f.entity_id
),
feeds AS (
    SELECT f.entity_kind, f.entity_id, count(DISTINCT w.feed) AS n_feeds,
        count(DISTINCT w.feed) FILTER (WHERE f.counts = 'all') AS n_passed_feeds
    FROM finding AS f
    INNER JOIN finding_feed AS w
        ON w.entity_kind = f.entity_kind AND w.entity_id = f.entity_id AND w.signal = f.signal AND w.reason = f.reason
    WHERE f.grade IN ('S1', 'S2')
    GROUP BY f.entity_kind, f.entity_id
),
sure AS (
    SELECT entity_kind, entity_id, min(how) AS how, max(is_passed) AS is_passed FROM confirmed GROUP BY entity_kind, entity_id
)
SELECT
    e.entity_kind, e.entity_id, c.worst, coalesce(c.n_families, 0) AS n_families, coalesce(f.n_feeds, 0) AS n_feeds,
    s.how AS confirmed_by, c.passed_worst, coalesce(c.n_passed_families, 0) AS n_passed_families,
    coalesce(f.n_passed_feeds, 0) AS n_passed_feeds, coalesce(s.is_passed, 0) AS is_passed_confirmed,
    coalesce(a.n_asked, 0) AS n_asked, coalesce(a.n_evaluable, 0) AS n_evaluable,
    coalesce(a.n_evaluable_needed, 0) AS n_evaluable_needed, coalesce(a.depth_sum, 0) AS depth_sum
FROM entity AS e
LEFT JOIN counted AS c ON c.entity_kind = e.entity_kind AND c.entity_id = e.entity_id
LEFT JOIN feeds AS f ON f.entity_kind = e.entity_kind AND f.entity_id = e.entity_id
LEFT JOIN sure AS s ON s.entity_kind = e.entity_kind AND s.entity_id = e.entity_id
LEFT JOIN answered AS a ON a.entity_kind = e.entity_kind AND a.entity_id = e.entity_id
