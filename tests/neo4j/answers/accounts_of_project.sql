WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc')
SELECT DISTINCT 'Account:' || a.account_key AS account_id, 'Company:' || p.party_id AS holder_id, a.opened_on
FROM special_account AS a
LEFT JOIN party AS p ON p.uscc = a.holder_uscc
WHERE a.project_id = 'DX2021-00058'
