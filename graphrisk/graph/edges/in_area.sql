-- Project IN_AREA Area. Weight 1.
SELECT
    project_id AS source, area_code AS target, 1e0 AS weight, CAST(NULL AS DATE) AS since, CAST(NULL AS DATE) AS until,
    array_agg(row_ref('project', project_id, received_on)) AS evidence
FROM project
WHERE area_code IS NOT NULL
GROUP BY project_id, area_code
