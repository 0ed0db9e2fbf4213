-- The day on which what an entity's level rests on could first be seen: of its gravest findings those that an observing feed
-- shows, before those of registers alone, so that an old paper defect does not date a new gap. A finding could be seen when
-- every table behind it had spoken, and not before the day on which, by its facts, it began: what has run out or stopped
-- rests on rows from before. Where no row says when it came, by the as-of day at the latest. S4 counts for nothing. passed_on: the
-- same of what a project passes on to its companies.
WITH observed AS (
    SELECT DISTINCT entity_kind, entity_id, signal, reason FROM finding_feed
),
stated AS (
    SELECT
        entity_kind, entity_id, signal, reason,
        greatest(
            try_cast(fact(facts, 'since') AS DATE), try_cast(fact(facts, 'since_on') AS DATE),
            try_cast(fact(facts, 'valid_to') AS DATE), try_cast(fact(facts, 'used_on') AS DATE),
            try_cast(fact(facts, 'closed_on') AS DATE), try_cast(fact(facts, 'month') || '-01' AS DATE),
            try_cast(fact(facts, 'first_month') || '-01' AS DATE)
        ) AS began_on
    FROM findings
),
began AS (
    -- a day still to come tells of an end to be met, not of a beginning
    SELECT entity_kind, entity_id, signal, reason, min(began_on) AS began_on
    FROM stated
    WHERE began_on <= $as_of
    GROUP BY entity_kind, entity_id, signal, reason
),
dated AS (
    SELECT
        f.entity_kind, f.entity_id, f.grade, CASE WHEN o.signal IS NULL THEN 1 ELSE 0 END AS is_paper,
        greatest(coalesce(f.first_on, $as_of), b.began_on) AS first_on, f.counts
    FROM finding AS f
    LEFT JOIN observed AS o
        ON o.entity_kind = f.entity_kind AND o.entity_id = f.entity_id AND o.signal = f.signal AND o.reason = f.reason
    LEFT JOIN began AS b
        ON b.entity_kind = f.entity_kind AND b.entity_id = f.entity_id AND b.signal = f.signal AND b.reason = f.reason
    WHERE f.severity <> 'S4'
)
SELECT
    entity_kind, entity_id, min(grade) AS grade, min_by(first_on, (grade, is_paper, first_on)) AS first_on,
    min_by(first_on, (grade, is_paper, first_on)) FILTER (WHERE counts = 'all') AS passed_on
FROM dated
GROUP BY entity_kind, entity_id
