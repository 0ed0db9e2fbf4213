-- One row a project not yet over, party and role it has there, of four: owner, contractor (and its consortium), sub, supplier.
-- ref: a row that says so.
WITH told AS (
    SELECT s.project_id, s.owner_party AS party_id, 'owner' AS role, row_ref('project', p.project_id, p.received_on) AS ref
    FROM site AS s
    INNER JOIN project AS p ON p.project_id = s.project_id
    UNION ALL
    SELECT s.project_id, s.contractor_party, 'contractor', row_ref('project', p.project_id, p.received_on)
    FROM site AS s
    INNER JOIN project AS p ON p.project_id = s.project_id
    UNION ALL
    SELECT
        project_id, party_id,
        CASE
            WHEN role IN ('owner', 'supplier') THEN role
            WHEN role IN ('contractor', 'consortium') THEN 'contractor'
            ELSE 'sub'
        END,
        ref
    FROM standing
    WHERE role <> 'supervisor'
    UNION ALL
    SELECT
        c.project_id, coalesce(y.party_id, c.payee_uscc), 'supplier', row_ref('contract', c.contract_id, c.received_on)
    FROM contract AS c
    LEFT JOIN party AS y ON y.uscc = c.payee_uscc
    WHERE c.kind = 'supply'
)
SELECT t.project_id, t.party_id, t.role, min(t.ref) AS ref
FROM told AS t
INNER JOIN project AS p ON p.project_id = t.project_id
WHERE t.party_id IS NOT NULL AND p.status NOT IN ('completed', 'closed')
GROUP BY t.project_id, t.party_id, t.role
ORDER BY t.project_id, t.party_id, t.role
