-- One row a foreign account holder and contractor that a chain of holdings ties: one holds the other, or both have a holder
-- (company or person) in common, up to three levels on either side. share: the strongest chain's weakest holding.
WITH pair AS (
    SELECT DISTINCT h.party_id AS holder_party, s.contractor_party
    FROM account_holder AS h
    INNER JOIN site AS s ON s.project_id = h.project_id
    WHERE h.party_id <> s.contractor_party
),
held AS (
    SELECT
        coalesce(k.party_id, h.uscc) AS child, h.holder_kind || ':' || coalesce(o.party_id, h.holder_id) AS top,
        max(h.share) AS share
    FROM holding AS h
    LEFT JOIN party AS k ON k.uscc = h.uscc
    LEFT JOIN party AS o ON o.uscc = h.holder_id AND h.holder_kind = 'company'
    WHERE h.share > 0e0 AND h.from_on <= $as_of AND (h.to_on IS NULL OR h.to_on >= $as_of)
    GROUP BY coalesce(k.party_id, h.uscc), h.holder_kind || ':' || coalesce(o.party_id, h.holder_id)
),
party_of AS (
    SELECT holder_party AS party_id FROM pair UNION SELECT contractor_party FROM pair
),
first_level AS (
    SELECT w.party_id, c.top, c.share FROM party_of AS w INNER JOIN held AS c ON c.child = w.party_id
),
second_level AS (
    SELECT f.party_id, c.top, least(f.share, c.share) AS share
    FROM first_level AS f
    INNER JOIN held AS c ON 'company:' || c.child = f.top
),
third_level AS (
    SELECT f.party_id, c.top, least(f.share, c.share) AS share
    FROM second_level AS f
    INNER JOIN held AS c ON 'company:' || c.child = f.top
),
above AS (
    SELECT party_id, top, max(share) AS share
    FROM (
        SELECT * FROM first_level
        UNION ALL SELECT * FROM second_level
        UNION ALL SELECT * FROM third_level
        UNION ALL SELECT party_id, 'company:' || party_id, 1e0 FROM party_of
    ) AS a
    GROUP BY party_id, top
)
SELECT p.holder_party, p.contractor_party, max(least(h.share, c.share)) AS share
FROM pair AS p
INNER JOIN above AS h ON h.party_id = p.holder_party
INNER JOIN above AS c ON c.party_id = p.contractor_party AND c.top = h.top
GROUP BY p.holder_party, p.contractor_party
ORDER BY p.holder_party, p.contractor_party
