-- A code or a code-less name that resolve linked to a company, or found to be like one.
WITH crowd AS (
    SELECT party_id FROM links WHERE kind IN ('uscc', 'name') GROUP BY party_id HAVING count(*) > 1
),
known AS (
    SELECT l.kind, l.record FROM links AS l INNER JOIN crowd AS c ON c.party_id = l.party_id WHERE l.kind IN ('uscc', 'name')
    UNION
    SELECT coalesce(l.kind, 'name') AS kind, a.record_a AS record
    FROM candidates AS a
    LEFT JOIN links AS l ON l.record = a.record_a AND l.kind = 'uscc'
)
SELECT DISTINCT 'Alias:' || kind || '/' || record AS node_id, record AS key, record AS record, kind FROM known
