SELECT 'Project:' || project_id AS project_id FROM contract_chain WHERE is_circle GROUP BY project_id
