SELECT 'Company:' || p.party_id AS source, 'Contract:' || c.contract_id AS target
FROM contract AS c
INNER JOIN party AS p ON p.uscc = c.payee_uscc
UNION
SELECT n.node_id AS source, 'Contract:' || c.contract_id AS target
FROM contract AS c
INNER JOIN nodes AS n ON n.node_id = 'Person:' || c.payee_person_key
