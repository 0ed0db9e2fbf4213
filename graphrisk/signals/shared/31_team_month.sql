-- One row a team and wage month: who attended, who was paid, what is due. Managers and visitors are out of every head
-- count, of worker_*_fen and of unpaid_due_fen; the other sums hold every payroll line. n_counted: present at least
-- three days. unpaid_due_fen: what lines owe after deductions and payment, surplus not set off; short_fen: the part of
-- it on lines that were paid something. gross_fen, gross_days, n_without_days: pay with deductions, days paid for in
-- hundredths, and lines that state no days, of workers' lines that were paid something. n_lines: workers' lines with a wage
-- due; n_dated, n_signed: those that state days, a signature; signed_from, signed_to: first and last of these; most_fen:
-- the highest wage due; by_7, by_11, by_13: sums of what whole yuan of wages leave when divided, as unlike
-- payrolls seldom agree in all of them. months_ago: before the as-of month; bit: the month in person_span.
WITH team AS (
    -- one number in place of two texts, as every person of a team is met once a month
    SELECT t.project_id, t.team_id, d.pay_day, row_number() OVER (ORDER BY t.project_id, t.team_id) AS team_no
    FROM (SELECT project_id, team_id FROM person_span GROUP BY project_id, team_id) AS t
    LEFT JOIN (
        SELECT project_id, home_team_id, max(pay_day) AS pay_day
        FROM person_span
        WHERE pay_day > 0 AND (attending | lined) <> 0
        GROUP BY project_id, home_team_id
    ) AS d ON d.project_id = t.project_id AND d.home_team_id = t.team_id
),
person AS (
    SELECT
        t.team_no, p.attending | p.lined AS seen,
        CASE WHEN p.is_worker THEN p.attending ELSE 0 END AS attending,
        CASE WHEN p.is_worker THEN p.counted ELSE 0 END AS counted,
        CASE WHEN p.is_worker THEN p.paid ELSE 0 END AS paid,
        CASE WHEN p.is_worker THEN p.counted & ~p.paid ELSE 0 END AS counted_unpaid,
        CASE WHEN p.is_worker THEN p.paid & ~p.attending ELSE 0 END AS paid_absent
    FROM person_span AS p
    INNER JOIN team AS t ON t.project_id = p.project_id AND t.team_id = p.team_id
),
heads AS (
    SELECT
        p.team_no, m.months_ago,
        count(nullif(p.attending & m.bit, 0)) AS n_attending,
        count(nullif(p.counted & m.bit, 0)) AS n_counted,
        count(nullif(p.paid & m.bit, 0)) AS n_paid,
        count(nullif(p.counted_unpaid & m.bit, 0)) AS n_counted_unpaid,
        count(nullif(p.paid_absent & m.bit, 0)) AS n_paid_absent
    FROM person AS p
    INNER JOIN month_bit AS m ON (p.seen & m.bit) <> 0
    GROUP BY p.team_no, m.months_ago
),
odd_person AS (
    SELECT project_id, person_key, max(home_team_id) AS home_team_id, max(is_worker) AS is_worker
    FROM person_span
    WHERE NOT is_worker OR lacks_team
    GROUP BY project_id, person_key
),
line AS (
    SELECT
        l.project_id, coalesce(l.team_id, o.home_team_id) AS team_id, l.wage_month, coalesce(o.is_worker, true) AS is_worker,
        l.due_fen, coalesce(l.paid_fen, 0) AS paid_fen, coalesce(l.deduction_fen, 0) AS deduction_fen,
        greatest(l.due_fen - coalesce(l.deduction_fen, 0) - coalesce(l.paid_fen, 0), 0) AS rest_fen,
        l.days, l.due_on, l.paid_on,
        CASE WHEN coalesce(o.is_worker, true) AND l.due_fen > 0 THEN l.due_fen END AS wage_fen, l.signed_at
    FROM payroll AS l
    LEFT JOIN odd_person AS o ON o.project_id = l.project_id AND o.person_key = l.person_key
),
wage AS (
    SELECT
        project_id, team_id, wage_month,
        sum(due_fen) AS due_fen, sum(paid_fen) AS paid_fen, sum(deduction_fen) AS deduction_fen,
        sum(CASE WHEN is_worker THEN due_fen END) AS worker_due_fen,
        sum(CASE WHEN is_worker THEN paid_fen END) AS worker_paid_fen,
        sum(CASE WHEN is_worker THEN deduction_fen END) AS worker_deduction_fen,
        sum(CASE WHEN is_worker THEN rest_fen END) AS unpaid_due_fen,
        sum(CASE WHEN is_worker AND paid_fen > 0 THEN rest_fen END) AS short_fen,
        sum(CASE WHEN is_worker AND paid_fen > 0 THEN paid_fen + deduction_fen END) AS gross_fen,
        sum(CASE WHEN is_worker AND paid_fen > 0 THEN CAST(round(days * 100e0) AS BIGINT) END) AS gross_days,
        count(CASE WHEN is_worker AND paid_fen > 0 AND days IS NULL THEN 1 END) AS n_without_days,
        count(wage_fen) AS n_lines, count(CASE WHEN wage_fen > 0 THEN days END) AS n_dated,
        count(CASE WHEN wage_fen > 0 THEN signed_at END) AS n_signed,
        min(CASE WHEN wage_fen > 0 THEN signed_at END) AS signed_from,
        max(CASE WHEN wage_fen > 0 THEN signed_at END) AS signed_to,
        max(wage_fen) AS most_fen,
        sum(quotient(wage_fen, 100) % 7) AS by_7, sum(quotient(wage_fen, 100) % 11) AS by_11,
        sum(quotient(wage_fen, 100) % 13) AS by_13,
        max(due_on) AS due_on, max(paid_on) AS last_paid_on
    FROM line
    GROUP BY project_id, team_id, wage_month
),
dated AS (
    -- agreed day of the payroll, else of the registrations, else the 15th of the following month
    SELECT
        t.project_id, t.team_id, m.month, m.bit, h.*, w.due_fen, w.paid_fen, w.deduction_fen,
        w.worker_due_fen, w.worker_paid_fen, w.worker_deduction_fen, w.unpaid_due_fen, w.short_fen, w.gross_fen, w.gross_days,
        w.n_without_days, w.n_lines, w.n_dated, w.n_signed, w.signed_from, w.signed_to, w.most_fen, w.by_7, w.by_11, w.by_13,
        w.last_paid_on, w.wage_month IS NOT NULL AS has_payroll,
        coalesce(
            w.due_on,
            least(
                date_add(m.next_month_on, CAST(least(coalesce(t.pay_day, 15), 31) AS INTEGER) - 1), last_day(m.next_month_on)
            )
        ) AS agreed_on
    FROM heads AS h
    INNER JOIN team AS t ON t.team_no = h.team_no
    INNER JOIN (
        SELECT month, months_ago, bit, add_months(CAST(month || '-01' AS DATE), 1) AS next_month_on FROM month_bit
    ) AS m ON m.months_ago = h.months_ago
    LEFT JOIN wage AS w ON w.project_id = t.project_id AND w.team_id = t.team_id AND w.wage_month = m.month
)
SELECT
    t.project_id, t.team_id, t.month, t.months_ago, t.bit,
    t.n_attending, t.n_counted, t.n_paid, t.n_counted_unpaid, t.n_paid_absent,
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
    coalesce(t.n_lines, 0) AS n_lines, coalesce(t.n_dated, 0) AS n_dated, coalesce(t.n_signed, 0) AS n_signed,
    t.signed_from, t.signed_to, t.most_fen,
    CAST(t.by_7 AS BIGINT) AS by_7, CAST(t.by_11 AS BIGINT) AS by_11, CAST(t.by_13 AS BIGINT) AS by_13,
    -- a pay day on a rest day moves to the working day before it (Order 724 art. 13)
    coalesce(c.previous_workday, t.agreed_on) AS due_on,
    t.last_paid_on, t.has_payroll
FROM dated AS t
LEFT JOIN calendar AS c ON c.day = t.agreed_on
ORDER BY t.team_no, t.months_ago DESC
