-- A team on a project, with the number of people on its register.
WITH crew AS (
    SELECT target AS node_id, count(*) AS n_workers FROM every_edge WHERE kind = 'IN_TEAM' GROUP BY target
)
SELECT
    n.node_id, n.key, n.name,
    fact(n.attributes, 'project_id') AS project_id, fact(n.attributes, 'employer') AS employer,
    fact(n.attributes, 'leader_key') AS leader_key, coalesce(c.n_workers, 0) AS n_workers
FROM nodes AS n
LEFT JOIN crew AS c ON c.node_id = n.node_id
WHERE n.kind = 'Team'
