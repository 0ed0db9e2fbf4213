WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT DISTINCT a.clue_id AS clue, 'Company:' || p.party_id AS other_id, b.opened_on
FROM clue AS a
INNER JOIN party AS me ON me.uscc = a.uscc AND me.party_id = '91110115MA1004D374'
INNER JOIN clue AS b ON b.clue_id = a.clue_id
INNER JOIN party AS p ON p.uscc = b.uscc AND p.party_id <> me.party_id
