-- Every credit code seen anywhere, and the real company behind it.
SELECT record AS uscc, min(party_id) AS party_id
FROM links
WHERE kind = 'uscc'
GROUP BY record
