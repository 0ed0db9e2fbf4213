-- One row a project whose attendance of late can be set against that before. L3: the last two weeks of the daily feed against
-- the six before; L2, where days do not tell of both: the last complete month against the two before it. The means are heads a working
-- day (L3: of the days on which the gate saw anybody), so that holidays weigh on neither side. n_before_heads: L3 the mean of
-- the weeks' fullest days, L2 the people of a month; last_best: the fullest day of the last week. silent_share: of the heads
-- before by devices that fell silent; new_share: of the heads now by devices unknown before. n_pause_days: of the late stretch.
-- n_dark_days (L2): working days of the month before the first or after the last on which anybody at all was seen.
WITH day_seen AS (
    SELECT g.project_id, g.day, g.days_back, CAST(floor(g.days_back / 7e0) AS BIGINT) AS week, CAST(sum(g.n_heads) AS BIGINT) AS n_heads
    FROM gate_day AS g
    INNER JOIN calendar AS c ON c.day = g.day AND c.is_workday AND (g.days_back <= 13 OR NOT c.is_pause)
    GROUP BY g.project_id, g.day, g.days_back
),
fullest AS (
    SELECT project_id, CAST(sum(n_heads) AS BIGINT) AS n_heads, count(*) AS n_weeks
    FROM (SELECT project_id, week, max(n_heads) AS n_heads FROM day_seen WHERE week >= 2 GROUP BY project_id, week) AS w
    GROUP BY project_id
),
device AS (
    SELECT
        project_id, device_key,
        sum(CASE WHEN days_back > 13 THEN n_heads ELSE 0 END) AS n_before, sum(CASE WHEN days_back <= 13 THEN n_heads ELSE 0 END) AS n_late
    FROM gate_day
    WHERE device_key IS NOT NULL
    GROUP BY project_id, device_key
),
changed AS (
    SELECT
        project_id,
        ratio(sum(CASE WHEN n_late = 0 THEN n_before ELSE 0 END), greatest(sum(n_before), 1)) AS silent_share,
        ratio(sum(CASE WHEN n_before = 0 THEN n_late ELSE 0 END), greatest(sum(n_late), 1)) AS new_share
    FROM device
    GROUP BY project_id
),
stretch AS (
    SELECT min(day) AS late_from, max(day) AS late_to, count(CASE WHEN is_pause THEN 1 END) AS n_pause_days
    FROM calendar
    WHERE day BETWEEN (SELECT date_add(max(day), -13) FROM gate_day WHERE days_back = 0) AND (SELECT max(day) FROM gate_day WHERE days_back = 0)
),
daily AS (
    SELECT
        d.project_id,
        count(CASE WHEN week < 2 THEN 1 END) AS n_late_days, count(CASE WHEN week >= 2 THEN 1 END) AS n_before_days,
        sum(CASE WHEN week < 2 THEN n_heads END) AS late_heads, sum(CASE WHEN week >= 2 THEN n_heads END) AS before_heads,
        max(CASE WHEN week = 0 THEN n_heads END) AS last_best
    FROM day_seen AS d
    GROUP BY d.project_id
),
month_days AS (
    SELECT
        substr(CAST(day AS STRING), 1, 7) AS month, count(CASE WHEN is_workday THEN 1 END) AS n_workdays,
        count(CASE WHEN is_pause THEN 1 END) AS n_pause_days
    FROM calendar
    GROUP BY substr(CAST(day AS STRING), 1, 7)
),
month_list AS (
    SELECT project_id, month, min(first_on) AS first_on, max(last_on) AS last_on
    FROM attendance_month
    WHERE days > 0e0 AND month >= substr(CAST(add_months($as_of, -6) AS STRING), 1, 7)
    GROUP BY project_id, month
),
monthly AS (
    SELECT
        a.project_id, a.month, a.hundredths, a.n_heads, d.n_workdays, d.n_pause_days, l.first_on, l.last_on,
        max(month_number(a.month)) OVER (PARTITION BY a.project_id) - month_number(a.month) AS ago
    FROM attended_days AS a
    INNER JOIN month_days AS d ON d.month = a.month
    INNER JOIN month_list AS l ON l.project_id = a.project_id AND l.month = a.month
    WHERE a.month < substr(CAST($as_of AS STRING), 1, 7)
        AND a.project_id NOT IN (SELECT project_id FROM daily WHERE n_late_days > 0 AND n_before_days > 0)
),
dark AS (
    SELECT e.project_id, count(*) AS n_days
    FROM monthly AS e
    INNER JOIN calendar AS c
        ON c.day BETWEEN CAST(e.month || '-01' AS DATE) AND last_day(CAST(e.month || '-01' AS DATE)) AND c.is_workday
        AND (c.day < e.first_on OR c.day > e.last_on)
    WHERE e.ago = 0
    GROUP BY e.project_id
),
three AS (
    SELECT
        project_id, max(month) AS month, max(CASE WHEN ago = 0 THEN n_workdays END) AS n_late_days,
        sum(CASE WHEN ago > 0 THEN n_workdays END) AS n_before_days, sum(CASE WHEN ago = 0 THEN hundredths END) AS late_hundredths,
        sum(CASE WHEN ago > 0 THEN hundredths END) AS before_hundredths, sum(CASE WHEN ago > 0 THEN n_heads END) AS n_heads,
        max(CASE WHEN ago = 0 THEN n_pause_days END) AS n_pause_days
    FROM monthly
    WHERE ago <= 2
    GROUP BY project_id
    HAVING count(*) = 3
)
SELECT
    d.project_id, 'L3' AS depth, s.late_from, s.late_to, date_add(s.late_from, -42) AS before_from,
    d.n_late_days, d.n_before_days, ratio(d.late_heads, d.n_late_days) AS late_mean, ratio(d.before_heads, d.n_before_days) AS before_mean,
    ratio(f.n_heads, f.n_weeks) AS n_before_heads, CAST(d.last_best AS BIGINT) AS last_best, c.silent_share, c.new_share, s.n_pause_days,
    CAST(0 AS BIGINT) AS n_dark_days
FROM daily AS d
INNER JOIN fullest AS f ON f.project_id = d.project_id
CROSS JOIN stretch AS s
LEFT JOIN changed AS c ON c.project_id = d.project_id
WHERE d.n_late_days > 0 AND d.n_before_days > 0
UNION ALL
SELECT
    t.project_id, 'L2', CAST(month || '-01' AS DATE), last_day(CAST(month || '-01' AS DATE)), add_months(CAST(month || '-01' AS DATE), -2),
    n_late_days, CAST(n_before_days AS BIGINT), ratio(late_hundredths, n_late_days * 100), ratio(before_hundredths, n_before_days * 100),
    n_heads / 2e0, CAST(NULL AS BIGINT), CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), n_pause_days, coalesce(d.n_days, 0)
FROM three AS t
LEFT JOIN dark AS d ON d.project_id = t.project_id
WHERE n_late_days > 0 AND n_before_days > 0
ORDER BY project_id
