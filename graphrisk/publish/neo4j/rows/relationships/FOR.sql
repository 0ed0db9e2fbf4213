SELECT 'Contract:' || c.contract_id AS source, 'Project:' || c.project_id AS target
FROM contract AS c
INNER JOIN nodes AS n ON n.node_id = 'Project:' || c.project_id
