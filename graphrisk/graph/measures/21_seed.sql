-- Seeds of nearness: every entity shown a debtor by the as-of day, with the weight its history has today.
SELECT
    node_id,
    ln(1e0 + count(*)) * exp(greatest(days_between(max(on_day), $as_of), 0) / -365e0) AS value
FROM verified
GROUP BY node_id
ORDER BY node_id
