// 哪些工资专户同时用于几个项目？ / Which wage accounts serve several projects?
// Parameters: $at_least: 至少几个项目 / projects at least (2)
// Columns: account_id, account_name, n_projects, projects, levels
// Cost: a scan of all SERVES, a few per project: milliseconds to a second in a city
// Example:
//   account_id | account_name | n_projects | projects | levels
//   Account:a1c6a0373f4dd520 | 北京川皓湛建设工程有限公司旧宫DX05-W地块河道治理工程农民工工资专用账户 | 2 | [Project:DX2021-00127, Project:DX2021-00180] | [yellow, orange]
//   Account:aae5ecd5d2e5bbf5 | 河南霁珺朔建设工程有限公司魏善庄DX01-N地块河道治理工程农民工工资专用账户 | 2 | [Project:DX2021-00014, Project:DX2021-00052] | [green, green]
MATCH (a:Account)-[:SERVES]->(p:Project)
WHERE a.is_wage_account
WITH a, p ORDER BY p.node_id
WITH a, collect(p) AS sites
WHERE size(sites) >= $at_least
RETURN a.node_id AS account_id, a.name AS account_name, size(sites) AS n_projects,
       [p IN sites | p.node_id] AS projects, [p IN sites | p.level] AS levels
ORDER BY n_projects DESC, account_id
