-- One row a project whose works are under way and whose wage deposit, as it stands, others than its contractor lodged:
-- payer, one of them. Who may lodge beside the contractor: members of its consortium, the owner, specialists of the owner
-- for themselves, and a company that holds half of the contractor or is held by it. A payer nobody names, or by a wrong
-- code, is no other.
WITH may_lodge AS (
    SELECT project_id, contractor_id AS party_id FROM works
    UNION
    SELECT project_id, owner_party FROM site WHERE owner_party IS NOT NULL
    UNION
    SELECT project_id, party_id FROM standing WHERE role IN ('consortium', 'direct_specialist')
    UNION
    SELECT w.project_id, coalesce(o.party_id, h.holder_id)
    FROM works AS w
    INNER JOIN party AS y ON y.party_id = w.contractor_id
    INNER JOIN holding AS h ON h.uscc = y.uscc AND h.holder_kind = 'company' AND h.share >= 0.5e0
    LEFT JOIN party AS o ON o.uscc = h.holder_id
    WHERE coalesce(h.to_on >= $as_of, true)
    UNION
    SELECT w.project_id, coalesce(y.party_id, h.uscc)
    FROM works AS w
    INNER JOIN party AS o ON o.party_id = w.contractor_id
    INNER JOIN holding AS h ON h.holder_id = o.uscc AND h.holder_kind = 'company' AND h.share >= 0.5e0
    LEFT JOIN party AS y ON y.uscc = h.uscc
    WHERE coalesce(h.to_on >= $as_of, true)
),
lodged AS (
    SELECT
        d.project_id, d.deposit_id, d.received_on,
        CASE
            WHEN NOT coalesce(array_contains(d.flags, 'check_digit:payer_uscc'), false) THEN coalesce(y.party_id, d.payer_uscc)
        END AS payer
    FROM wage_deposit AS d
    LEFT JOIN party AS y ON y.uscc = d.payer_uscc
    WHERE coalesce(d.form, '') <> 'exempt' AND coalesce(d.returned_on > $as_of, true)
)
SELECT w.project_id, min(l.payer) AS payer, min(row_ref('wage_deposit', l.deposit_id, l.received_on)) AS ref
FROM works AS w
INNER JOIN lodged AS l ON l.project_id = w.project_id
LEFT JOIN may_lodge AS m ON m.project_id = l.project_id AND m.party_id = l.payer
WHERE w.contractor_id IS NOT NULL
GROUP BY w.project_id
HAVING count(*) = count(l.payer) AND count(m.party_id) = 0
ORDER BY w.project_id
