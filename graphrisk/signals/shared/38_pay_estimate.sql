-- One row a project and wage month that falls due from two months before the as-of day to one after it: what its wages may
-- come to. mean_fen: mean of the three payrolls before (null: fewer); day_rate_fen: pay of a day by these, else as agreed with
-- its workers; owed_fen: what payrolls of the year before it still owe.
WITH asked AS (
    SELECT project_id, months_ago
    FROM pay_month
    WHERE due_on BETWEEN add_months(CAST($as_of AS DATE), -2) AND add_months(CAST($as_of AS DATE), 1)
),
earlier AS (
    SELECT
        a.project_id, a.months_ago, m.net_fen, m.hundredths, m.unpaid_due_fen,
        row_number() OVER (PARTITION BY a.project_id, a.months_ago ORDER BY m.months_ago) AS place
    FROM asked AS a
    INNER JOIN pay_month AS m ON m.project_id = a.project_id AND m.months_ago > a.months_ago
    WHERE m.has_payroll
),
three AS (
    SELECT
        project_id, months_ago,
        CASE WHEN count(CASE WHEN place <= 3 THEN 1 END) = 3 THEN sum(CASE WHEN place <= 3 THEN net_fen END) END AS net_fen,
        sum(CASE WHEN place <= 3 AND hundredths > 0 THEN net_fen END) AS told_fen,
        sum(CASE WHEN place <= 3 AND hundredths > 0 THEN hundredths END) AS hundredths,
        CAST(sum(unpaid_due_fen) AS BIGINT) AS owed_fen
    FROM earlier
    GROUP BY project_id, months_ago
),
agreed AS (
    SELECT project_id, sum(daily_rate_fen) / CAST(count(*) AS DOUBLE) AS day_rate_fen
    FROM worker
    WHERE role = 'worker' AND daily_rate_fen > 0
    GROUP BY project_id
)
SELECT
    a.project_id, a.months_ago, t.net_fen / 3e0 AS mean_fen,
    coalesce(
        CASE WHEN t.net_fen IS NOT NULL AND t.hundredths > 0 THEN t.told_fen / CAST(t.hundredths AS DOUBLE) * 100e0 END,
        r.day_rate_fen
    ) AS day_rate_fen,
    coalesce(t.owed_fen, 0) AS owed_fen
FROM asked AS a
LEFT JOIN three AS t ON t.project_id = a.project_id AND t.months_ago = a.months_ago
LEFT JOIN agreed AS r ON r.project_id = a.project_id
ORDER BY a.project_id, a.months_ago
