-- Nearness of the companies and projects that a debtor's seed reaches; the others have 0.
SELECT CASE entity_kind WHEN 'company' THEN 'Company:' ELSE 'Project:' END || entity_id AS node_id, nearness AS value
FROM near
ORDER BY node_id
