-- History that counts and fades: log(1 + events so far) * exp(-days since the last / 365).
SELECT
    node_id, 'claim_history' AS measure,
    ln(1e0 + count(*)) * exp(greatest(days_between(max(on_day), $as_of), 0) / -365e0) AS value
FROM claim
GROUP BY node_id
UNION ALL
SELECT
    node_id, 'verified_history' AS measure,
    ln(1e0 + count(*)) * exp(greatest(days_between(max(on_day), $as_of), 0) / -365e0) AS value
FROM verified
WHERE is_history = 1
GROUP BY node_id
ORDER BY measure, node_id
