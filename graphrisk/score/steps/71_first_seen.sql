-- The day on which what an entity's level rests on could first be seen: of its gravest findings those that an observing feed
-- shows, before those of registers alone, so that an old paper defect does not date a new gap. A finding could be seen when
-- every table behind it had spoken; where no row says when it came, by the as-of day at the latest. S4 counts for nothing.
WITH observed AS (
    SELECT DISTINCT entity_kind, entity_id, signal, reason FROM finding_feed
)
SELECT
    f.entity_kind, f.entity_id, min(f.grade) AS grade,
    min_by(
        coalesce(f.first_on, $as_of),
        (f.grade, CASE WHEN o.signal IS NULL THEN 1 ELSE 0 END, coalesce(f.first_on, $as_of))
    ) AS first_on
FROM finding AS f
LEFT JOIN observed AS o
    ON o.entity_kind = f.entity_kind AND o.entity_id = f.entity_id AND o.signal = f.signal AND o.reason = f.reason
WHERE f.severity <> 'S4'
GROUP BY f.entity_kind, f.entity_id
