// 哪些劳务企业在几个红色项目上都有劳务合同？ / Which labour firms have labour contracts on several red projects?
// Parameters: $at_least: 至少几个红色项目 / red projects at least (2)
// Columns: company_id, company, level, n_red, n_projects, red_projects
// Cost: a scan of all Red projects, then their contracts: milliseconds
// Example:
//   company_id | company | level | n_red | n_projects | red_projects
//   Company:91110115MA100D5N42 | 北京珺穹崧建筑劳务有限公司 | blue | 2 | 6 | [采育DX06-R地块道路工程, 魏善庄DX02-D地块道路工程]
//   Company:91110115MA10KEWXXK | 四川皓穹曜建筑劳务有限公司 | blue | 2 | 3 | [魏善庄DX01-I地块住宅楼工程, 魏善庄DX08-L地块住宅楼工程]
MATCH (p:Project:Red)<-[:FOR]-(k:Contract {kind: 'labour'})<-[:TAKES]-(c:Company)
WITH c, p ORDER BY p.rank
WITH c, collect(DISTINCT p) AS sites
WHERE size(sites) >= $at_least
RETURN c.node_id AS company_id, c.name AS company, c.level AS level, size(sites) AS n_red,
       COUNT { (c)-[:CONTRACTS_FOR]->(:Project) } AS n_projects, [p IN sites | p.name] AS red_projects
ORDER BY n_red DESC, company_id
LIMIT 100
