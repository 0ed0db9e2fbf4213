-- Seeds of nearness: every company shown a debtor by the as-of day, with the weight its history has today; and a site where
-- arrears were found and no company was named.
WITH owed AS (
    SELECT node_id, event, on_day FROM verified WHERE node_id LIKE 'Company:%'
    UNION ALL
    SELECT v.node_id, v.event, v.on_day
    FROM verified AS v
    WHERE v.node_id LIKE 'Project:%'
        AND v.event NOT IN (SELECT c.event FROM verified AS c WHERE c.node_id LIKE 'Company:%')
)
SELECT
    node_id,
    ln(1e0 + count(*)) * exp(greatest(days_between(max(on_day), $as_of), 0) / -365e0) AS value
FROM owed
GROUP BY node_id
ORDER BY node_id
