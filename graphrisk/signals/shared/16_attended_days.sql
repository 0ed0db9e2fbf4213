-- One row a project and month of the last half year: days on site in hundredths, so that sums do not depend on the order
-- of rows. Registered managers are out; visitors cannot be told from workers here, so this is an estimate's base only.
WITH manager AS (
    SELECT project_id, person_key
    FROM worker
    GROUP BY project_id, person_key
    HAVING max(CASE WHEN role = 'manager' THEN 1 ELSE 0 END) = 1
),
attendance AS (
    SELECT project_id, person_key, month, CAST(round(days * 100e0) AS BIGINT) AS hundredths
    FROM attendance_month
    WHERE days > 0e0 AND month >= substr(CAST(add_months($as_of, -6) AS STRING), 1, 7)
    UNION ALL
    SELECT project_id, person_key, substr(CAST(day AS STRING), 1, 7) AS month, CAST(100 AS BIGINT) AS hundredths
    FROM attendance_day
    WHERE coalesce(scans, 1) > 0 AND day >= add_months($as_of, -6)
        AND project_id NOT IN (SELECT project_id FROM attendance_month GROUP BY project_id)
)
SELECT a.project_id, a.month, CAST(sum(a.hundredths) AS BIGINT) AS hundredths
FROM attendance AS a
LEFT JOIN manager AS m ON m.project_id = a.project_id AND m.person_key = a.person_key
WHERE m.project_id IS NULL
GROUP BY a.project_id, a.month
ORDER BY a.project_id, a.month
