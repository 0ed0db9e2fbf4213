-- One row a contract that lets works on a project not yet over; contracts of supply and lease let none. step: 1, or 0 within
-- one company (a branch) and from the contractor to a member of its consortium, which makes no level.
SELECT
    c.project_id, c.contract_id, c.parent_contract_id, c.kind, c.payee_person_key, c.owner_consent,
    coalesce(c.signed_on, c.started_on) AS signed_on, c.received_on,
    coalesce(payee.party_id, c.payee_uscc) AS payee,
    coalesce(coalesce(payer.party_id, c.payer_uscc) = coalesce(owner.party_id, p.owner_uscc), false)
        AS is_let_by_owner,
    CASE
        WHEN coalesce(payer.party_id, c.payer_uscc) = coalesce(payee.party_id, c.payee_uscc) THEN 0
        WHEN m.uscc IS NOT NULL THEN 0
        ELSE 1
    END AS step
FROM contract AS c
INNER JOIN project AS p ON p.project_id = c.project_id AND p.status NOT IN ('completed', 'closed')
LEFT JOIN party AS payer ON payer.uscc = c.payer_uscc
LEFT JOIN party AS payee ON payee.uscc = c.payee_uscc
LEFT JOIN party AS owner ON owner.uscc = p.owner_uscc
LEFT JOIN (SELECT project_id, uscc FROM project_party WHERE role = 'consortium' GROUP BY project_id, uscc) AS m
    ON m.project_id = c.project_id AND m.uscc = c.payee_uscc AND c.payer_uscc = p.contractor_uscc
WHERE c.kind IN ('prime', 'specialist', 'labour')
ORDER BY c.project_id, c.contract_id
