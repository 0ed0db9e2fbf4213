SELECT e.target AS project_id, s.level, s.rank, s.workers_at_risk, e.since
FROM edges AS e
INNER JOIN scores AS s ON s.entity_kind = 'project' AND 'Project:' || s.entity_id = e.target
WHERE e.kind = 'CONTRACTS_FOR' AND e.source = 'Company:91110115MA104NHCX9'
