-- One row a project, party and role it has there, by the list of parties or by contract, with the row that says so. A
-- specialist contract let by the owner makes a directly contracted specialist, any other let contract a subcontractor.
SELECT DISTINCT project_id, party_id, role, ref
FROM (
    SELECT
        r.project_id, coalesce(k.party_id, r.uscc) AS party_id, r.role,
        row_ref('project_party', r.project_id || '/' || r.uscc || '/' || r.role, r.received_on) AS ref
    FROM project_party AS r
    LEFT JOIN party AS k ON k.uscc = r.uscc
    UNION ALL
    SELECT
        c.project_id, coalesce(k.party_id, c.payee_uscc),
        CASE
            WHEN coalesce(o.party_id, c.payer_uscc) <> s.owner_party OR s.owner_party IS NULL THEN 'labour_sub'
            WHEN c.kind = 'specialist' THEN 'direct_specialist'
            ELSE 'labour_sub'
        END,
        row_ref('contract', c.contract_id, c.received_on)
    FROM contract AS c
    INNER JOIN site AS s ON s.project_id = c.project_id
    LEFT JOIN party AS k ON k.uscc = c.payee_uscc
    LEFT JOIN party AS o ON o.uscc = c.payer_uscc
    WHERE c.kind IN ('specialist', 'labour') AND c.payee_uscc IS NOT NULL
) AS r
ORDER BY project_id, party_id, role, ref
