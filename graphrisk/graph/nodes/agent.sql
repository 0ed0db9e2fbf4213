-- A registration agent, as a keyed hash, that companies give.
SELECT agent_key AS key, agent_key AS name, count(DISTINCT uscc) AS n_records
FROM company
WHERE agent_key IS NOT NULL
GROUP BY agent_key
