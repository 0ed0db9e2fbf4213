SELECT 'Account:' || account_key AS account_id, count(DISTINCT project_id) AS n_projects
FROM special_account
GROUP BY account_key
HAVING count(DISTINCT project_id) >= 2
