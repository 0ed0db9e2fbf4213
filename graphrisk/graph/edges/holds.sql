-- Company HOLDS Account: by the register of wage accounts, by the bank's own books, as payer of a cash deposit.
-- A holder that comes without a credit code is the party that resolve found for its name. Weight: rows that say so.
WITH holder AS (
    SELECT
        s.account_key, coalesce(p.party_id, n.party_id) AS party_id, s.opened_on AS since, s.closed_on AS until,
        row_ref('special_account', s.account_key || '/' || s.project_id, s.received_on) AS proof
    FROM special_account AS s
    LEFT JOIN party AS p ON p.uscc = s.holder_uscc
    LEFT JOIN named_party AS n ON s.holder_uscc IS NULL AND n.name = s.holder_name
    UNION ALL
    SELECT
        c.account_key, coalesce(p.party_id, n.party_id) AS party_id, c.checked_on AS since, CAST(NULL AS DATE) AS until,
        row_ref('account_check', c.account_key || '/' || CAST(c.checked_on AS STRING), c.received_on) AS proof
    FROM account_check AS c
    LEFT JOIN party AS p ON p.uscc = c.holder_uscc
    LEFT JOIN named_party AS n ON c.holder_uscc IS NULL AND n.name = c.holder_name
    UNION ALL
    SELECT
        d.account_key, p.party_id, d.stored_on AS since, d.returned_on AS until,
        row_ref('wage_deposit', d.deposit_id, d.received_on) AS proof
    FROM wage_deposit AS d
    INNER JOIN party AS p ON p.uscc = d.payer_uscc
    WHERE d.account_key IS NOT NULL
)
SELECT
    party_id AS source, account_key AS target, CAST(count(*) AS DOUBLE) AS weight, min(since) AS since,
    CASE WHEN count(*) = count(until) THEN max(until) END AS until,
    slice(array_sort(array_agg(proof)), 1, 20) AS evidence
FROM holder
WHERE party_id IS NOT NULL
GROUP BY party_id, account_key
