-- Person LEADS Team. Weight 1.
SELECT
    leader_key AS source, team_id AS target, 1e0 AS weight, CAST(NULL AS DATE) AS since, CAST(NULL AS DATE) AS until,
    array_agg(row_ref('team', team_id, received_on)) AS evidence
FROM team
WHERE leader_key IS NOT NULL
GROUP BY leader_key, team_id
