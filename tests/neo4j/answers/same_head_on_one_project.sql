WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc'),
head AS (
    SELECT legal_rep_key AS person_key, uscc FROM company WHERE legal_rep_key IS NOT NULL
    UNION
    SELECT person_key, uscc FROM "position" WHERE role = 'legal_rep'
),
firm AS (SELECT DISTINCT h.person_key, p.party_id FROM head AS h INNER JOIN party AS p ON p.uscc = h.uscc),
part AS (
    SELECT split_part(source, ':', 2) AS party_id, split_part(target, ':', 2) AS project_id FROM edges WHERE kind = 'CONTRACTS_FOR'
)
SELECT 'Project:' || x.project_id AS project_id, 'Person:' || a.person_key AS person_id, 'Company:' || a.party_id AS company_a_id,
    'Company:' || b.party_id AS company_b_id
FROM firm AS a
INNER JOIN firm AS b ON b.person_key = a.person_key AND b.party_id > a.party_id
INNER JOIN part AS x ON x.party_id = a.party_id
INNER JOIN part AS y ON y.party_id = b.party_id AND y.project_id = x.project_id
