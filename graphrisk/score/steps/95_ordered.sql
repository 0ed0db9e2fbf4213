-- A strict order: the banded sum, then the sum before its level and before its caps, workers, money, and last a digest of the id.
WITH keyed AS (
    SELECT
        b.entity_kind, b.entity_id, b.level, b.micro, r.workers, r.money_fen,
        row_number() OVER (
            PARTITION BY b.entity_kind
            ORDER BY
                b.micro, b.raw, b.uncapped, coalesce(r.workers, 0), coalesce(r.money_fen, 0),
                md5(b.entity_kind || '/' || b.entity_id), b.entity_id
        ) AS place,
        count(*) OVER (PARTITION BY b.entity_kind) AS n
    FROM banded AS b
    INNER JOIN at_risk AS r ON r.entity_kind = b.entity_kind AND r.entity_id = b.entity_id
)
SELECT
    entity_kind, entity_id, level, micro, workers, money_fen, n - place + 1 AS rank,
    -- strictly between 0 and one millionth, so it never changes the order of sums
    place / CAST(n + 1 AS DOUBLE) * 1e-6 AS order_term
FROM keyed
