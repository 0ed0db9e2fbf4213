-- Pairs of companies that take part in one project in different roles of these four: owner, contractor (and its consortium),
-- subcontractor, supplier. a < b, as nodes; only of companies in `control_tied` that hang together somehow.
WITH role AS (
    SELECT project_id, owner_uscc AS uscc, 'owner' AS role FROM project
    UNION ALL
    SELECT project_id, contractor_uscc, 'contractor' FROM project
    UNION ALL
    SELECT
        project_id, uscc,
        CASE
            WHEN role IN ('owner', 'supplier') THEN role
            WHEN role IN ('contractor', 'consortium') THEN 'contractor'
            ELSE 'sub'
        END
    FROM project_party
    WHERE role <> 'supervisor'
    UNION ALL
    SELECT project_id, payee_uscc, CASE kind WHEN 'prime' THEN 'contractor' WHEN 'supply' THEN 'supplier' ELSE 'sub' END
    FROM contract
    WHERE kind IN ('prime', 'specialist', 'labour', 'supply')
),
placed AS (
    SELECT DISTINCT r.project_id, r.role, t.company, t.part
    FROM role AS r
    INNER JOIN party AS p ON p.uscc = r.uscc
    INNER JOIN control_tied AS t ON t.company = 'Company:' || p.party_id
)
SELECT x.company AS a, y.company AS b
FROM placed AS x
INNER JOIN placed AS y ON y.project_id = x.project_id AND y.part = x.part AND y.role <> x.role AND y.company > x.company
GROUP BY x.company, y.company
ORDER BY a, b
