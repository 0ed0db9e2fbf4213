-- Who holds how much of a company on the as-of day, as nodes: holder, company, share; the larger where several rows say so.
-- Half each of two holders is a joint venture that neither controls: .49. A branch is its head and holds nothing here.
WITH held AS (
    SELECT
        CASE WHEN h.holder_kind = 'company' THEN 'Company:' || coalesce(o.party_id, h.holder_id) ELSE 'Person:' || h.holder_id END
            AS holder,
        'Company:' || p.party_id AS company, max(h.share) AS share
    FROM holding AS h
    INNER JOIN party AS p ON p.uscc = h.uscc
    LEFT JOIN party AS o ON o.uscc = h.holder_id AND h.holder_kind = 'company'
    WHERE h.share > 0e0 AND h.from_on <= $as_of AND (h.to_on IS NULL OR h.to_on >= $as_of)
    GROUP BY 1, 2
)
SELECT
    holder, company,
    CASE WHEN share >= 5e-1 AND count(CASE WHEN share >= 5e-1 THEN 1 END) OVER (PARTITION BY company) > 1 THEN 4.9e-1 ELSE share END
        AS share
FROM held
WHERE holder <> company
ORDER BY holder, company
