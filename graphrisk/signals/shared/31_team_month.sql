-- One row a team and wage month: who attended, who was paid, what is due. Managers and visitors are out of every head
-- count, of worker_*_fen and of unpaid_due_fen; the other sums hold every payroll line. n_counted: present at least
-- three days. unpaid_due_fen: what lines owe after deductions and payment, surplus not set off; short_fen: the part of
-- it on lines that were paid something. gross_fen, gross_days, n_without_days: pay with deductions, days paid for in
-- hundredths, and lines that state no days, of workers' lines that were paid something.
WITH heads AS (
    SELECT
        w.project_id, w.team_id, m.month,
        count(CASE WHEN w.is_worker AND (w.attending & m.bit) <> 0 THEN 1 END) AS n_attending,
        count(CASE WHEN w.is_worker AND (w.counted & m.bit) <> 0 THEN 1 END) AS n_counted,
        count(CASE WHEN w.is_worker AND (w.paid & m.bit) <> 0 THEN 1 END) AS n_paid,
        count(CASE WHEN w.is_worker AND (w.counted & w.paid & m.bit) <> 0 THEN 1 END) AS n_counted_paid,
        count(CASE WHEN w.is_worker AND (w.counted & ~w.paid & m.bit) <> 0 THEN 1 END) AS n_counted_unpaid,
        count(CASE WHEN w.is_worker AND (w.paid & ~w.attending & m.bit) <> 0 THEN 1 END) AS n_paid_absent
    FROM person_span AS w
    INNER JOIN month_bit AS m ON m.span = w.span AND ((w.attending | w.lined) & m.bit) <> 0
    GROUP BY w.project_id, w.team_id, m.month
),
manager AS (
    SELECT project_id, person_key FROM person_span WHERE NOT is_worker GROUP BY project_id, person_key
),
line AS (
    SELECT
        l.project_id, l.team_id, l.wage_month, m.person_key IS NULL AS is_worker,
        l.due_fen, l.paid_fen, l.deduction_fen, l.days, l.due_on, l.paid_on
    FROM payroll AS l
    LEFT JOIN manager AS m ON m.project_id = l.project_id AND m.person_key = l.person_key
    WHERE l.team_id IS NOT NULL
    UNION ALL
    SELECT
        l.project_id, s.team_id, l.wage_month, s.is_worker,
        l.due_fen, l.paid_fen, l.deduction_fen, l.days, l.due_on, l.paid_on
    FROM payroll AS l
    INNER JOIN month_bit AS m ON m.month = l.wage_month
    INNER JOIN person_span AS s
        ON s.project_id = l.project_id AND s.person_key = l.person_key AND s.span = m.span
        AND s.team_id = s.home_team_id AND (s.lined & m.bit) <> 0
    WHERE l.team_id IS NULL
),
wage AS (
    SELECT
        project_id, team_id, wage_month,
        sum(due_fen) AS due_fen, sum(paid_fen) AS paid_fen, sum(deduction_fen) AS deduction_fen,
        sum(CASE WHEN is_worker THEN due_fen END) AS worker_due_fen,
        sum(CASE WHEN is_worker THEN paid_fen END) AS worker_paid_fen,
        sum(CASE WHEN is_worker THEN deduction_fen END) AS worker_deduction_fen,
        sum(CASE
            WHEN is_worker THEN greatest(due_fen - coalesce(deduction_fen, 0) - coalesce(paid_fen, 0), 0)
        END) AS unpaid_due_fen,
        sum(CASE
            WHEN is_worker AND paid_fen > 0 THEN greatest(due_fen - coalesce(deduction_fen, 0) - paid_fen, 0)
        END) AS short_fen,
        sum(CASE WHEN is_worker AND paid_fen > 0 THEN paid_fen + coalesce(deduction_fen, 0) END) AS gross_fen,
        sum(CASE WHEN is_worker AND paid_fen > 0 THEN CAST(round(days * 100e0) AS BIGINT) END) AS gross_days,
        count(CASE WHEN is_worker AND paid_fen > 0 AND days IS NULL THEN 1 END) AS n_without_days,
        max(due_on) AS due_on, max(paid_on) AS last_paid_on
    FROM line
    GROUP BY project_id, team_id, wage_month
),
pay_days AS (
    SELECT project_id, home_team_id AS team_id, max(pay_day) AS pay_day
    FROM person_span
    WHERE pay_day > 0
    GROUP BY project_id, home_team_id
),
dated AS (
    -- agreed day of the payroll, else of the registrations, else the 15th of the following month
    SELECT
        h.*, w.due_fen, w.paid_fen, w.deduction_fen, w.worker_due_fen, w.worker_paid_fen, w.worker_deduction_fen,
        w.unpaid_due_fen, w.short_fen, w.gross_fen, w.gross_days, w.n_without_days, w.last_paid_on, w.wage_month IS NOT NULL AS has_payroll,
        coalesce(
            w.due_on,
            least(
                date_add(add_months(CAST(h.month || '-01' AS DATE), 1), CAST(least(coalesce(d.pay_day, 15), 31) AS INTEGER) - 1),
                last_day(add_months(CAST(h.month || '-01' AS DATE), 1))
            )
        ) AS agreed_on
    FROM heads AS h
    LEFT JOIN wage AS w ON w.project_id = h.project_id AND w.team_id = h.team_id AND w.wage_month = h.month
    LEFT JOIN pay_days AS d ON d.project_id = h.project_id AND d.team_id = h.team_id
)
SELECT
    t.project_id, t.team_id, t.month,
    t.n_attending, t.n_counted, t.n_paid, t.n_counted_paid, t.n_counted_unpaid, t.n_paid_absent,
    CAST(coalesce(t.due_fen, 0) AS BIGINT) AS due_fen,
    CAST(coalesce(t.paid_fen, 0) AS BIGINT) AS paid_fen,
    CAST(coalesce(t.deduction_fen, 0) AS BIGINT) AS deduction_fen,
    CAST(coalesce(t.worker_due_fen, 0) AS BIGINT) AS worker_due_fen,
    CAST(coalesce(t.worker_paid_fen, 0) AS BIGINT) AS worker_paid_fen,
    CAST(coalesce(t.worker_deduction_fen, 0) AS BIGINT) AS worker_deduction_fen,
    CAST(coalesce(t.unpaid_due_fen, 0) AS BIGINT) AS unpaid_due_fen,
    CAST(coalesce(t.short_fen, 0) AS BIGINT) AS short_fen,
    CAST(coalesce(t.gross_fen, 0) AS BIGINT) AS gross_fen,
    CAST(coalesce(t.gross_days, 0) AS BIGINT) AS gross_days,
    coalesce(t.n_without_days, 0) AS n_without_days,
    -- a pay day on a rest day moves to the working day before it (Order 724 art. 13)
    coalesce(c.previous_workday, t.agreed_on) AS due_on,
    t.last_paid_on, t.has_payroll
FROM dated AS t
LEFT JOIN calendar AS c ON c.day = t.agreed_on
ORDER BY t.project_id, t.month, t.team_id
