-- One row a name without a code and a credit code that hold the same account in different rows, or at different times.
WITH seen AS (
    SELECT account_key, holder_uscc, holder_name FROM special_account
    UNION
    SELECT account_key, holder_uscc, holder_name FROM account_check
)
SELECT DISTINCT a.holder_name AS name, b.holder_uscc AS uscc
FROM seen AS a
INNER JOIN seen AS b ON b.account_key = a.account_key
WHERE a.holder_name IS NOT NULL AND a.holder_uscc IS NULL AND b.holder_uscc IS NOT NULL
ORDER BY name, uscc
