// 这个项目的班组有多少人也在别的项目的班组里（只计人数）？ / How many people of this project's teams are in teams of other sites too (counts only)?
// Parameters: $project: 项目的node_id / node_id of the project ('Project:DX2021-00063'); $at_least: 至少几人 / people at least (3)
// Columns: team_id, other_team_id, n_shared, other_project_id, other_project, other_level
// Cost: one index look-up, then the people of its teams: milliseconds; up to a second for a site of thousands
// Note: fewer than three are never told, as they would tell who they are.
// Example:
//   team_id | other_team_id | n_shared | other_project_id | other_project | other_level
//   Team:DX2021-00063-B01 | Team:DX2021-00101-B01 | 17 | Project:DX2021-00101 | 旧宫DX04-W地块住宅楼工程 | yellow
//   Team:DX2021-00063-B01 | Team:DX2021-00101-B02 | 8 | Project:DX2021-00101 | 旧宫DX04-W地块住宅楼工程 | yellow
//   Team:DX2021-00063-B02 | Team:DX2021-00101-B02 | 4 | Project:DX2021-00101 | 旧宫DX04-W地块住宅楼工程 | yellow
MATCH (p:Project {node_id: $project})<-[:BUILDS]-(t:Team)
CALL (t) {
  MATCH (t)<-[:IN_TEAM]-(w:Worker)-[:IN_TEAM]->(o:Team)
  RETURN o, count(DISTINCT w) AS n
  UNION ALL
  MATCH (t)-[s:SHARES_WORKERS]-(o:Team)
  RETURN o, s.n_workers AS n
}
WITH p, t, o, n
WHERE n >= $at_least AND n >= 3
MATCH (o)-[:BUILDS]->(q:Project)
WHERE q <> p
RETURN t.node_id AS team_id, o.node_id AS other_team_id, n AS n_shared, q.node_id AS other_project_id, q.name AS other_project, q.level AS other_level
ORDER BY n_shared DESC, team_id, other_team_id, other_project_id
LIMIT 100
