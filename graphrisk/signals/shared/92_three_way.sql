-- Roster, gate and payroll against each other: a row a project and settled month (two to seven months ago), workers counted in each of
-- the seven ways to stand on some of the three lists. n_rostered: on the register within the month; n_attending: seen at
-- least one day; n_paid: with money declared as paid. Managers and visitors are left out.
WITH month_kept AS (
    SELECT month, bit, last_day(CAST(month || '-01' AS DATE)) AS ended_on, CAST(month || '-01' AS DATE) AS begun_on
    FROM month_bit
    WHERE months_ago BETWEEN 2 AND 7
),
mask AS (
    SELECT CAST(sum(bit) AS BIGINT) AS bits FROM month_kept
),
stay AS (
    SELECT w.project_id, w.person_key, CAST(bit_or(m.bit) AS BIGINT) AS rostered
    FROM worker AS w
    INNER JOIN month_kept AS m ON w.entered_on <= m.ended_on AND coalesce(w.left_on, m.ended_on) >= m.begun_on
    GROUP BY w.project_id, w.person_key
),
person AS (
    SELECT p.project_id, p.person_key, bit_or(p.attending) & max(k.bits) AS attending, bit_or(p.paid) & max(k.bits) AS paid
    FROM person_span AS p
    CROSS JOIN mask AS k
    WHERE p.is_worker
    GROUP BY p.project_id, p.person_key
),
listed AS (
    SELECT p.project_id, p.attending, p.paid, coalesce(s.rostered, 0) AS rostered, count(*) AS n
    FROM person AS p
    LEFT JOIN stay AS s ON s.project_id = p.project_id AND s.person_key = p.person_key
    GROUP BY p.project_id, p.attending, p.paid, coalesce(s.rostered, 0)
),
placed AS (
    SELECT
        l.project_id, m.month, l.n,
        (l.rostered & m.bit) <> 0 AS on_roster, (l.attending & m.bit) <> 0 AS at_gate, (l.paid & m.bit) <> 0 AS on_payroll
    FROM listed AS l
    INNER JOIN month_kept AS m ON ((l.rostered | l.attending | l.paid) & m.bit) <> 0
)
SELECT
    project_id, month,
    CAST(sum(CASE WHEN on_roster THEN n ELSE 0 END) AS BIGINT) AS n_rostered,
    CAST(sum(CASE WHEN at_gate THEN n ELSE 0 END) AS BIGINT) AS n_attending,
    CAST(sum(CASE WHEN on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_paid,
    CAST(sum(CASE WHEN on_roster AND at_gate AND on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_all_three,
    CAST(sum(CASE WHEN on_roster AND at_gate AND NOT on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_unpaid,
    CAST(sum(CASE WHEN on_roster AND NOT at_gate AND on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_unseen,
    CAST(sum(CASE WHEN NOT on_roster AND at_gate AND on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_unregistered,
    CAST(sum(CASE WHEN on_roster AND NOT at_gate AND NOT on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_roster_only,
    CAST(sum(CASE WHEN NOT on_roster AND at_gate AND NOT on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_gate_only,
    CAST(sum(CASE WHEN NOT on_roster AND NOT at_gate AND on_payroll THEN n ELSE 0 END) AS BIGINT) AS n_payroll_only
FROM placed
GROUP BY project_id, month
ORDER BY project_id, month
