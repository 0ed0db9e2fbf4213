-- One row a person and team: the months of attendance and of pay as the bits of one integer (month_bit), so that the two
-- large tables meet once a person and not once a line. attending: present at least one day; counted: at least three
-- (domain report: fewer enter no head ratio); lined: on a payroll; paid: with money declared as paid. Months with a payroll
-- line belong to the line's team, other months to the person's own: the registered one, else that of a line, else ''.
-- lacks_team: some lines of the person name no team. first_on: the first day seen on the site, null where no list dates it. Managers carry is_worker = false. A person with neither registration
-- nor payroll line is a visitor, and is a worker only on projects without any registration. Who is registered and was
-- never seen has a row too, without bits.
WITH attendance AS (
    SELECT project_id, person_key, month, days, first_on
    FROM attendance_month
    WHERE days > 0e0
    UNION ALL
    -- nationally a day on site counts whatever the number of scans; projects with the monthly feed do not need this one
    SELECT
        project_id, person_key, substr(CAST(day AS STRING), 1, 7) AS month, CAST(count(DISTINCT day) AS DOUBLE) AS days,
        min(day) AS first_on
    FROM attendance_day
    WHERE coalesce(scans, 1) > 0
        AND project_id NOT IN (SELECT project_id FROM attendance_month GROUP BY project_id)
    GROUP BY project_id, person_key, substr(CAST(day AS STRING), 1, 7)
),
met AS (
    SELECT
        project_id, person_key,
        bit_or(attending) AS attending, bit_or(counted) AS counted, bit_or(lined) AS lined, bit_or(paid) AS paid,
        bit_or(unteamed) AS unteamed, min(team_id) AS first_team, max(team_id) AS last_team, min(first_on) AS first_on
    FROM (
        SELECT
            a.project_id, a.person_key,
            CASE WHEN a.days >= 1e0 THEN m.bit ELSE 0 END AS attending,
            CASE WHEN a.days >= 3e0 THEN m.bit ELSE 0 END AS counted,
            CAST(0 AS BIGINT) AS lined, CAST(0 AS BIGINT) AS paid, CAST(0 AS BIGINT) AS unteamed, CAST(NULL AS STRING) AS team_id,
            -- a day before its own month is a slip
            CASE WHEN a.first_on >= m.begun_on THEN a.first_on END AS first_on
        FROM attendance AS a
        INNER JOIN (SELECT month, bit, CAST(month || '-01' AS DATE) AS begun_on FROM month_bit) AS m ON m.month = a.month
        UNION ALL
        SELECT
            l.project_id, l.person_key, CAST(0 AS BIGINT), CAST(0 AS BIGINT),
            m.bit, CASE WHEN l.paid_fen > 0 THEN m.bit ELSE 0 END, CASE WHEN l.team_id IS NULL THEN m.bit ELSE 0 END, l.team_id,
            CAST(NULL AS DATE)
        FROM payroll AS l
        INNER JOIN month_bit AS m ON m.month = l.wage_month
    ) AS sides
    GROUP BY project_id, person_key
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
    SELECT project_id FROM worker GROUP BY project_id
),
person AS (
    SELECT
        coalesce(m.project_id, r.project_id) AS project_id, coalesce(m.person_key, r.person_key) AS person_key,
        coalesce(m.attending, 0) AS attending, coalesce(m.counted, 0) AS counted, coalesce(m.lined, 0) AS lined,
        coalesce(m.paid, 0) AS paid, coalesce(m.unteamed, 0) AS unteamed, m.first_team, m.last_team, m.first_on,
        coalesce(r.pay_day, 0) AS pay_day,
        coalesce(nullif(r.team_id, ''), m.last_team, '') AS home_team_id,
        coalesce(r.role, CASE WHEN m.lined <> 0 OR g.project_id IS NULL THEN 'worker' ELSE 'visitor' END)
            NOT IN ('manager', 'visitor') AS is_worker
    FROM met AS m
    FULL JOIN registered AS r ON r.project_id = m.project_id AND r.person_key = m.person_key
    LEFT JOIN registering AS g ON g.project_id = m.project_id
),
-- whose lines name other teams than the own one: those months go to each line's team
moved AS (
    SELECT * FROM person WHERE first_team <> home_team_id OR last_team <> home_team_id
),
moved_lines AS (
    SELECT
        m.project_id, m.person_key, coalesce(l.team_id, m.home_team_id) AS team_id,
        bit_or(b.bit) AS lined, bit_or(CASE WHEN l.paid_fen > 0 THEN b.bit ELSE 0 END) AS paid
    FROM moved AS m
    INNER JOIN payroll AS l ON l.project_id = m.project_id AND l.person_key = m.person_key
    INNER JOIN month_bit AS b ON b.month = l.wage_month
    GROUP BY m.project_id, m.person_key, coalesce(l.team_id, m.home_team_id)
),
spans AS (
    SELECT
        project_id, person_key, home_team_id AS team_id, home_team_id, is_worker, pay_day, unteamed,
        attending, counted, lined, paid, first_on
    FROM person
    WHERE coalesce(first_team, home_team_id) = home_team_id AND coalesce(last_team, home_team_id) = home_team_id
    UNION ALL
    SELECT
        m.project_id, m.person_key, l.team_id, m.home_team_id, m.is_worker, m.pay_day, m.unteamed,
        m.attending & l.lined, m.counted & l.lined, l.lined, l.paid, m.first_on
    FROM moved AS m
    INNER JOIN moved_lines AS l ON l.project_id = m.project_id AND l.person_key = m.person_key
    UNION ALL
    SELECT
        project_id, person_key, home_team_id, home_team_id, is_worker, pay_day, unteamed,
        attending & ~lined, counted & ~lined, 0, 0, first_on
    FROM moved
    WHERE (attending & ~lined) <> 0
)
SELECT
    project_id, person_key, team_id, home_team_id, is_worker, pay_day, unteamed <> 0 AS lacks_team,
    attending, counted, lined, paid, first_on
FROM spans
ORDER BY project_id, person_key, team_id, lined
