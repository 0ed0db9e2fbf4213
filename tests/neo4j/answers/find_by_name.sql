SELECT 'Project:' || project_id AS node_id, name, 'Project' AS kind FROM project WHERE contains(name, '聚安')
UNION ALL
SELECT 'Company:' || party_id, name, 'Company' FROM parties WHERE kind = 'company' AND contains(name, '聚安')
