-- Account SERVES Project: a wage account or a cash deposit. Weight: rows that say so.
WITH service AS (
    SELECT
        account_key, project_id, opened_on AS since, closed_on AS until,
        row_ref('special_account', account_key || '/' || project_id, received_on) AS proof
    FROM special_account
    UNION ALL
    SELECT
        account_key, project_id, stored_on AS since, returned_on AS until,
        row_ref('wage_deposit', deposit_id, received_on) AS proof
    FROM wage_deposit
    WHERE account_key IS NOT NULL
)
SELECT
    account_key AS source, project_id AS target, CAST(count(*) AS DOUBLE) AS weight, min(since) AS since,
    CASE WHEN count(*) = count(until) THEN max(until) END AS until,
    slice(array_sort(array_agg(proof)), 1, 20) AS evidence
FROM service
GROUP BY account_key, project_id
