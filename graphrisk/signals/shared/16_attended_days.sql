-- One row a project and month of the last half year: days on site of all who came, in hundredths so that sums do not depend
-- on the order of rows, and how many they were. Managers and visitors are among them; their mean is that of a head.
WITH attendance AS (
    SELECT project_id, month, sum(CAST(round(days * 100e0) AS BIGINT)) AS hundredths, count(*) AS n_heads
    FROM attendance_month
    WHERE days > 0e0 AND month >= substr(CAST(add_months($as_of, -6) AS STRING), 1, 7)
    GROUP BY project_id, month
    UNION ALL
    SELECT
        project_id, substr(CAST(day AS STRING), 1, 7) AS month, count(*) * 100 AS hundredths,
        count(DISTINCT person_key) AS n_heads
    FROM attendance_day
    WHERE coalesce(scans, 1) > 0 AND day >= add_months($as_of, -6)
        AND project_id NOT IN (SELECT project_id FROM attendance_month GROUP BY project_id)
    GROUP BY project_id, substr(CAST(day AS STRING), 1, 7)
)
SELECT project_id, month, CAST(hundredths AS BIGINT) AS hundredths, n_heads
FROM attendance
ORDER BY project_id, month
