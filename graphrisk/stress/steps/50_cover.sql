-- One row an open project: what its contractor's deposits and its owner's payment guarantees would give on the as-of day.
-- null: an amount is unknown, or the register was not delivered; 0: none stands.
WITH stored AS (
    SELECT
        d.project_id,
        CASE
            WHEN count(*) = count(d.amount_fen)
                THEN sum(greatest(d.amount_fen - CASE WHEN d.refilled_on >= d.used_on THEN 0 ELSE coalesce(d.used_fen, 0) END, 0))
        END AS deposit_fen
    FROM deposit AS d
    WHERE d.form <> 'exempt' AND NOT d.is_returned AND NOT d.is_specialist
        AND coalesce(d.valid_to >= $as_of, true) AND coalesce(d.stored_on <= $as_of, true)
    GROUP BY d.project_id
),
given AS (
    SELECT g.project_id, CASE WHEN count(*) = count(g.amount_fen) THEN sum(g.amount_fen) END AS guarantee_fen
    FROM payment_guarantee AS g
    WHERE g.form <> 'funding_proof' AND coalesce(g.valid_to >= $as_of, true) AND coalesce(g.valid_from <= $as_of, true)
    GROUP BY g.project_id
),
register AS (
    SELECT (SELECT count(*) FROM wage_deposit) AS n_deposits, (SELECT count(*) FROM payment_guarantee) AS n_guarantees
)
SELECT
    s.project_id,
    CAST(CASE WHEN d.project_id IS NOT NULL THEN d.deposit_fen WHEN r.n_deposits > 0 THEN 0 END AS BIGINT) AS deposit_fen,
    CAST(CASE WHEN g.project_id IS NOT NULL THEN g.guarantee_fen WHEN r.n_guarantees > 0 THEN 0 END AS BIGINT) AS guarantee_fen
FROM open_site AS s
CROSS JOIN register AS r
LEFT JOIN stored AS d ON d.project_id = s.project_id
LEFT JOIN given AS g ON g.project_id = s.project_id
ORDER BY s.project_id
