-- What a measure adds: by value for histories (it saturates), by place among all of the kind for the others.
WITH measured AS (
    SELECT
        e.entity_kind, e.entity_id, m.measure, m.value, c.score, c.shape, c.half, c.from_share,
        count(*) OVER w AS n,
        count(*) FILTER (WHERE m.value > 0) OVER w AS n_positive,
        rank() OVER (PARTITION BY e.entity_kind, m.measure ORDER BY m.value) - 1 AS n_lower,
        rank() OVER (PARTITION BY e.entity_kind, m.measure ORDER BY m.value DESC) - 1 AS n_higher
    FROM measures AS m
    INNER JOIN entity AS e ON e.node_id = m.node_id
    INNER JOIN card_measure AS c ON c.entity_kind = e.entity_kind AND c.measure = m.measure
    WHERE NOT isnan(m.value)
    WINDOW w AS (PARTITION BY e.entity_kind, m.measure)
),
placed AS (
    SELECT
        d.*,
        CASE d.shape
            WHEN 'saturating' THEN d.value / (d.value + d.half)
            WHEN 'share' THEN (d.n_positive - d.n_higher) / CAST(d.n_positive AS DOUBLE)
            ELSE (d.n_lower / CAST(d.n - 1 AS DOUBLE) - d.from_share) / (1 - d.from_share)
        END AS part
    FROM measured AS d
    INNER JOIN card AS c ON c.entity_kind = d.entity_kind
    WHERE d.value > 0 AND (d.shape = 'saturating' OR d.n >= c.min_population)
)
SELECT
    entity_kind, entity_id, 'measure' AS signal, measure AS reason,
    CAST(round(-ln(1 - score * least(part, 1)) * 1e6) AS BIGINT) AS micro,
    to_json({
        'value': round(value, 6), 'n_higher': n_higher, 'n_measured': n,
        'top_ratio': (n_higher + 1) / CAST(n AS DOUBLE)
    }) AS facts
FROM placed
WHERE part > 0
