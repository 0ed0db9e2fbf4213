-- Worker IN_TEAM Team, by the real-name register. Weight: entries on the register.
SELECT
    person_key AS source, team_id AS target, CAST(count(*) AS DOUBLE) AS weight, min(entered_on) AS since,
    CASE WHEN count(*) = count(left_on) THEN max(left_on) END AS until,
    slice(array_sort(array_agg(
        row_ref('worker', project_id || '/' || person_key || '/' || CAST(entered_on AS STRING), received_on)
    )), 1, 3) AS evidence
FROM worker
WHERE team_id IS NOT NULL
GROUP BY person_key, team_id
