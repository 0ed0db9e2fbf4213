WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT 'Company:' || p.party_id AS company_id, count(DISTINCT k.project_id) AS n_red
FROM contract AS k
INNER JOIN party AS p ON p.uscc = k.payee_uscc
INNER JOIN scores AS s ON s.entity_kind = 'project' AND s.entity_id = k.project_id AND s.level = 'red'
WHERE k.kind = 'labour'
GROUP BY p.party_id
HAVING count(DISTINCT k.project_id) >= 2
