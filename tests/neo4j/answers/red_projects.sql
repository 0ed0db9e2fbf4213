SELECT rank, 'Project:' || entity_id AS project_id, score, workers_at_risk, amount_at_risk_fen / 100 AS amount_at_risk_yuan
FROM scores
WHERE entity_kind = 'project' AND level = 'red'
