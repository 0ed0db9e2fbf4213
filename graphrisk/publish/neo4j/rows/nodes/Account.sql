-- A wage account or a deposit account; one that only bank entries name has a key alone.
SELECT
    node_id, key, name,
    fact(attributes, 'account_last4') AS account_last4, fact(attributes, 'bank_code') AS bank_code,
    CAST(fact(attributes, 'opened_on') AS DATE) AS opened_on, CAST(fact(attributes, 'filed_on') AS DATE) AS filed_on,
    CAST(fact(attributes, 'closed_on') AS DATE) AS closed_on,
    fact(attributes, 'is_wage_account') = '1' AS is_wage_account,
    fact(attributes, 'is_deposit_account') = '1' AS is_deposit_account
FROM nodes
WHERE kind = 'Account'
