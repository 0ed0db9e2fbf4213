-- The row that an entity itself is: its project row, or the register row of the company (else of one of its codes).
SELECT 'project' AS entity_kind, project_id AS entity_id, [{'table': 'project', 'key': project_id, 'received_on': max(received_on)}] AS evidence
FROM project
GROUP BY project_id
UNION ALL
SELECT
    'company', p.party_id,
    [{'table': 'company', 'key': min_by(c.uscc, (c.uscc <> p.party_id, c.uscc)), 'received_on': min_by(c.received_on, (c.uscc <> p.party_id, c.uscc))}]
FROM company AS c
INNER JOIN party_of AS p ON p.uscc = c.uscc
GROUP BY p.party_id
