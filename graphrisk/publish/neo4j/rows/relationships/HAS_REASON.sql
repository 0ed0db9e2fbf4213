SELECT
    CASE entity_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || entity_id AS source,
    'Reason:' || entity_kind || '/' || entity_id || '/' || signal || '/' || reason AS target
FROM reasons
