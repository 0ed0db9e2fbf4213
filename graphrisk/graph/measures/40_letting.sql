-- Who builds for whom, as nodes: each company that is owner, contractor, consortium member or subcontractor of a project not yet
-- over. Suppliers and supervisors serve many and answer for no wages: they are left out.
WITH role AS (
    SELECT project_id, owner_uscc AS uscc FROM project
    UNION
    SELECT project_id, contractor_uscc FROM project
    UNION
    SELECT project_id, uscc FROM project_party WHERE role NOT IN ('supplier', 'supervisor')
    UNION
    SELECT project_id, payee_uscc FROM contract WHERE kind IN ('prime', 'specialist', 'labour')
)
SELECT DISTINCT 'Company:' || y.party_id AS company, 'Project:' || p.project_id AS project
FROM role AS r
INNER JOIN party AS y ON y.uscc = r.uscc
INNER JOIN project AS p ON p.project_id = r.project_id
WHERE p.status NOT IN ('completed', 'closed')
ORDER BY company, project
