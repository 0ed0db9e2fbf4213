-- A likeness that nothing links: a person may judge it.
SELECT
    'Alias:' || coalesce(l.kind, 'name') || '/' || a.record_a AS source, 'Company:' || p.party_id AS target, a.score, a.reason
FROM candidates AS a
INNER JOIN party AS p ON p.uscc = a.record_b
LEFT JOIN links AS l ON l.record = a.record_a AND l.kind = 'uscc'
