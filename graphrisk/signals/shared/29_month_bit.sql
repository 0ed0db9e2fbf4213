-- One row a month that a wage question may be about: 57 months back, for the law looks back two years and a claim may be
-- older, and two ahead. bit stands for it in person_span; months_ago counts back from the as-of month; n_pause_days: its
-- days within the Spring Festival pause.
SELECT month, CAST(power(2e0, 57 - months_ago) AS BIGINT) AS bit, months_ago, n_pause_days
FROM (
    SELECT month, month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(month) AS months_ago, n_pause_days
    FROM (
        SELECT substr(CAST(day AS STRING), 1, 7) AS month, count(CASE WHEN is_pause THEN 1 END) AS n_pause_days
        FROM calendar
        GROUP BY substr(CAST(day AS STRING), 1, 7)
    ) AS m
) AS counted
WHERE months_ago BETWEEN -2 AND 57
ORDER BY month
