-- One row a person, team and span of 60 months: the months of attendance and of pay as the bits of one integer
-- (bit k = the k-th month of the span), so that the two large tables meet once a person and not once a line.
-- attending: present at least one day; counted: at least three (domain report: fewer enter no head ratio); lined: on a
-- payroll; paid: with money declared as paid. The team is the payroll line's, else the registered one, else ''.
-- Managers carry is_worker = false. A person with neither registration nor payroll line is a visitor, and is a worker
-- only on projects without any registration.
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
        project_id, person_key, span,
        bit_or(CASE WHEN days >= 1e0 THEN bit ELSE 0 END) AS attending,
        bit_or(CASE WHEN days >= 3e0 THEN bit ELSE 0 END) AS counted
    FROM (
        SELECT
            project_id, person_key, days,
            CAST(floor(month_number(month) / 60e0) AS INTEGER) AS span,
            CAST(power(2e0, month_number(month) % 60) AS BIGINT) AS bit
        FROM attendance
    ) AS day_bits
    GROUP BY project_id, person_key, span
),
lines AS (
    SELECT
        project_id, person_key, team_id, span,
        bit_or(bit) AS lined,
        bit_or(CASE WHEN paid_fen > 0 THEN bit ELSE 0 END) AS paid
    FROM (
        SELECT
            project_id, person_key, team_id, paid_fen,
            CAST(floor(month_number(wage_month) / 60e0) AS INTEGER) AS span,
            CAST(power(2e0, month_number(wage_month) % 60) AS BIGINT) AS bit
        FROM payroll
    ) AS line_bits
    GROUP BY project_id, person_key, team_id, span
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
person AS (
    SELECT
        project_id, person_key,
        coalesce(max(nullif(registered_team, '')), max(lined_team), '') AS team_id,
        coalesce(max(role), 'worker') AS role,
        max(pay_day) AS pay_day
    FROM (
        SELECT project_id, person_key, team_id AS registered_team, CAST(NULL AS STRING) AS lined_team, role, pay_day
        FROM registered
        UNION ALL
        SELECT project_id, person_key, CAST(NULL AS STRING), team_id, CAST(NULL AS STRING), 0
        FROM lines
    ) AS either
    GROUP BY project_id, person_key
),
registering AS (
    SELECT project_id FROM registered GROUP BY project_id
),
team_lines AS (
    SELECT
        l.project_id, l.person_key, coalesce(l.team_id, p.team_id) AS team_id, p.team_id AS home_team_id,
        p.role <> 'manager' AS is_worker, p.pay_day, l.span, l.lined, l.paid,
        coalesce(a.attending, 0) & l.lined AS attending, coalesce(a.counted, 0) & l.lined AS counted
    FROM lines AS l
    INNER JOIN person AS p ON p.project_id = l.project_id AND p.person_key = l.person_key
    LEFT JOIN presence AS a ON a.project_id = l.project_id AND a.person_key = l.person_key AND a.span = l.span
),
lined_of AS (
    SELECT project_id, person_key, span, bit_or(lined) AS lined FROM lines GROUP BY project_id, person_key, span
),
without_line AS (
    SELECT
        a.project_id, a.person_key, coalesce(p.team_id, '') AS team_id, coalesce(p.team_id, '') AS home_team_id,
        coalesce(p.role, CASE WHEN r.project_id IS NULL THEN 'worker' ELSE 'manager' END) <> 'manager' AS is_worker,
        coalesce(p.pay_day, 0) AS pay_day, a.span, CAST(0 AS BIGINT) AS lined, CAST(0 AS BIGINT) AS paid,
        a.attending & ~coalesce(l.lined, 0) AS attending, a.counted & ~coalesce(l.lined, 0) AS counted
    FROM presence AS a
    LEFT JOIN person AS p ON p.project_id = a.project_id AND p.person_key = a.person_key
    LEFT JOIN lined_of AS l ON l.project_id = a.project_id AND l.person_key = a.person_key AND l.span = a.span
    LEFT JOIN registering AS r ON r.project_id = a.project_id
    WHERE a.attending & ~coalesce(l.lined, 0) <> 0
),
spans AS (
    SELECT * FROM team_lines UNION ALL SELECT * FROM without_line
)
SELECT
    project_id, person_key, team_id, home_team_id, is_worker, pay_day, span, attending, counted, lined, paid
FROM spans
ORDER BY project_id, person_key, span, team_id, lined
