-- Person STAFFS Project: a key position (project manager, technical, quality, safety). Weight: positions held.
SELECT
    person_key AS source, project_id AS target, CAST(count(*) AS DOUBLE) AS weight,
    CAST(NULL AS DATE) AS since, CAST(NULL AS DATE) AS until,
    array_sort(array_agg(row_ref('key_staff', project_id || '/' || role || '/' || person_key, received_on))) AS evidence
FROM key_staff
GROUP BY person_key, project_id
