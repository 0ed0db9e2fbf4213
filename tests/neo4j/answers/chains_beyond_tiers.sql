SELECT 'Project:' || c.project_id AS project_id, c.n_levels AS n_tiers
FROM contract_chain AS c
WHERE c.n_levels > 3 AND c.contract_id NOT IN (SELECT above_id FROM contract_chain WHERE above_id IS NOT NULL)
