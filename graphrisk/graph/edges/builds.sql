-- Team BUILDS Project. Weight: 1 and the workers on its register, so that the graph without workers keeps their number.
WITH crew AS (
    SELECT
        team_id, project_id, count(DISTINCT person_key) AS n_workers, min(entered_on) AS since,
        CASE WHEN count(*) = count(left_on) THEN max(left_on) END AS until
    FROM worker
    WHERE team_id IS NOT NULL
    GROUP BY team_id, project_id
)
SELECT
    t.team_id AS source, t.project_id AS target, CAST(1 + coalesce(max(c.n_workers), 0) AS DOUBLE) AS weight,
    min(c.since) AS since, max(c.until) AS until,
    array_agg(row_ref('team', t.team_id, t.received_on)) AS evidence
FROM team AS t
LEFT JOIN crew AS c ON c.team_id = t.team_id AND c.project_id = t.project_id
GROUP BY t.team_id, t.project_id
