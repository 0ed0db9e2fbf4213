WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT 'Project:' || s.project_id AS project_id, 'Company:' || f.party_id AS payer_id,
    coalesce('Company:' || t.party_id, 'Person:' || s.payee_person_key) AS receiver_id, a.amount_fen AS contract_fen, s.amount_fen AS passed_fen
FROM contract AS s
INNER JOIN contract_chain AS k ON k.contract_id = s.contract_id
INNER JOIN contract AS a ON a.contract_id = k.above_id
INNER JOIN party AS f ON f.uscc = s.payer_uscc
LEFT JOIN party AS t ON t.uscc = s.payee_uscc
WHERE s.amount_fen >= 0.8 * a.amount_fen AND a.amount_fen > 0
