-- One row a person, team and span of 60 months: the months of attendance and of pay as the bits of one integer
-- (bit k = the k-th month of the span), so that the two large tables meet once a person and not once a line.
-- attending: present at least one day; counted: at least three (domain report: fewer enter no head ratio); lined: on a
-- payroll; paid: with money declared as paid. Months with a payroll line belong to the line's team, other months to the
-- person's own: the registered one, else that of a line, else ''. Managers carry is_worker = false. A person with
-- neither registration nor payroll line is a visitor, and is a worker only on projects without any registration.
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
presence AS (
    SELECT
        a.project_id, a.person_key, m.span,
        bit_or(CASE WHEN a.days >= 1e0 THEN m.bit ELSE 0 END) AS attending,
        bit_or(CASE WHEN a.days >= 3e0 THEN m.bit ELSE 0 END) AS counted
    FROM attendance AS a
    INNER JOIN month_bit AS m ON m.month = a.month
    GROUP BY a.project_id, a.person_key, m.span
),
lines AS (
    SELECT
        l.project_id, l.person_key, l.team_id, m.span,
        bit_or(m.bit) AS lined,
        bit_or(CASE WHEN l.paid_fen > 0 THEN m.bit ELSE 0 END) AS paid
    FROM payroll AS l
    INNER JOIN month_bit AS m ON m.month = l.wage_month
    GROUP BY l.project_id, l.person_key, l.team_id, m.span
),
met AS (
    SELECT
        project_id, person_key, span,
        bit_or(attending) AS attending, bit_or(counted) AS counted, bit_or(lined) AS lined, bit_or(paid) AS paid,
        min(team_id) AS first_team, max(team_id) AS last_team
    FROM (
        SELECT project_id, person_key, span, CAST(NULL AS STRING) AS team_id, attending, counted,
            CAST(0 AS BIGINT) AS lined, CAST(0 AS BIGINT) AS paid
        FROM presence
        UNION ALL
        SELECT project_id, person_key, span, team_id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), lined, paid
        FROM lines
    ) AS sides
    GROUP BY project_id, person_key, span
),
registered AS (
    SELECT
        project_id, person_key,
        max_by(coalesce(team_id, ''), entered_on) AS team_id,
        max_by(role, entered_on) AS role,
        max_by(coalesce(pay_day, 0), entered_on) AS pay_day
    FROM worker
    GROUP BY project_id, person_key
),
registering AS (
    SELECT project_id FROM registered GROUP BY project_id
),
known AS (
    SELECT m.*, nullif(r.team_id, '') AS registered_team, r.role, coalesce(r.pay_day, 0) AS pay_day
    FROM met AS m
    LEFT JOIN registered AS r ON r.project_id = m.project_id AND r.person_key = m.person_key
),
unregistered AS (
    -- without a registered team, or without any registration
    SELECT
        project_id, person_key, max(last_team) AS team_id,
        max(CASE WHEN lined <> 0 THEN 'worker' END) AS role
    FROM known
    WHERE registered_team IS NULL
    GROUP BY project_id, person_key
),
person AS (
    SELECT
        k.project_id, k.person_key, k.span, k.attending, k.counted, k.lined, k.paid, k.first_team, k.last_team, k.pay_day,
        coalesce(k.registered_team, u.team_id, '') AS home_team_id,
        coalesce(k.role, u.role, CASE WHEN g.project_id IS NULL THEN 'worker' ELSE 'visitor' END)
            NOT IN ('manager', 'visitor') AS is_worker
    FROM known AS k
    LEFT JOIN unregistered AS u ON u.project_id = k.project_id AND u.person_key = k.person_key
    LEFT JOIN registering AS g ON g.project_id = k.project_id
),
settled AS (
    SELECT * FROM person
    WHERE coalesce(first_team, home_team_id) = home_team_id AND coalesce(last_team, home_team_id) = home_team_id
),
moved AS (
    SELECT * FROM person
    WHERE coalesce(first_team, home_team_id) <> home_team_id OR coalesce(last_team, home_team_id) <> home_team_id
),
moved_lines AS (
    SELECT
        m.project_id, m.person_key, coalesce(l.team_id, m.home_team_id) AS team_id, m.span,
        bit_or(l.lined) AS lined, bit_or(l.paid) AS paid
    FROM moved AS m
    INNER JOIN lines AS l ON l.project_id = m.project_id AND l.person_key = m.person_key AND l.span = m.span
    GROUP BY m.project_id, m.person_key, coalesce(l.team_id, m.home_team_id), m.span
),
spans AS (
    SELECT
        project_id, person_key, home_team_id AS team_id, home_team_id, is_worker, pay_day, span,
        attending, counted, lined, paid
    FROM settled
    UNION ALL
    SELECT
        m.project_id, m.person_key, l.team_id, m.home_team_id, m.is_worker, m.pay_day, m.span,
        m.attending & l.lined, m.counted & l.lined, l.lined, l.paid
    FROM moved AS m
    INNER JOIN moved_lines AS l
        ON l.project_id = m.project_id AND l.person_key = m.person_key AND l.span = m.span
    UNION ALL
    SELECT
        project_id, person_key, home_team_id, home_team_id, is_worker, pay_day, span,
        attending & ~lined, counted & ~lined, 0, 0
    FROM moved
    WHERE (attending & ~lined) <> 0
)
SELECT
    project_id, person_key, team_id, home_team_id, is_worker, pay_day, span, attending, counted, lined, paid
FROM spans
WHERE (attending | lined) <> 0
ORDER BY project_id, person_key, span, team_id, lined
