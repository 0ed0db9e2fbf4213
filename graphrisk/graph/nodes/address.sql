-- A registered address, as a keyed hash, that companies give.
SELECT address_key AS key, address_key AS name, count(DISTINCT uscc) AS n_records
FROM company
WHERE address_key IS NOT NULL
GROUP BY address_key
