-- A bank account that a register names: a wage account or a deposit account.
WITH register AS (
    SELECT
        account_key AS key, coalesce(account_name, holder_name) AS name, account_last4, bank_code,
        opened_on, filed_on, closed_on, 1 AS is_wage_account, 0 AS is_deposit_account
    FROM special_account
    UNION ALL
    SELECT
        account_key AS key, CAST(NULL AS STRING) AS name, CAST(NULL AS STRING) AS account_last4,
        CAST(NULL AS STRING) AS bank_code, CAST(NULL AS DATE) AS opened_on, CAST(NULL AS DATE) AS filed_on,
        CAST(NULL AS DATE) AS closed_on, 0 AS is_wage_account, 1 AS is_deposit_account
    FROM wage_deposit
    WHERE account_key IS NOT NULL
)
SELECT
    key, coalesce(max(name), key) AS name, max(account_last4) AS account_last4, max(bank_code) AS bank_code,
    min(opened_on) AS opened_on, min(filed_on) AS filed_on, max(closed_on) AS closed_on,
    max(is_wage_account) AS is_wage_account, max(is_deposit_account) AS is_deposit_account
FROM register
GROUP BY key
