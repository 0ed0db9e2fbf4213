-- Case CONCERNS Project: a clue that names the project. Weight: rows that say so.
SELECT
    'clue/' || clue_id AS source, project_id AS target, CAST(count(*) AS DOUBLE) AS weight, min(opened_on) AS since,
    CASE WHEN count(*) = count(closed_on) THEN max(closed_on) END AS until,
    slice(array_sort(array_agg(row_ref('clue', clue_id || '/' || uscc, received_on))), 1, 20) AS evidence
FROM clue
WHERE project_id IS NOT NULL
GROUP BY clue_id, project_id
