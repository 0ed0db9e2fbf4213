-- One row a project and month of which the bank tells totals only (L2), on accounts of its own: what came in, what wages went
-- out, and what stood there at the month's start (null: not told).
SELECT
    a.project_id, m.account_key, m.month, b.months_ago,
    CAST(coalesce(m.credit_owner_fen, 0) + coalesce(m.credit_other_fen, 0) AS BIGINT) AS credit_fen,
    m.debit_wage_fen AS wage_fen, p.end_balance_fen AS opening_fen
FROM account_cover AS a
INNER JOIN account_month AS m ON m.account_key = a.account_key
INNER JOIN month_bit AS b ON b.month = m.month
LEFT JOIN month_bit AS o ON o.months_ago = b.months_ago + 1
LEFT JOIN account_month AS p ON p.account_key = a.account_key AND p.month = o.month
WHERE a.depth = 'L2' AND a.n_projects = 1
ORDER BY a.project_id, m.account_key, m.month
