-- Who heads which company on the day, by its register row or by a post not ended, with the row. A person who heads more than
-- twenty companies lends its name for hire: that makes them no common purse.
WITH head AS (
    SELECT
        c.legal_rep_key AS person_key, coalesce(k.party_id, c.uscc) AS party_id, row_ref('company', c.uscc, c.received_on) AS ref
    FROM company AS c
    LEFT JOIN party AS k ON k.uscc = c.uscc
    WHERE c.legal_rep_key IS NOT NULL
    UNION ALL
    SELECT
        p.person_key, coalesce(k.party_id, p.uscc),
        row_ref('position', p.person_key || '/' || p.uscc || '/' || p.role || '/' || CAST(p.from_on AS STRING), p.received_on)
    FROM position AS p
    LEFT JOIN party AS k ON k.uscc = p.uscc
    WHERE p.role = 'legal_rep' AND p.from_on <= $as_of AND coalesce(p.to_on >= $as_of, true)
),
one AS (
    SELECT person_key, party_id, min(ref) AS ref FROM head GROUP BY person_key, party_id
)
SELECT o.person_key, o.party_id, o.ref
FROM one AS o
INNER JOIN (SELECT person_key FROM one GROUP BY person_key HAVING count(*) <= 20) AS f ON f.person_key = o.person_key
ORDER BY o.person_key, o.party_id
