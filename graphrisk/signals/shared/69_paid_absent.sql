-- One row a project, team and wage month of the last half year in which at least five people, and more than a tenth of the
-- paid, were paid and seen neither in that month nor in the one before. Months without a gate, mostly in the pause, within a
-- suspension, or with the heads of one month halved between two full ones tell nothing.
WITH around AS (
    SELECT
        project_id, month, months_ago, n_attending,
        lag(n_attending) OVER (PARTITION BY project_id ORDER BY month) AS n_before,
        lead(n_attending) OVER (PARTITION BY project_id ORDER BY month) AS n_after
    FROM project_month
),
candidate AS (
    SELECT t.project_id, t.team_id, t.month, t.n_paid, t.bit, CAST(t.bit / 2 AS BIGINT) AS bit_before
    FROM team_month AS t
    INNER JOIN around AS a ON a.project_id = t.project_id AND a.month = t.month
    INNER JOIN month_bit AS m ON m.month = t.month AND m.n_pause_days <= 15
    INNER JOIN project AS p ON p.project_id = t.project_id
    WHERE t.months_ago BETWEEN 1 AND 6 AND t.n_paid_absent >= 5 AND t.n_paid_absent * 10 > t.n_paid AND a.n_attending > 0
        AND NOT coalesce(a.n_attending * 2 < least(a.n_before, a.n_after), false)
        AND NOT coalesce(
            p.suspended_from <= last_day(CAST(t.month || '-01' AS DATE))
            AND coalesce(p.suspended_to >= CAST(t.month || '-01' AS DATE), true),
            false
        )
)
SELECT c.project_id, c.team_id, c.month, max(c.n_paid) AS n_paid, count(*) AS n_absent
FROM candidate AS c
INNER JOIN person_span AS s ON s.project_id = c.project_id AND s.team_id = c.team_id
LEFT JOIN person_span AS b
    ON b.project_id = c.project_id AND b.person_key = s.person_key AND (b.attending & c.bit_before) <> 0
WHERE s.is_worker AND (s.paid & c.bit) <> 0 AND (s.attending & c.bit) = 0 AND b.person_key IS NULL
GROUP BY c.project_id, c.team_id, c.month
HAVING count(*) >= 5 AND count(*) * 10 > max(c.n_paid)
ORDER BY c.project_id, c.team_id, c.month
