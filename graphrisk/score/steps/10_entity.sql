-- Whom we rank: every project, and every company that resolution found.
SELECT 'project' AS entity_kind, project_id AS entity_id, 'Project:' || project_id AS node_id
FROM project
GROUP BY project_id
UNION ALL
SELECT 'company', party_id, 'Company:' || party_id
FROM parties
WHERE kind = 'company'
GROUP BY party_id
