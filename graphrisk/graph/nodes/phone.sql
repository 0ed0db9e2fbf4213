-- A contact telephone, as a keyed hash, that companies give.
SELECT phone_key AS key, phone_key AS name, count(DISTINCT uscc) AS n_records
FROM company
WHERE phone_key IS NOT NULL
GROUP BY phone_key
