-- The row that an entity itself is: its project row, or the register row of the company (of its head before a branch's);
-- for a company that no register knows, the first row that names it.
WITH named AS (
    SELECT uscc, 1 AS place, {'table': 'company', 'key': uscc, 'received_on': received_on} AS ref FROM company
    UNION ALL
    SELECT contractor_uscc, 2, {'table': 'project', 'key': project_id, 'received_on': received_on} FROM project
    UNION ALL
    SELECT owner_uscc, 3, {'table': 'project', 'key': project_id, 'received_on': received_on} FROM project
    UNION ALL
    SELECT uscc, 4, {'table': 'project_party', 'key': project_id || '/' || uscc || '/' || role, 'received_on': received_on}
    FROM project_party
    UNION ALL
    SELECT payee_uscc, 5, {'table': 'contract', 'key': contract_id, 'received_on': received_on} FROM contract
    UNION ALL
    SELECT payer_uscc, 6, {'table': 'contract', 'key': contract_id, 'received_on': received_on} FROM contract
    UNION ALL
    SELECT holder_uscc, 7, {'table': 'special_account', 'key': account_key || '/' || project_id, 'received_on': received_on}
    FROM special_account
    UNION ALL
    SELECT uscc, 8, {'table': 'clue', 'key': clue_id || '/' || uscc, 'received_on': received_on} FROM clue
    UNION ALL
    SELECT uscc, 9, {'table': 'inspection', 'key': inspection_id, 'received_on': received_on} FROM inspection
)
SELECT
    'project' AS entity_kind, project_id AS entity_id,
    [{'table': 'project', 'key': project_id, 'received_on': max(received_on)}] AS evidence
FROM project
GROUP BY project_id
UNION ALL
SELECT 'company', p.party_id, [min_by(n.ref, (n.place, n.uscc <> p.party_id, n.uscc, n.ref))]
FROM named AS n
INNER JOIN party_of AS p ON p.uscc = n.uscc
GROUP BY p.party_id
