-- Findings of one family together reach at most the family's cap; each is scaled, and the parts add up to the cap exactly.
WITH summed AS (
    SELECT
        f.*, c.family_cap AS cap,
        CAST(sum(f.micro) OVER (PARTITION BY f.entity_kind, f.entity_id, f.family) AS BIGINT) AS total,
        CAST(sum(f.micro) OVER (
            PARTITION BY f.entity_kind, f.entity_id, f.family
            ORDER BY f.signal, f.reason ROWS UNBOUNDED PRECEDING
        ) AS BIGINT) AS up_to
    FROM finding AS f
    INNER JOIN card AS c ON c.entity_kind = f.entity_kind
)
SELECT
    entity_kind, entity_id, signal, reason, family,
    micro AS uncapped,
    CASE
        WHEN total <= cap THEN micro
        ELSE CAST(floor(ratio(up_to * cap, total)) - floor(ratio((up_to - micro) * cap, total)) AS BIGINT)
    END AS micro,
    severity, weight, confidence, strength, total > cap AS is_capped
FROM summed
