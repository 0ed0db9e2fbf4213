// 这个项目的关键岗位人员同一时期还挂在哪些项目上？ / On which other sites do this project's key staff sit at the same time?
// Parameters: $project: 项目的node_id / node_id of the project ('Project:DX2021-00045')
// Columns: person_id, posts, other_project_id, other_project, other_level, other_posts, from_on, to_on
// Cost: one index look-up, then its four or five key staff: milliseconds
// Example:
//   person_id | posts | other_project_id | other_project | other_level | other_posts | from_on | to_on
//   Person:k2cd1ae95ee71a11 | [project_manager] | Project:DX2021-00136 | 黄村DX06-F地块住宅楼工程 | blue | [project_manager] | 2021-08-11 | 2021-12-27
MATCH (p:Project {node_id: $project})<-[here:STAFFS]-(h:Person)-[there:STAFFS]->(q:Project)
WHERE q <> p
WITH p, h, here, q, there,
     CASE WHEN p.started_on > q.started_on THEN p.started_on ELSE q.started_on END AS from_on,
     [d IN [coalesce(p.ended_on, p.planned_end_on), coalesce(q.ended_on, q.planned_end_on)] WHERE d IS NOT NULL] AS ends
WITH h, here, q, there, from_on, reduce(least = ends[0], d IN ends | CASE WHEN d < least THEN d ELSE least END) AS to_on
WHERE to_on IS NULL OR from_on <= to_on
RETURN h.node_id AS person_id, [e IN here.evidence | split(e, '/')[2]] AS posts, q.node_id AS other_project_id, q.name AS other_project,
       q.level AS other_level, [e IN there.evidence | split(e, '/')[2]] AS other_posts, from_on, to_on
ORDER BY person_id, other_project_id
LIMIT 200
