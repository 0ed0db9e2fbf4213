-- Company PARTY_TO Case: named in a clue, debtor or creditor in court. Weight: rows that say so.
WITH party_of AS (
    SELECT
        uscc, 'clue/' || clue_id AS case_key, opened_on AS since, closed_on AS until,
        row_ref('clue', clue_id || '/' || uscc, received_on) AS proof
    FROM clue
    UNION ALL
    SELECT
        party_id AS uscc, 'court/' || case_no AS case_key, filed_on AS since, closed_on AS until,
        row_ref('judicial', case_no || '/' || party_id, received_on) AS proof
    FROM judicial
)
SELECT
    p.party_id AS source, c.case_key AS target, CAST(count(*) AS DOUBLE) AS weight, min(c.since) AS since,
    CASE WHEN count(*) = count(c.until) THEN max(c.until) END AS until,
    slice(array_sort(array_agg(c.proof)), 1, 20) AS evidence
FROM party_of AS c
INNER JOIN party AS p ON p.uscc = c.uscc
GROUP BY p.party_id, c.case_key
