-- One row a project, day and device (null: not named) of the last eight weeks of the daily feed: how many people it saw.
-- days_back: before the newest day of the whole feed, so that a site whose own feed stopped is not taken for an empty one.
WITH newest AS (
    SELECT max(day) AS day FROM attendance_day WHERE day <= $as_of
)
SELECT a.project_id, a.day, days_between(a.day, n.day) AS days_back, a.device_key, count(*) AS n_heads
FROM attendance_day AS a
CROSS JOIN newest AS n
WHERE coalesce(a.scans, 1) > 0 AND a.day <= n.day AND days_between(a.day, n.day) <= 55
GROUP BY a.project_id, a.day, days_between(a.day, n.day), a.device_key
ORDER BY a.project_id, a.day, a.device_key
