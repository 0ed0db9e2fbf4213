-- One row a project and month of the last three that are over, in which and before which people worked there and of whose
-- account the bank tells: is_silent: no labour fee, nor what may be, from its first day to told_to, days_after its end.
-- credit_fen: fees of the half year up to told_to; due_fen: wages that fell due in it (null: unknown): fees that kept pace with
-- the wages came ahead. is_frozen: the account was frozen or sealed in the month, so that credits may have been sent back.
WITH told AS (
    SELECT
        f.project_id, m.month, m.months_ago, f.told_to, f.last_unsure_on, CAST(m.month || '-01' AS DATE) AS first_day,
        last_day(CAST(m.month || '-01' AS DATE)) AS end_day
    FROM labour_fund AS f
    INNER JOIN project_month AS p ON p.project_id = f.project_id AND p.n_attending > 0
    INNER JOIN project_month AS b
        ON b.project_id = f.project_id AND b.months_ago = p.months_ago + 1 AND b.n_attending > 0
    INNER JOIN month_bit AS m ON m.month = p.month
    WHERE f.is_told AND m.months_ago BETWEEN 1 AND 3
        AND f.told_from <= CAST(m.month || '-01' AS DATE) AND f.told_to >= last_day(CAST(m.month || '-01' AS DATE))
),
span AS (
    SELECT project_id, told_to FROM told GROUP BY project_id, told_to
),
credit AS (
    SELECT s.project_id, CAST(sum(c.amount_fen) AS BIGINT) AS credit_fen
    FROM span AS s
    INNER JOIN labour_credit AS c ON c.project_id = s.project_id AND c.kind <> 'other'
    WHERE c.booked_on > add_months(s.told_to, -6) AND c.booked_on <= s.told_to
    GROUP BY s.project_id
),
wage AS (
    SELECT s.project_id, CAST(sum(p.due_fen - p.deduction_fen) AS BIGINT) AS due_fen
    FROM span AS s
    INNER JOIN project_month AS p ON p.project_id = s.project_id AND p.has_payroll
    WHERE p.due_on > add_months(s.told_to, -6) AND p.due_on <= s.told_to
    GROUP BY s.project_id
),
frozen AS (
    SELECT t.project_id, t.month
    FROM told AS t
    INNER JOIN account_cover AS a ON a.project_id = t.project_id
    INNER JOIN account_restriction AS r ON r.account_key = a.account_key
    WHERE r.kind IN ('freeze', 'seal') AND r.from_on <= t.end_day AND coalesce(r.to_on >= t.first_day, true)
    GROUP BY t.project_id, t.month
)
SELECT
    t.project_id, t.month, t.months_ago, t.told_to, coalesce(t.last_unsure_on < t.first_day, true) AS is_silent,
    days_between(t.end_day, t.told_to) AS days_after, coalesce(c.credit_fen, 0) AS credit_fen, w.due_fen,
    z.project_id IS NOT NULL AS is_frozen
FROM told AS t
LEFT JOIN credit AS c ON c.project_id = t.project_id
LEFT JOIN wage AS w ON w.project_id = t.project_id
LEFT JOIN frozen AS z ON z.project_id = t.project_id AND z.month = t.month
ORDER BY t.project_id, t.month
