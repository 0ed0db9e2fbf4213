WITH part AS (
    SELECT split_part(source, ':', 2) AS party_id, split_part(target, ':', 2) AS project_id FROM edges WHERE kind = 'CONTRACTS_FOR'
)
SELECT 'Project:' || a.project_id AS project_id, 'Company:' || c.party_a AS company_a_id, 'Company:' || c.party_b AS company_b_id, c.strength
FROM control_pair AS c
INNER JOIN part AS a ON a.party_id = c.party_a
INNER JOIN part AS b ON b.party_id = c.party_b AND b.project_id = a.project_id
