-- The row that an entity itself is: its project row, or the register row of the company (of its head before a branch's);
-- for a company that no register knows, the first row that names it.
WITH named AS (
    SELECT uscc, 1 AS place, 'company' AS source, uscc AS key, received_on FROM company
    UNION ALL
    SELECT contractor_uscc, 2, 'project', project_id, received_on FROM project
    UNION ALL
    SELECT owner_uscc, 3, 'project', project_id, received_on FROM project
    UNION ALL
    SELECT uscc, 4, 'project_party', project_id || '/' || uscc || '/' || role, received_on FROM project_party
    UNION ALL
    SELECT payee_uscc, 5, 'contract', contract_id, received_on FROM contract
    UNION ALL
    SELECT payer_uscc, 6, 'contract', contract_id, received_on FROM contract
    UNION ALL
    SELECT holder_uscc, 7, 'special_account', account_key || '/' || project_id, received_on FROM special_account
    UNION ALL
    SELECT uscc, 8, 'clue', clue_id || '/' || uscc, received_on FROM clue
    UNION ALL
    SELECT uscc, 9, 'inspection', inspection_id, received_on FROM inspection
),
placed AS (
    SELECT
        p.party_id, n.source, n.key, n.received_on,
        row_number() OVER (
            PARTITION BY p.party_id
            ORDER BY n.place, CASE WHEN n.uscc = p.party_id THEN 0 ELSE 1 END, n.uscc, n.key, n.received_on
        ) AS place
    FROM named AS n
    INNER JOIN party_of AS p ON p.uscc = n.uscc
),
own AS (
    SELECT 'project' AS entity_kind, project_id AS entity_id, 'project' AS source, project_id AS key, max(received_on) AS received_on
    FROM project
    GROUP BY project_id
    UNION ALL
    SELECT 'company', party_id, source, key, received_on
    FROM placed
    WHERE place = 1
)
SELECT entity_kind, entity_id, in_order(proof(source, key, received_on), key) AS evidence
FROM own
GROUP BY entity_kind, entity_id
