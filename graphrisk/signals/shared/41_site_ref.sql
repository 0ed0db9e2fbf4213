-- A few rows a project that show it, its prime contracts, and workers in its last month of work: evidence for others.
WITH who AS (
    SELECT s.project_id, s.work_month AS month, min(p.person_key) AS first_key, max(p.person_key) AS last_key
    FROM site AS s
    INNER JOIN month_bit AS m ON m.month = s.work_month
    INNER JOIN person_span AS p ON p.project_id = s.project_id AND (p.attending & m.bit) <> 0
    WHERE p.is_worker
    GROUP BY s.project_id, s.work_month
),
chosen AS (
    SELECT project_id, month, first_key AS person_key FROM who UNION SELECT project_id, month, last_key FROM who
),
refs AS (
    SELECT project_id, 'project' AS source, row_ref('project', project_id, received_on) AS ref FROM project
    UNION ALL
    SELECT project_id, 'contract', row_ref('contract', contract_id, received_on) FROM contract WHERE kind = 'prime'
    UNION ALL
    SELECT c.project_id, 'work', row_ref('attendance_month', a.project_id || '/' || a.person_key || '/' || a.month, a.received_on)
    FROM chosen AS c
    INNER JOIN attendance_month AS a
        ON a.project_id = c.project_id AND a.person_key = c.person_key AND a.month = c.month
    UNION ALL
    SELECT
        c.project_id, 'work',
        max(row_ref('attendance_day', a.project_id || '/' || a.person_key || '/' || CAST(a.day AS STRING), a.received_on))
    FROM chosen AS c
    INNER JOIN attendance_day AS a
        ON a.project_id = c.project_id AND a.person_key = c.person_key
        AND substr(CAST(a.day AS STRING), 1, 7) = c.month
    GROUP BY c.project_id, c.person_key
)
SELECT project_id, source, ref FROM refs ORDER BY project_id, source, ref
