-- One row a project's owner and a company that paid into a special account of the project and belongs to the owner's group:
-- the one holds half or more of the other, or both are so held by a common holder, up to three levels on either side.
WITH pair AS (
    SELECT DISTINCT s.owner_party, coalesce(k.party_id, t.counterparty_uscc) AS payer_party
    FROM account_txn AS t
    INNER JOIN special_account AS a ON a.account_key = t.account_key
    INNER JOIN site AS s ON s.project_id = a.project_id
    LEFT JOIN party AS k ON k.uscc = t.counterparty_uscc
    WHERE t.direction = 'credit' AND t.counterparty_uscc IS NOT NULL AND coalesce(k.party_id, t.counterparty_uscc) <> s.owner_party
),
held AS (
    SELECT coalesce(k.party_id, h.uscc) AS child, h.holder_kind || ':' || coalesce(o.party_id, h.holder_id) AS top
    FROM holding AS h
    LEFT JOIN party AS k ON k.uscc = h.uscc
    LEFT JOIN party AS o ON o.uscc = h.holder_id AND h.holder_kind = 'company'
    WHERE h.share >= 5e-1 AND h.from_on <= $as_of AND (h.to_on IS NULL OR h.to_on >= $as_of)
    GROUP BY coalesce(k.party_id, h.uscc), h.holder_kind || ':' || coalesce(o.party_id, h.holder_id)
),
own AS (
    SELECT owner_party AS party_id, 'company:' || owner_party AS top FROM pair
    UNION
    SELECT payer_party, 'company:' || payer_party FROM pair
),
first_level AS (
    SELECT DISTINCT w.party_id, h.top FROM own AS w INNER JOIN held AS h ON 'company:' || h.child = w.top
),
second_level AS (
    SELECT DISTINCT w.party_id, h.top FROM first_level AS w INNER JOIN held AS h ON 'company:' || h.child = w.top
),
third_level AS (
    SELECT DISTINCT w.party_id, h.top FROM second_level AS w INNER JOIN held AS h ON 'company:' || h.child = w.top
),
above AS (
    SELECT party_id, top FROM own
    UNION
    SELECT party_id, top FROM first_level
    UNION
    SELECT party_id, top FROM second_level
    UNION
    SELECT party_id, top FROM third_level
)
SELECT DISTINCT p.owner_party, p.payer_party
FROM pair AS p
INNER JOIN above AS o ON o.party_id = p.owner_party
INNER JOIN above AS y ON y.party_id = p.payer_party AND y.top = o.top
ORDER BY p.owner_party, p.payer_party
