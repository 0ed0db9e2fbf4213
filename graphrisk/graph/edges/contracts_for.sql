-- Company CONTRACTS_FOR Project: owner, contractor, consortium, subcontractor, supplier. Weight: rows that say so.
WITH role AS (
    SELECT
        project_id, owner_uscc AS uscc, started_on AS since, ended_on AS until,
        CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END AS is_open,
        row_ref('project', project_id, received_on) AS proof
    FROM project
    UNION ALL
    SELECT
        project_id, contractor_uscc AS uscc, started_on AS since, ended_on AS until,
        CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END AS is_open,
        row_ref('project', project_id, received_on) AS proof
    FROM project
    UNION ALL
    SELECT
        project_id, uscc, entered_on AS since, left_on AS until,
        CASE WHEN left_on IS NULL THEN 1 ELSE 0 END AS is_open,
        row_ref('project_party', project_id || '/' || uscc || '/' || role, received_on) AS proof
    FROM project_party
    UNION ALL
    SELECT
        project_id, payee_uscc AS uscc, coalesce(started_on, signed_on) AS since, ended_on AS until,
        CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END AS is_open,
        row_ref('contract', contract_id, received_on) AS proof
    FROM contract
    UNION ALL
    SELECT
        project_id, payer_uscc AS uscc, coalesce(started_on, signed_on) AS since, ended_on AS until,
        CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END AS is_open,
        row_ref('contract', contract_id, received_on) AS proof
    FROM contract
)
SELECT
    p.party_id AS source, r.project_id AS target,
    CAST(count(DISTINCT r.proof) AS DOUBLE) AS weight,
    min(r.since) AS since,
    CASE WHEN max(r.is_open) = 0 THEN max(r.until) END AS until,
    slice(array_sort(array_agg(DISTINCT r.proof)), 1, 20) AS evidence
FROM role AS r
INNER JOIN party AS p ON p.uscc = r.uscc
GROUP BY p.party_id, r.project_id
