// 哪些参建关系是两部分之间唯一的联系（桥）？ / Which parts in a project are the only tie between two parts of the net (bridges)?
// Parameters: $graph: 图的名称 / name of the graph ('works'); $rows: 最多几行 / rows at most (20)
// Columns: company_id, company, project_id, project, level
// Cost: one pass over the projected graph: milliseconds to a second in a city
// Example:
//   company_id | company | project_id | project | level
//   Company:91110115MA10RUJRX3 | 北京峦煦翊建筑劳务有限公司 | Project:DX2021-00001 | 采育DX01-A地块住宅楼工程 | red
//   Company:91110115MA10U6NW7G | 北京沅翊璟建筑劳务有限公司 | Project:DX2021-00005 | 青云店DX01-E地块住宅楼工程 | orange
//   Company:91110115MA10UEB009 | 北京澜淳朔工程监理有限公司 | Project:DX2021-00005 | 青云店DX01-E地块住宅楼工程 | orange
//   Company:91110115MA10AB2225 | 北京沅珺璟机电安装工程有限公司 | Project:DX2021-00009 | 魏善庄DX01-I地块住宅楼工程 | red
//   Company:91110115MA105GX0XD | 河北翊朔穹机电安装工程有限公司 | Project:DX2021-00010 | 长子营DX01-J地块住宅楼工程 | blue
CALL gds.bridges.stream($graph)
YIELD from, to
WITH gds.util.asNode(from) AS a, gds.util.asNode(to) AS b
WITH CASE WHEN a:Company THEN a ELSE b END AS c, CASE WHEN a:Company THEN b ELSE a END AS p
RETURN c.node_id AS company_id, c.name AS company, p.node_id AS project_id, p.name AS project, p.level AS level
ORDER BY project_id, company_id
LIMIT $rows
