-- One row a trade, and one with trade '' of all: what a worker's month brought, over the half year whose wages are due, months
-- of the Spring Festival pause left out. q1_fen, middle_fen, q3_fen: the lowest sums, in whole yuan given as fen, that a
-- quarter, half and three quarters of the months do not exceed; n_lines: the paid months.
WITH pay AS (
    -- the trade is that of the registration under which the month was worked
    SELECT coalesce(w.trade, '?') AS trade, CAST(round(l.paid_fen / 100e0) AS BIGINT) AS whole_yuan, count(*) AS n
    FROM payroll AS l
    INNER JOIN month_bit AS m ON m.month = l.wage_month
    INNER JOIN worker AS w
        ON w.project_id = l.project_id AND w.person_key = l.person_key
        AND substr(CAST(w.entered_on AS STRING), 1, 7) <= l.wage_month
        AND coalesce(substr(CAST(w.left_on AS STRING), 1, 7) >= l.wage_month, true)
    WHERE l.paid_fen > 0 AND w.role = 'worker' AND m.n_pause_days <= 15
        AND l.wage_month BETWEEN substr(CAST(add_months(CAST($as_of AS DATE), -7) AS STRING), 1, 7)
            AND substr(CAST(add_months(CAST($as_of AS DATE), -2) AS STRING), 1, 7)
        AND coalesce(w.left_on >= add_months(CAST($as_of AS DATE), -8), true)  -- of the others there is no such month
    GROUP BY coalesce(w.trade, '?'), CAST(round(l.paid_fen / 100e0) AS BIGINT)
),
step AS (
    SELECT trade, whole_yuan, n FROM pay WHERE trade <> '?'
    UNION ALL
    SELECT '', whole_yuan, sum(n) FROM pay GROUP BY whole_yuan
),
placed AS (
    SELECT
        trade, whole_yuan, sum(n) OVER (PARTITION BY trade) AS n_lines,
        sum(n) OVER (PARTITION BY trade ORDER BY whole_yuan ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n_up_to
    FROM step
)
SELECT
    trade, CAST(max(n_lines) AS BIGINT) AS n_lines,
    100 * min(CASE WHEN n_up_to >= 0.25e0 * n_lines THEN whole_yuan END) AS q1_fen,
    100 * min(CASE WHEN n_up_to >= 0.5e0 * n_lines THEN whole_yuan END) AS middle_fen,
    100 * min(CASE WHEN n_up_to >= 0.75e0 * n_lines THEN whole_yuan END) AS q3_fen
FROM placed
GROUP BY trade
ORDER BY trade
