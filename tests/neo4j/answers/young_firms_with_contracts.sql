WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT 'Company:' || p.party_id AS company_id, k.contract_id, date_diff('day', c.established_on, k.signed_on) AS days
FROM contract AS k
INNER JOIN party AS p ON p.uscc = k.payee_uscc
INNER JOIN company AS c ON c.uscc = p.party_id
WHERE date_diff('day', c.established_on, k.signed_on) BETWEEN 0 AND 180
