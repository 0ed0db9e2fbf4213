-- One row an entity and clue so far: companies by name, projects where the clue names one.
SELECT 'Company:' || p.party_id AS node_id, c.clue_id AS event, min(c.opened_on) AS on_day
FROM clue AS c
INNER JOIN party AS p ON p.uscc = c.uscc
GROUP BY p.party_id, c.clue_id
UNION ALL
SELECT 'Project:' || project_id AS node_id, clue_id AS event, min(opened_on) AS on_day
FROM clue
WHERE project_id IS NOT NULL
GROUP BY project_id, clue_id
ORDER BY node_id, event
