-- One row a team and wage month: who attended, who was paid, what is due. Managers and visitors are out of every head
-- count, of attendance_days, of worker_*_fen and of unpaid_due_fen; the other sums hold every payroll line. n_counted:
-- present at least three days. unpaid_due_fen: what lines owe after deductions and payment, surplus not set off.
WITH attendance AS (
    SELECT project_id, person_key, month, days
    FROM attendance_month
    WHERE days > 0e0
    UNION ALL
    -- nationally a day on site counts whatever the number of scans; projects with the monthly feed do not need this one
    SELECT project_id, person_key, substr(CAST(day AS STRING), 1, 7) AS month, CAST(count(DISTINCT day) AS DOUBLE) AS days
    FROM attendance_day
    WHERE coalesce(scans, 1) > 0
        AND project_id NOT IN (SELECT project_id FROM attendance_month GROUP BY project_id)
    GROUP BY project_id, person_key, substr(CAST(day AS STRING), 1, 7)
),
person AS (
    SELECT project_id, person_key, home_team_id, is_worker
    FROM person_span
    GROUP BY project_id, person_key, home_team_id, is_worker
),
months AS (
    SELECT
        month,
        CAST(floor(month_number(month) / 60e0) AS INTEGER) AS span,
        CAST(power(2e0, month_number(month) % 60) AS BIGINT) AS bit
    FROM (
        SELECT month FROM attendance_month GROUP BY month
        UNION
        SELECT substr(CAST(day AS STRING), 1, 7) AS month FROM attendance_day GROUP BY substr(CAST(day AS STRING), 1, 7)
        UNION
        SELECT wage_month AS month FROM payroll GROUP BY wage_month
    ) AS seen
),
heads AS (
    SELECT
        w.project_id, w.team_id, m.month,
        sum(CASE WHEN w.attending & m.bit <> 0 THEN 1 ELSE 0 END) AS n_attending,
        sum(CASE WHEN w.counted & m.bit <> 0 THEN 1 ELSE 0 END) AS n_counted,
        sum(CASE WHEN w.paid & m.bit <> 0 THEN 1 ELSE 0 END) AS n_paid,
        sum(CASE WHEN w.counted & w.paid & m.bit <> 0 THEN 1 ELSE 0 END) AS n_counted_paid,
        sum(CASE WHEN w.counted & ~w.paid & m.bit <> 0 THEN 1 ELSE 0 END) AS n_counted_unpaid,
        sum(CASE WHEN w.paid & ~w.attending & m.bit <> 0 THEN 1 ELSE 0 END) AS n_paid_absent
    FROM person_span AS w
    INNER JOIN months AS m ON m.span = w.span AND (w.attending | w.paid) & m.bit <> 0
    WHERE w.is_worker
    GROUP BY w.project_id, w.team_id, m.month
),
manager AS (
    SELECT project_id, person_key FROM person WHERE NOT is_worker GROUP BY project_id, person_key
),
wage AS (
    SELECT
        l.project_id, l.team_id, l.wage_month,
        sum(l.due_fen) AS due_fen, sum(l.paid_fen) AS paid_fen, sum(l.deduction_fen) AS deduction_fen,
        sum(CASE WHEN m.person_key IS NULL THEN l.due_fen END) AS worker_due_fen,
        sum(CASE WHEN m.person_key IS NULL THEN l.paid_fen END) AS worker_paid_fen,
        sum(CASE WHEN m.person_key IS NULL THEN l.deduction_fen END) AS worker_deduction_fen,
        sum(CASE
            WHEN m.person_key IS NULL
                THEN greatest(l.due_fen - coalesce(l.deduction_fen, 0) - coalesce(l.paid_fen, 0), 0)
        END) AS unpaid_due_fen,
        max(l.due_on) AS due_on, max(l.paid_on) AS last_paid_on
    FROM payroll AS l
    LEFT JOIN manager AS m ON m.project_id = l.project_id AND m.person_key = l.person_key
    WHERE l.team_id IS NOT NULL
    GROUP BY l.project_id, l.team_id, l.wage_month
    UNION ALL
    SELECT
        l.project_id, p.home_team_id, l.wage_month,
        sum(l.due_fen), sum(l.paid_fen), sum(l.deduction_fen),
        sum(CASE WHEN p.is_worker THEN l.due_fen END),
        sum(CASE WHEN p.is_worker THEN l.paid_fen END),
        sum(CASE WHEN p.is_worker THEN l.deduction_fen END),
        sum(CASE
            WHEN p.is_worker THEN greatest(l.due_fen - coalesce(l.deduction_fen, 0) - coalesce(l.paid_fen, 0), 0)
        END),
        max(l.due_on), max(l.paid_on)
    FROM payroll AS l
    INNER JOIN person AS p ON p.project_id = l.project_id AND p.person_key = l.person_key
    WHERE l.team_id IS NULL
    GROUP BY l.project_id, p.home_team_id, l.wage_month
),
on_site AS (
    -- hundredths of a day, so that the sum does not depend on the order of rows
    SELECT
        a.project_id, coalesce(p.home_team_id, '') AS team_id, a.month,
        sum(CASE WHEN NOT p.is_worker THEN 0 ELSE CAST(round(a.days * 100e0) AS BIGINT) END) AS hundredths
    FROM attendance AS a
    LEFT JOIN person AS p ON p.project_id = a.project_id AND p.person_key = a.person_key
    GROUP BY a.project_id, coalesce(p.home_team_id, ''), a.month
),
sides AS (
    SELECT
        project_id, team_id, month, n_attending, n_counted, n_paid, n_counted_paid, n_counted_unpaid, n_paid_absent,
        0 AS hundredths, 0 AS due_fen, 0 AS paid_fen, 0 AS deduction_fen,
        0 AS worker_due_fen, 0 AS worker_paid_fen, 0 AS worker_deduction_fen, 0 AS unpaid_due_fen,
        CAST(NULL AS DATE) AS due_on, CAST(NULL AS DATE) AS last_paid_on, false AS has_payroll, false AS has_attendance
    FROM heads
    UNION ALL
    SELECT
        project_id, team_id, wage_month, 0, 0, 0, 0, 0, 0,
        0, due_fen, paid_fen, deduction_fen,
        worker_due_fen, worker_paid_fen, worker_deduction_fen, unpaid_due_fen, due_on, last_paid_on, true, false
    FROM wage
    UNION ALL
    SELECT
        project_id, team_id, month, 0, 0, 0, 0, 0, 0,
        hundredths, 0, 0, 0, 0, 0, 0, 0, CAST(NULL AS DATE), CAST(NULL AS DATE), false, true
    FROM on_site
),
team_sums AS (
    SELECT
        project_id, team_id, month,
        CAST(sum(n_attending) AS BIGINT) AS n_attending,
        CAST(sum(n_counted) AS BIGINT) AS n_counted,
        CAST(sum(n_paid) AS BIGINT) AS n_paid,
        CAST(sum(n_counted_paid) AS BIGINT) AS n_counted_paid,
        CAST(sum(n_counted_unpaid) AS BIGINT) AS n_counted_unpaid,
        CAST(sum(n_paid_absent) AS BIGINT) AS n_paid_absent,
        CAST(sum(hundredths) AS BIGINT) / 100e0 AS attendance_days,
        CAST(coalesce(sum(due_fen), 0) AS BIGINT) AS due_fen,
        CAST(coalesce(sum(paid_fen), 0) AS BIGINT) AS paid_fen,
        CAST(coalesce(sum(deduction_fen), 0) AS BIGINT) AS deduction_fen,
        CAST(coalesce(sum(worker_due_fen), 0) AS BIGINT) AS worker_due_fen,
        CAST(coalesce(sum(worker_paid_fen), 0) AS BIGINT) AS worker_paid_fen,
        CAST(coalesce(sum(worker_deduction_fen), 0) AS BIGINT) AS worker_deduction_fen,
        CAST(coalesce(sum(unpaid_due_fen), 0) AS BIGINT) AS unpaid_due_fen,
        max(due_on) AS due_on,
        max(last_paid_on) AS last_paid_on,
        max(has_payroll) AS has_payroll,
        max(has_attendance) AS has_attendance
    FROM sides
    GROUP BY project_id, team_id, month
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
        t.*,
        coalesce(
            t.due_on,
            least(
                date_add(add_months(CAST(t.month || '-01' AS DATE), 1), CAST(least(coalesce(d.pay_day, 15), 31) AS INTEGER) - 1),
                last_day(add_months(CAST(t.month || '-01' AS DATE), 1))
            )
        ) AS agreed_on
    FROM team_sums AS t
    LEFT JOIN pay_days AS d ON d.project_id = t.project_id AND d.team_id = t.team_id
)
SELECT
    t.project_id, t.team_id, t.month,
    t.n_attending, t.n_counted, t.n_paid, t.n_counted_paid, t.n_counted_unpaid, t.n_paid_absent,
    t.attendance_days, t.due_fen, t.paid_fen, t.deduction_fen,
    t.worker_due_fen, t.worker_paid_fen, t.worker_deduction_fen, t.unpaid_due_fen,
    -- a pay day on a rest day moves to the working day before it (Order 724 art. 13)
    coalesce(c.previous_workday, t.agreed_on) AS due_on,
    t.last_paid_on, t.has_payroll, t.has_attendance
FROM dated AS t
LEFT JOIN calendar AS c ON c.day = t.agreed_on
ORDER BY t.project_id, t.month, t.team_id
