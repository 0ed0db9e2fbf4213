SELECT CASE entity_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || entity_id AS source, 'Score:' || entity_kind || '/' || entity_id || '@' || $run_id AS target
FROM scores
