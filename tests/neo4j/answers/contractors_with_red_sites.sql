WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT 'Company:' || c.party_id AS company_id, count(*) AS n_sites, count(*) FILTER (WHERE s.level = 'red') AS n_red,
    count(*) FILTER (WHERE s.level = 'orange') AS n_orange, sum(s.workers_at_risk)::BIGINT AS workers_at_risk,
    sum(s.amount_at_risk_fen)::BIGINT AS amount_at_risk_fen
FROM project AS p
INNER JOIN party AS c ON c.uscc = p.contractor_uscc
INNER JOIN scores AS s ON s.entity_kind = 'project' AND s.entity_id = p.project_id
GROUP BY c.party_id
HAVING count(*) FILTER (WHERE s.level IN ('red', 'orange')) >= 2
