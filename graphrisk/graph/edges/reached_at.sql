-- Company REACHED_AT Phone. Weight: the company's records that give it.
SELECT
    p.party_id AS source, c.phone_key AS target, CAST(count(*) AS DOUBLE) AS weight,
    min(c.established_on) AS since, CASE WHEN count(*) = count(c.cancelled_on) THEN max(c.cancelled_on) END AS until,
    slice(array_sort(array_agg(row_ref('company', c.uscc, c.received_on))), 1, 20) AS evidence
FROM company AS c
INNER JOIN party AS p ON p.uscc = c.uscc
WHERE c.phone_key IS NOT NULL
GROUP BY p.party_id, c.phone_key
