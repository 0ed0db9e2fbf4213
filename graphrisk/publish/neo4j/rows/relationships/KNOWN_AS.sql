-- The codes and names of a company that has more than one.
WITH crowd AS (
    SELECT party_id FROM links WHERE kind IN ('uscc', 'name') GROUP BY party_id HAVING count(*) > 1
)
SELECT
    'Company:' || l.party_id AS source, 'Alias:' || l.kind || '/' || l.record AS target, l.score, l.reason, l.decided_by
FROM links AS l
INNER JOIN crowd AS c ON c.party_id = l.party_id
WHERE l.kind IN ('uscc', 'name')
