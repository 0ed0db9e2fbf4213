-- One row a project and wage month: the sums of its teams. A person has one payroll line a project and month, so the
-- heads of the teams add up. due_on is the latest of the teams' agreed days: nothing is late before all of them are.
SELECT
    project_id, month, max(months_ago) AS months_ago, max(bit) AS bit,
    CAST(sum(n_attending) AS BIGINT) AS n_attending,
    CAST(sum(n_counted) AS BIGINT) AS n_counted,
    CAST(sum(n_paid) AS BIGINT) AS n_paid,
    CAST(sum(n_counted_unpaid) AS BIGINT) AS n_counted_unpaid,
    CAST(sum(n_paid_absent) AS BIGINT) AS n_paid_absent,
    CAST(sum(due_fen) AS BIGINT) AS due_fen,
    CAST(sum(paid_fen) AS BIGINT) AS paid_fen,
    CAST(sum(deduction_fen) AS BIGINT) AS deduction_fen,
    CAST(sum(unpaid_due_fen) AS BIGINT) AS unpaid_due_fen,
    max(due_on) AS due_on,
    max(last_paid_on) AS last_paid_on,
    max(has_payroll) AS has_payroll
FROM team_month
GROUP BY project_id, month
ORDER BY project_id, month
