-- Clues and inspections of each company and project, those verified apart; the newest twenty as evidence.
WITH seen AS (
    SELECT
        uscc, project_id, opened_on, coalesce(result_on, closed_on, received_on) AS shown_on,
        coalesce(result IN ('verified', 'partly'), false) AS is_verified, clue_id AS case_id,
        'clue' AS source, clue_id || '/' || uscc AS key, received_on
    FROM clue
    UNION ALL
    SELECT
        uscc, project_id, CAST(NULL AS DATE), coalesce(visited_on, closed_on, dispatched_on, received_on), true, inspection_id,
        'inspection', inspection_id, received_on
    FROM inspection
    WHERE result = 'arrears'
),
named AS (
    SELECT 'company' AS entity_kind, coalesce(p.party_id, s.uscc) AS entity_id, s.*
    FROM seen AS s
    LEFT JOIN party_of AS p ON p.uscc = s.uscc
    WHERE s.uscc IS NOT NULL
    UNION ALL
    SELECT 'project', s.project_id, s.*
    FROM seen AS s
    WHERE s.project_id IS NOT NULL
),
asked AS (
    SELECT 'verified_history' AS reason, shown_on AS day, * FROM named WHERE is_verified
    UNION ALL
    SELECT 'claim_history', opened_on, * FROM named WHERE source = 'clue'
),
placed AS (
    SELECT
        *, row_number() OVER (PARTITION BY entity_kind, entity_id, reason ORDER BY day DESC, key, source) AS place
    FROM asked
)
SELECT
    entity_kind, entity_id, reason, count(DISTINCT case_id) AS n_rows, max(day) AS last_on,
    slice(in_order(proof(source, key, received_on), place), 1, 20) AS evidence
FROM placed
GROUP BY entity_kind, entity_id, reason
