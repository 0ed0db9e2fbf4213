-- One row an open project whose wages are known: month_fen, of an ordinary month (mean of the last three whole ones with
-- wages, those of the Spring Festival pause left out); n_heads, on site in the last of them; owed_fen, fallen due by the
-- bank's last day and not paid; first_fen, falling due from then to the end of the as-of month, first on first_due_on;
-- last_due_on, the pay day of the as-of month, from which later ones are counted. On suspended works, and where nobody was
-- on site for three months, no more wages arise: month_fen is 0.
WITH whole AS (
    SELECT
        project_id, months_ago, wage_fen, n_attending,
        row_number() OVER (PARTITION BY project_id ORDER BY months_ago) AS place
    FROM wage_month
    WHERE months_ago >= 1 AND n_pause_days = 0 AND wage_fen > 0
),
ordinary AS (
    SELECT
        project_id, CAST(round(sum(wage_fen) / CAST(count(*) AS DOUBLE)) AS BIGINT) AS month_fen,
        max(CASE WHEN place = 1 THEN n_attending END) AS n_heads, min(months_ago) AS months_ago
    FROM whole
    WHERE place <= 3
    GROUP BY project_id
),
past AS (
    SELECT
        w.project_id,
        CAST(sum(CASE
            WHEN w.unpaid_fen IS NOT NULL THEN w.unpaid_fen
            WHEN w.is_named AND w.n_attending > 0 THEN greatest(coalesce(w.wage_fen, 0) - w.bank_paid_fen, 0)
            ELSE 0
        END) AS BIGINT) AS owed_fen
    FROM wage_month AS w
    INNER JOIN open_site AS s ON s.project_id = w.project_id
    WHERE w.due_on <= s.told_to
    GROUP BY w.project_id
),
first_month AS (
    SELECT
        w.project_id, min(w.due_on) AS first_due_on,
        CAST(sum(CASE
            WHEN w.unpaid_fen IS NOT NULL THEN w.unpaid_fen
            WHEN w.is_named THEN greatest(coalesce(w.wage_fen, o.month_fen) - w.bank_paid_fen, 0)
            ELSE coalesce(w.wage_fen, o.month_fen)
        END) AS BIGINT) AS first_fen
    FROM wage_month AS w
    INNER JOIN open_site AS s ON s.project_id = w.project_id
    INNER JOIN ordinary AS o ON o.project_id = w.project_id
    WHERE w.due_on > s.told_to AND w.due_on <= last_day($as_of) AND s.is_building
    GROUP BY w.project_id
),
pay_day AS (
    SELECT project_id, max(due_on) AS last_due_on FROM wage_month WHERE due_on <= last_day($as_of) GROUP BY project_id
)
SELECT
    o.project_id, CASE WHEN s.is_building AND o.months_ago <= 3 THEN o.month_fen ELSE 0 END AS month_fen, o.n_heads,
    coalesce(p.owed_fen, 0) AS owed_fen, coalesce(f.first_fen, 0) AS first_fen, f.first_due_on, d.last_due_on
FROM ordinary AS o
INNER JOIN open_site AS s ON s.project_id = o.project_id
LEFT JOIN past AS p ON p.project_id = o.project_id
LEFT JOIN first_month AS f ON f.project_id = o.project_id
LEFT JOIN pay_day AS d ON d.project_id = o.project_id
ORDER BY o.project_id
