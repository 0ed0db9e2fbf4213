-- One row a contract that lets works on a project not over, with the contract above it and its step: 1, or 0 within one company (a
-- branch) and from the contractor to a member of its consortium, which makes no level. A contract above that is not there is none.
WITH let AS (
    SELECT
        c.project_id, c.contract_id, c.parent_contract_id,
        CASE
            WHEN coalesce(payer.party_id, c.payer_uscc) = coalesce(payee.party_id, c.payee_uscc) THEN 0
            WHEN m.uscc IS NOT NULL THEN 0
            ELSE 1
        END AS step
    FROM contract AS c
    INNER JOIN project AS p ON p.project_id = c.project_id AND p.status NOT IN ('completed', 'closed')
    LEFT JOIN party AS payer ON payer.uscc = c.payer_uscc
    LEFT JOIN party AS payee ON payee.uscc = c.payee_uscc
    LEFT JOIN (SELECT project_id, uscc FROM project_party WHERE role = 'consortium' GROUP BY project_id, uscc) AS m
        ON m.project_id = c.project_id AND m.uscc = c.payee_uscc AND c.payer_uscc = p.contractor_uscc
    WHERE c.kind IN ('prime', 'specialist', 'labour')
),
placed AS (
    SELECT *, row_number() OVER (ORDER BY project_id, contract_id) - 1 AS place FROM let
)
SELECT l.project_id, l.contract_id, l.place, coalesce(a.place, -1) AS parent, l.step
FROM placed AS l
LEFT JOIN placed AS a ON a.project_id = l.project_id AND a.contract_id = l.parent_contract_id
ORDER BY l.place
