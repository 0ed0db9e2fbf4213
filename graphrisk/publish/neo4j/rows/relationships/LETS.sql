SELECT 'Company:' || p.party_id AS source, 'Contract:' || c.contract_id AS target
FROM contract AS c
INNER JOIN party AS p ON p.uscc = c.payer_uscc
