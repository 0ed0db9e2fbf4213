-- Of each person so tied: in how many of the last settled months he was paid, and in how many of these never seen on the site, though
-- the site's attendance was kept. Settled: two to seven months ago, for a wage is due by the end of the month after.
WITH who AS (
    SELECT project_id, person_key FROM block_tie GROUP BY project_id, person_key
),
paid AS (
    SELECT w.project_id, w.person_key, l.wage_month AS month
    FROM who AS w
    INNER JOIN payroll AS l ON l.project_id = w.project_id AND l.person_key = w.person_key
    WHERE l.paid_fen > 0
        AND l.wage_month BETWEEN substr(CAST(add_months(CAST($as_of AS DATE), -7) AS STRING), 1, 7)
        AND substr(CAST(add_months(CAST($as_of AS DATE), -2) AS STRING), 1, 7)
    GROUP BY w.project_id, w.person_key, l.wage_month
),
place AS (
    SELECT project_id FROM who GROUP BY project_id
),
attended AS (
    SELECT a.project_id, a.person_key, a.month
    FROM attendance_month AS a
    INNER JOIN place AS p ON p.project_id = a.project_id
    WHERE a.days > 0e0 AND a.month >= substr(CAST(add_months(CAST($as_of AS DATE), -7) AS STRING), 1, 7)
    UNION
    SELECT a.project_id, a.person_key, substr(CAST(a.day AS STRING), 1, 7)
    FROM attendance_day AS a
    INNER JOIN place AS p ON p.project_id = a.project_id
    WHERE coalesce(a.scans, 1) > 0 AND a.day >= add_months(CAST($as_of AS DATE), -8)
),
kept AS (
    SELECT project_id, month FROM attended GROUP BY project_id, month
)
SELECT
    w.project_id, w.person_key, count(p.month) AS n_paid,
    count(CASE WHEN k.month IS NOT NULL AND a.month IS NULL THEN 1 END) AS n_absent
FROM who AS w
LEFT JOIN paid AS p ON p.project_id = w.project_id AND p.person_key = w.person_key
LEFT JOIN kept AS k ON k.project_id = p.project_id AND k.month = p.month
LEFT JOIN attended AS a ON a.project_id = p.project_id AND a.person_key = p.person_key AND a.month = p.month
GROUP BY w.project_id, w.person_key
ORDER BY w.project_id, w.person_key
