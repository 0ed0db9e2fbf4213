WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT 'Person:' || t.leader_key AS person_id, count(DISTINCT p.party_id) AS n_firms, count(*) AS n_teams
FROM team AS t
INNER JOIN party AS p ON p.uscc = t.uscc
WHERE t.leader_key IS NOT NULL
GROUP BY t.leader_key
HAVING count(DISTINCT p.party_id) >= 2
