-- One row a day: the first day on or after it, and the last on or before it, outside the Spring Festival pause. What falls
-- due within the pause is judged when it is over, because banks and site offices are closed (domain report, global guards of
-- section 7); what is counted up to a day within it is counted up to its beginning.
SELECT
    day,
    min(CASE WHEN NOT is_pause THEN day END)
        OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS open_on,
    max(CASE WHEN NOT is_pause THEN day END)
        OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS judged_on
FROM calendar
ORDER BY day
