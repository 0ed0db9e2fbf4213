SELECT 'Person:' || payee_person_key AS person_id, count(*) AS n_contracts, sum(amount_fen)::BIGINT AS amount_fen
FROM contract
WHERE payee_person_key IS NOT NULL
GROUP BY payee_person_key
