-- One row a project whose own accounts the bank tells of: the months it covers, and what was paid as wages in all of them.
-- n_untold: sums of wages whose wage month nobody names, as in monthly totals.
SELECT
    project_id, min(month) AS first_month, max(month) AS last_month, max(last_on) AS last_on,
    count(DISTINCT month) AS n_months,
    count(CASE WHEN wage_month IS NULL AND paid_fen > 0 THEN 1 END) AS n_untold,
    CAST(sum(paid_fen) AS BIGINT) AS paid_fen
FROM wage_bank
GROUP BY project_id
ORDER BY project_id
