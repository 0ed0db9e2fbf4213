WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT 'Project:' || p.project_id AS project_id, s.level, s.workers_at_risk, s.amount_at_risk_fen
FROM project AS p
INNER JOIN party AS o ON o.uscc = p.owner_uscc AND o.party_id = '91110115MA10HGFF3R'
INNER JOIN scores AS s ON s.entity_kind = 'project' AND s.entity_id = p.project_id
