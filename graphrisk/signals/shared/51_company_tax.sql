-- One row a company with its branches: the last 15 months of its tax, counted back from the last reported one, which lies
-- months_ago before the as-of month and has the number last_no. arrears_fen: of that month; best_fen, recent_fen: the best and
-- the sum of the last three; year_fen: of the twelve before; season_fen: of the last three a year before.
WITH tax AS (
    SELECT party_id, sales_fen, arrears_fen, n, max(n) OVER (PARTITION BY party_id) - n AS ago
    FROM (
        SELECT y.party_id, month_number(t.month) AS n, sum(t.sales_fen) AS sales_fen, sum(t.arrears_fen) AS arrears_fen
        FROM tax_month AS t
        INNER JOIN party AS y ON y.uscc = t.uscc
        GROUP BY y.party_id, month_number(t.month)
    ) AS summed
)
SELECT
    party_id, max(n) AS last_no, month_number(substr(CAST($as_of AS STRING), 1, 7)) - max(n) AS months_ago,
    CAST(max(CASE WHEN ago = 0 THEN arrears_fen END) AS BIGINT) AS arrears_fen,
    CAST(max(CASE WHEN ago < 3 THEN sales_fen END) AS BIGINT) AS best_fen,
    CAST(sum(CASE WHEN ago < 3 THEN sales_fen END) AS BIGINT) AS recent_fen,
    CAST(sum(CASE WHEN ago >= 3 THEN sales_fen END) AS BIGINT) AS year_fen,
    CAST(sum(CASE WHEN ago >= 12 THEN sales_fen END) AS BIGINT) AS season_fen,
    count(sales_fen) AS n_months
FROM tax
WHERE ago < 15
GROUP BY party_id
ORDER BY party_id
