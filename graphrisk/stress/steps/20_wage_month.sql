-- One row an open project and wage month of the last year and the two to come: what its wages are and what of them was
-- paid by the day the bank's feed ends. wage_fen: by payroll, else by attended days at the rate of a day; null: unknown.
-- is_named: the bank names the wage months of this project, so that its silence about one tells that it was not paid.
WITH rate AS (
    SELECT project_id, min_by(day_rate_fen, months_ago) AS day_rate_fen
    FROM pay_estimate
    WHERE day_rate_fen > 0e0
    GROUP BY project_id
),
named AS (
    SELECT project_id FROM pay_month WHERE bank_paid_fen > 0 GROUP BY project_id
)
SELECT
    m.project_id, m.months_ago, m.due_on, m.n_attending, m.n_pause_days, m.has_payroll, n.project_id IS NOT NULL AS is_named,
    CASE
        WHEN m.has_payroll AND m.net_fen > 0 THEN m.net_fen
        ELSE CAST(round(m.hundredths / 100e0 * r.day_rate_fen) AS BIGINT)
    END AS wage_fen,
    CASE
        -- what fell due and was paid after the bank's last day is still in the balance
        WHEN m.has_payroll AND m.due_on > s.told_to AND x.last_paid_on > s.told_to THEN m.net_fen
        WHEN m.has_payroll THEN m.unpaid_due_fen
    END AS unpaid_fen,
    coalesce(m.bank_paid_fen, 0) AS bank_paid_fen
FROM pay_month AS m
INNER JOIN open_site AS s ON s.project_id = m.project_id
LEFT JOIN project_month AS x ON x.project_id = m.project_id AND x.month = m.month
LEFT JOIN rate AS r ON r.project_id = m.project_id
LEFT JOIN named AS n ON n.project_id = m.project_id
ORDER BY m.project_id, m.months_ago
