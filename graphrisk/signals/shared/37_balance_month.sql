-- One row a project and month of which the bank tells totals only (L2), of its own accounts: what came in, how many accounts
-- paid wages and told what they held at the month's start, and how many of these paid more than that, so that a credit came in
-- between.
SELECT
    a.project_id, m.month, b.months_ago,
    CAST(sum(coalesce(m.credit_owner_fen, 0) + coalesce(m.credit_other_fen, 0)) AS BIGINT) AS credit_fen,
    count(CASE WHEN m.debit_wage_fen > 0 AND p.end_balance_fen IS NOT NULL THEN 1 END) AS n_paying,
    count(CASE WHEN m.debit_wage_fen > 0 AND m.debit_wage_fen > p.end_balance_fen THEN 1 END) AS n_beyond
FROM account_cover AS a
INNER JOIN account_month AS m ON m.account_key = a.account_key
INNER JOIN month_bit AS b ON b.month = m.month
LEFT JOIN month_bit AS o ON o.months_ago = b.months_ago + 1
LEFT JOIN account_month AS p ON p.account_key = a.account_key AND p.month = o.month
WHERE a.depth = 'L2' AND a.n_projects = 1
GROUP BY a.project_id, m.month, b.months_ago
ORDER BY a.project_id, m.month
