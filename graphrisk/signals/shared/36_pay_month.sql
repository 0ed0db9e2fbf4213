-- One row a project and wage month of the last year, and the two months after the last one that any feed tells of: when it
-- falls due and what is known of it. net_fen: due after deductions; hundredths: days of its workers by the mean of a head;
-- bank_paid_fen: wages that entries name for it; credit_days: fewest days from a labour credit to the agreed or actual pay day.
WITH seen AS (
    SELECT
        m.project_id, m.months_ago, m.due_on, m.last_paid_on, m.n_attending, m.due_fen - m.deduction_fen AS net_fen, m.paid_fen,
        m.unpaid_due_fen, m.has_payroll,
        CAST(round(m.n_attending * d.hundredths / CAST(d.n_heads AS DOUBLE)) AS BIGINT) AS hundredths
    FROM project_month AS m
    LEFT JOIN attended_days AS d ON d.project_id = m.project_id AND d.month = m.month
    WHERE m.months_ago BETWEEN 0 AND 12
),
coming AS (
    -- paid a month after the one before
    SELECT l.project_id, l.months_ago - k.n AS months_ago, c.previous_workday AS due_on
    FROM (SELECT project_id, min(months_ago) AS months_ago, min_by(due_on, months_ago) AS due_on FROM seen GROUP BY project_id) AS l
    CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2 AS n) AS k
    INNER JOIN calendar AS c ON c.day = add_months(l.due_on, k.n)
),
credit AS (
    SELECT
        s.project_id, s.months_ago,
        min(CASE WHEN c.booked_on <= s.due_on THEN days_between(c.booked_on, s.due_on) END) AS to_agreed,
        min(CASE WHEN c.booked_on <= s.last_paid_on THEN days_between(c.booked_on, s.last_paid_on) END) AS to_actual
    FROM seen AS s
    INNER JOIN labour_credit AS c ON c.project_id = s.project_id AND c.kind = 'labour'
    GROUP BY s.project_id, s.months_ago
),
bank AS (
    SELECT project_id, wage_month, CAST(sum(paid_fen) AS BIGINT) AS paid_fen
    FROM wage_bank
    WHERE wage_month IS NOT NULL
    GROUP BY project_id, wage_month
),
months AS (
    SELECT project_id, months_ago, due_on, n_attending, net_fen, paid_fen, unpaid_due_fen, has_payroll, hundredths FROM seen
    UNION ALL
    SELECT
        project_id, months_ago, due_on, CAST(0 AS BIGINT), CAST(NULL AS BIGINT), CAST(0 AS BIGINT), CAST(NULL AS BIGINT), false,
        CAST(NULL AS BIGINT)
    FROM coming
)
SELECT
    m.project_id, b.month, m.months_ago, b.n_pause_days, m.due_on, m.n_attending, m.net_fen, m.paid_fen, m.unpaid_due_fen,
    m.has_payroll, m.hundredths, w.paid_fen AS bank_paid_fen,
    least(c.to_agreed, c.to_actual) AS credit_days
FROM months AS m
INNER JOIN month_bit AS b ON b.months_ago = m.months_ago
LEFT JOIN credit AS c ON c.project_id = m.project_id AND c.months_ago = m.months_ago
LEFT JOIN bank AS w ON w.project_id = m.project_id AND w.wage_month = b.month
ORDER BY m.project_id, m.months_ago
