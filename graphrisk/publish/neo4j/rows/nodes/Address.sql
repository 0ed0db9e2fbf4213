-- A registered address as a keyed hash, and how many records give it.
SELECT node_id, key, CAST(fact(attributes, 'n_records') AS BIGINT) AS n_records
FROM nodes
WHERE kind = 'Address'
