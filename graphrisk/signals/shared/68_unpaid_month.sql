-- One row a project and wage month of the last half year that at least three people of a team worked, whose lawful pay day
-- and five days of grace are over, and of which neither the team's payroll nor the bank shows a wage. Where the bank paid
-- wages that name no month since, the month is left out: they may be this one's.
WITH wage_feed AS (
    SELECT max(last_received_on) AS last_on FROM feed WHERE is_delivered AND table_name IN ('payroll', 'account_txn', 'account_month')
),
late AS (
    SELECT t.project_id, t.month, t.n_attending
    FROM team_month AS t
    CROSS JOIN wage_feed AS f
    INNER JOIN late_day AS d ON d.day = date_add(t.due_on, 5)
    WHERE t.months_ago BETWEEN 1 AND 6 AND t.n_attending >= 3 AND t.worker_paid_fen = 0
        AND $as_of > d.open_on AND f.last_on >= d.open_on
        AND t.project_id IN (SELECT project_id FROM team_month WHERE has_payroll UNION SELECT project_id FROM bank_cover)
),
told AS (
    SELECT l.project_id, l.month
    FROM late AS l
    INNER JOIN wage_bank AS b ON b.project_id = l.project_id AND b.paid_fen > 0
    WHERE b.wage_month = l.month OR (b.wage_month IS NULL AND b.month > l.month)
    GROUP BY l.project_id, l.month
)
SELECT l.project_id, l.month, CAST(sum(l.n_attending) AS BIGINT) AS n_heads
FROM late AS l
LEFT JOIN told AS t ON t.project_id = l.project_id AND t.month = l.month
WHERE t.project_id IS NULL
GROUP BY l.project_id, l.month
ORDER BY l.project_id, l.month
