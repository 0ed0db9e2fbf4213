-- Company EMPLOYS Team. Weight 1.
SELECT
    p.party_id AS source, t.team_id AS target, 1e0 AS weight, CAST(NULL AS DATE) AS since, CAST(NULL AS DATE) AS until,
    array_agg(row_ref('team', t.team_id, t.received_on)) AS evidence
FROM team AS t
INNER JOIN party AS p ON p.uscc = t.uscc
GROUP BY p.party_id, t.team_id
