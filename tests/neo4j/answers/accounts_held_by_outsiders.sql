WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc'),
site AS (
    SELECT p.project_id, c.party_id AS contractor FROM project AS p INNER JOIN party AS c ON c.uscc = p.contractor_uscc
),
kin AS (
    SELECT party_a AS a, party_b AS b FROM control_pair
    UNION
    SELECT party_b, party_a FROM control_pair
    UNION
    SELECT split_part(source, ':', 2), split_part(target, ':', 2) FROM edges WHERE kind = 'OWNS'
    UNION
    SELECT split_part(target, ':', 2), split_part(source, ':', 2) FROM edges WHERE kind = 'OWNS'
),
held AS (
    SELECT DISTINCT a.project_id, a.account_key, split_part(h.source, ':', 2) AS holder
    FROM (
        SELECT account_key, project_id FROM special_account
        UNION
        SELECT d.account_key, d.project_id FROM wage_deposit AS d WHERE d.account_key IN (SELECT account_key FROM special_account)
    ) AS a
    INNER JOIN edges AS h ON h.kind = 'HOLDS' AND h.target = 'Account:' || a.account_key
)
SELECT 'Project:' || h.project_id AS project_id, 'Account:' || h.account_key AS account_id, 'Company:' || h.holder AS holder_id,
    'Company:' || s.contractor AS contractor_id
FROM held AS h
INNER JOIN site AS s ON s.project_id = h.project_id
LEFT JOIN kin AS k ON k.a = h.holder AND k.b = s.contractor
WHERE h.holder <> s.contractor AND k.a IS NULL
