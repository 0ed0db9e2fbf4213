-- One row a company of which another holds at least half, directly or along up to four such holdings: first_id to third_id, the
-- lowest of these (parent_id where there are fewer), parent_id, the highest, its name where the register tells it, and the first and last holding of the chain. Of two equal halves the holder
-- of the lower code leads on.
WITH held AS (
    SELECT child, holder, ref
    FROM (
        SELECT
            coalesce(k.party_id, h.uscc) AS child, coalesce(o.party_id, h.holder_id) AS holder,
            row_ref('holding', h.holder_kind || '/' || h.holder_id || '/' || h.uscc || '/' || CAST(h.from_on AS STRING), h.received_on)
                AS ref,
            row_number() OVER (
                PARTITION BY coalesce(k.party_id, h.uscc) ORDER BY h.share DESC, coalesce(o.party_id, h.holder_id), h.from_on, h.uscc
            ) AS place
        FROM holding AS h
        LEFT JOIN party AS k ON k.uscc = h.uscc
        LEFT JOIN party AS o ON o.uscc = h.holder_id
        WHERE h.holder_kind = 'company' AND h.share >= 0.5e0 AND h.from_on <= $as_of AND coalesce(h.to_on >= $as_of, true)
    ) AS each_holding
    WHERE place = 1 AND child <> holder
),
chain AS (
    SELECT
        a.child AS party_id, a.holder AS first_id, coalesce(b.holder, a.holder) AS second_id,
        coalesce(c.holder, b.holder, a.holder) AS third_id, coalesce(d.holder, c.holder, b.holder, a.holder) AS parent_id, a.ref,
        coalesce(d.ref, c.ref, b.ref, a.ref) AS last_ref
    FROM held AS a
    LEFT JOIN held AS b ON b.child = a.holder
    LEFT JOIN held AS c ON c.child = b.holder
    LEFT JOIN held AS d ON d.child = c.holder
)
SELECT c.party_id, c.first_id, c.second_id, c.third_id, c.parent_id, coalesce(k.name, c.parent_id) AS parent_name, c.ref, c.last_ref
FROM chain AS c
LEFT JOIN company AS k ON k.uscc = c.parent_id
WHERE c.party_id <> c.parent_id
ORDER BY c.party_id
