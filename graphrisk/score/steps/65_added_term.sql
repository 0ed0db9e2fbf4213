-- Measures and exposure together reach at most their cap; scaled so that the parts add up to it exactly.
WITH added AS (
    SELECT entity_kind, entity_id, signal, reason, uncapped, micro FROM measure_term
    UNION ALL
    SELECT entity_kind, entity_id, signal, reason, uncapped, micro FROM exposure_term
),
summed AS (
    SELECT
        a.*, c.measures_cap AS cap,
        CAST(sum(a.micro) OVER (PARTITION BY a.entity_kind, a.entity_id) AS BIGINT) AS total,
        CAST(sum(a.micro) OVER (
            PARTITION BY a.entity_kind, a.entity_id ORDER BY a.signal, a.reason ROWS UNBOUNDED PRECEDING
        ) AS BIGINT) AS up_to
    FROM added AS a
    INNER JOIN card AS c ON c.entity_kind = a.entity_kind
)
SELECT
    entity_kind, entity_id, signal, reason, signal AS family,
    uncapped,
    CASE
        WHEN total <= cap THEN micro
        ELSE CAST(floor(ratio(up_to * cap, total)) - floor(ratio((up_to - micro) * cap, total)) AS BIGINT)
    END AS micro
FROM summed
