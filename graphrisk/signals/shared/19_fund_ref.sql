-- The rows that show the money of a project's special accounts, as evidence for others: each account, its labour credits
-- from the last one back (place; source credit: with those that may be labour fee), its months of totals (L2).
SELECT project_id, 'account' AS source, 1 AS place, CAST(NULL AS STRING) AS month,
    row_ref('special_account', account_key || '/' || project_id, received_on) AS ref
FROM account_cover
UNION ALL
SELECT project_id, 'labour', row_number() OVER (PARTITION BY project_id ORDER BY booked_on DESC, ref), CAST(NULL AS STRING), ref
FROM labour_credit
WHERE project_id IS NOT NULL AND kind = 'labour'
UNION ALL
SELECT project_id, 'credit', row_number() OVER (PARTITION BY project_id ORDER BY booked_on DESC, ref), CAST(NULL AS STRING), ref
FROM labour_credit
WHERE project_id IS NOT NULL AND kind IN ('labour', 'unsure')
UNION ALL
SELECT a.project_id, 'total', 1, m.month, row_ref('account_month', m.account_key || '/' || m.month, m.received_on)
FROM account_cover AS a
INNER JOIN account_month AS m ON m.account_key = a.account_key
WHERE a.depth = 'L2'
ORDER BY project_id, source, ref, place, month
