-- One row a company with its branches: its social insurance, counted back from the last reported month before the as-of
-- month, for the dues of the month that runs are not late yet; that month lies months_ago before it and has the number
-- last_no. n_unpaid: of twelve months those paid below what was due; n_paid_known: those of which both are known.
WITH insurance AS (
    SELECT party_id, heads, due_fen, paid_fen, n, max(n) OVER (PARTITION BY party_id) - n AS ago
    FROM (
        SELECT
            y.party_id, month_number(s.month) AS n, sum(s.insured_heads) AS heads,
            sum(s.due_fen) AS due_fen, sum(s.paid_fen) AS paid_fen
        FROM social_insurance_month AS s
        INNER JOIN party AS y ON y.uscc = s.uscc
        GROUP BY y.party_id, month_number(s.month)
    ) AS summed
    WHERE n < month_number(substr(CAST($as_of AS STRING), 1, 7))
)
SELECT
    party_id, max(n) AS last_no, month_number(substr(CAST($as_of AS STRING), 1, 7)) - max(n) AS months_ago,
    CAST(max(CASE WHEN ago = 0 THEN heads END) AS BIGINT) AS heads,
    CAST(max(CASE WHEN ago = 3 THEN heads END) AS BIGINT) AS heads_before,
    CAST(max(CASE WHEN ago = 12 THEN heads END) AS BIGINT) AS heads_year_ago,
    count(CASE WHEN ago < 12 AND paid_fen < due_fen THEN 1 END) AS n_unpaid,
    count(CASE WHEN ago < 12 AND due_fen IS NOT NULL AND paid_fen IS NOT NULL THEN 1 END) AS n_paid_known
FROM insurance
GROUP BY party_id
ORDER BY party_id
