-- An S1 finding that a second feed confirms: it compares two itself, or a finding of another family stands by it. is_passed: it
-- stands confirmed also without the findings that are passed on to nobody.
WITH grave AS (
    SELECT * FROM finding WHERE grade IN ('S1', 'S2')
),
own AS (
    SELECT entity_kind, entity_id, signal, reason, count(*) AS n_feeds
    FROM finding_feed
    GROUP BY entity_kind, entity_id, signal, reason
),
beside AS (
    SELECT a.entity_kind, a.entity_id, a.signal, a.reason, max(CASE WHEN b.counts = 'all' THEN 1 ELSE 0 END) AS is_passed
    FROM grave AS a
    INNER JOIN grave AS b ON b.entity_kind = a.entity_kind AND b.entity_id = a.entity_id AND b.family <> a.family
    LEFT JOIN finding_feed AS f
        ON f.entity_kind = b.entity_kind AND f.entity_id = b.entity_id AND f.signal = b.signal AND f.reason = b.reason
    LEFT JOIN finding_feed AS g
        ON g.entity_kind = a.entity_kind AND g.entity_id = a.entity_id AND g.signal = a.signal AND g.reason = a.reason
        AND g.feed = f.feed
    WHERE a.grade = 'S1' AND (b.grade = 'S1' OR (f.feed IS NOT NULL AND g.feed IS NULL))
    GROUP BY a.entity_kind, a.entity_id, a.signal, a.reason
)
SELECT
    a.entity_kind, a.entity_id, a.signal, a.reason,
    CASE WHEN r.reason IS NOT NULL THEN 'rule' WHEN o.n_feeds >= 2 THEN 'two_feeds' ELSE 'two_families' END AS how,
    CASE WHEN a.counts = 'all' AND (r.reason IS NOT NULL OR (a.grade = 'S1' AND o.n_feeds >= 2) OR b.is_passed = 1) THEN 1 ELSE 0 END AS is_passed
FROM grave AS a
LEFT JOIN card_red_alone AS r ON r.entity_kind = a.entity_kind AND r.signal = a.signal AND r.reason = a.reason
LEFT JOIN own AS o
    ON o.entity_kind = a.entity_kind AND o.entity_id = a.entity_id AND o.signal = a.signal AND o.reason = a.reason
LEFT JOIN beside AS b
    ON b.entity_kind = a.entity_kind AND b.entity_id = a.entity_id AND b.signal = a.signal AND b.reason = a.reason
WHERE r.reason IS NOT NULL OR (a.grade = 'S1' AND (o.n_feeds >= 2 OR b.reason IS NOT NULL))
