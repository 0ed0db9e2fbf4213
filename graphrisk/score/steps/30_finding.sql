-- A finding weighed: severity's score (or the reason's own) times depth, freshness and strength, as millionths of hazard.
-- counts: all; here (it calls for help: for the project itself, passed on to nobody); not (a note).
WITH found AS (
    SELECT entity_kind, entity_id, signal, reason, max(strength) AS strength
    FROM findings
    GROUP BY entity_kind, entity_id, signal, reason
),
behind AS (
    SELECT entity_kind, entity_id, signal, reason, e.table AS source, min(e.received_on) AS first_on
    FROM (SELECT entity_kind, entity_id, signal, reason, each_of(evidence) AS e FROM findings)
    GROUP BY entity_kind, entity_id, signal, reason, e.table
),
seen AS (
    -- a finding could first be told when every table behind it had spoken
    SELECT
        b.entity_kind, b.entity_id, b.signal, b.reason,
        max(b.first_on) AS first_on,
        min(CASE
            WHEN f.age_days IS NULL OR f.age_days <= c.full_days THEN 1
            ELSE greatest(c.least, pow(5e-1, (f.age_days - c.full_days) / c.half_life_days))
        END) AS freshness
    FROM behind AS b
    INNER JOIN card AS c ON c.entity_kind = b.entity_kind
    LEFT JOIN feed_age AS f ON f.source = b.source
    GROUP BY b.entity_kind, b.entity_id, b.signal, b.reason
),
weighed AS (
    SELECT
        f.entity_kind, f.entity_id, f.signal, f.reason, k.family, k.severity, s.first_on,
        coalesce(w.score, v.score) AS weight,
        d.factor * coalesce(s.freshness, 1) AS confidence,
        least(greatest(f.strength, 0), 1) AS strength, coalesce(p.counts, 'all') AS counts
    FROM found AS f
    INNER JOIN entity AS e ON e.entity_kind = f.entity_kind AND e.entity_id = f.entity_id
    INNER JOIN catalogue AS k ON k.signal = f.signal AND k.reason = f.reason
    INNER JOIN card_severity AS v ON v.entity_kind = f.entity_kind AND v.severity = k.severity
    INNER JOIN card_depth AS d ON d.entity_kind = f.entity_kind AND d.depth = k.depth
    LEFT JOIN card_weight AS w
        ON w.entity_kind = f.entity_kind AND w.signal = f.signal AND w.reason = f.reason
    LEFT JOIN card_apart AS p
        ON p.entity_kind = f.entity_kind AND p.signal = f.signal AND p.reason = f.reason
    LEFT JOIN seen AS s
        ON s.entity_kind = f.entity_kind AND s.entity_id = f.entity_id AND s.signal = f.signal AND s.reason = f.reason
)
SELECT
    w.*, CAST(round(-ln(1 - w.weight * w.confidence * w.strength) * 1e6) AS BIGINT) AS micro,
    -- what the finding says of the level: a weak grave one speaks for the next lower level
    CASE
        WHEN w.strength >= c.weak THEN w.severity
        WHEN w.severity = 'S1' THEN 'S2'
        WHEN w.severity = 'S2' THEN 'S3'
        ELSE w.severity
    END AS grade
FROM weighed AS w
INNER JOIN card AS c ON c.entity_kind = w.entity_kind
