-- Person CONTROLS Company: the larger of the share held and the weight of the post: 0.9 legal representative,
-- 0.5 director, manager or finance, 0.3 supervisor or contact (an order of influence, no law states numbers).
WITH control AS (
    SELECT
        person_key, uscc, from_on AS since, to_on AS until,
        CASE role
            WHEN 'legal_rep' THEN 9e-1
            WHEN 'supervisor' THEN 3e-1
            WHEN 'contact' THEN 3e-1
            ELSE 5e-1
        END AS weight,
        row_ref('position', person_key || '/' || uscc || '/' || role || '/' || CAST(from_on AS STRING), received_on) AS proof
    FROM position
    UNION ALL
    SELECT
        legal_rep_key AS person_key, uscc, established_on AS since, cancelled_on AS until, 9e-1 AS weight,
        row_ref('company', uscc, received_on) AS proof
    FROM company
    WHERE legal_rep_key IS NOT NULL
    UNION ALL
    SELECT
        holder_id AS person_key, uscc, from_on AS since, to_on AS until, coalesce(share, 0e0) AS weight,
        row_ref('holding', holder_kind || '/' || holder_id || '/' || uscc || '/' || CAST(from_on AS STRING), received_on) AS proof
    FROM holding
    WHERE holder_kind = 'person'
)
SELECT
    c.person_key AS source, p.party_id AS target, max(c.weight) AS weight, min(c.since) AS since,
    CASE WHEN count(*) = count(c.until) THEN max(c.until) END AS until,
    slice(array_sort(array_agg(c.proof)), 1, 20) AS evidence
FROM control AS c
INNER JOIN party AS p ON p.uscc = c.uscc
GROUP BY c.person_key, p.party_id
