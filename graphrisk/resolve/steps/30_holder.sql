-- One row an account, holder code and holder name as registered or as the bank's books have them, with the project.
WITH seen AS (
    SELECT account_key, project_id, holder_uscc, holder_name FROM special_account
    UNION
    SELECT b.account_key, a.project_id, b.holder_uscc, b.holder_name
    FROM account_check AS b
    LEFT JOIN special_account AS a ON a.account_key = b.account_key
)
SELECT holder_name AS name, holder_uscc AS uscc, project_id, CAST(count(*) AS BIGINT) AS n_records
FROM seen
WHERE holder_name IS NOT NULL
GROUP BY holder_name, holder_uscc, project_id
ORDER BY name, uscc, project_id
