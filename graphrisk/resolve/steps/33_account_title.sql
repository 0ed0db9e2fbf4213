-- One row a name without a code and the full title of an account that it holds: the rules want the contractor in front.
WITH bare AS (
    SELECT account_key, holder_name FROM special_account WHERE holder_uscc IS NULL AND holder_name IS NOT NULL
    UNION
    SELECT account_key, holder_name FROM account_check WHERE holder_uscc IS NULL AND holder_name IS NOT NULL
)
SELECT DISTINCT b.holder_name AS name, a.account_name AS title
FROM bare AS b
INNER JOIN special_account AS a ON a.account_key = b.account_key
WHERE a.account_name IS NOT NULL
ORDER BY name, title
