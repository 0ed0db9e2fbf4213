// 哪些合同互为上级，往上找不到源头？ / Which contracts run in a circle, so that no one stands at the top?
// Parameters: none
// Columns: project_id, project, level, contracts, parties
// Cost: a scan of all Contracts, several a project: milliseconds to a second in a city
// Example:
//   project_id | project | level | contracts | parties
//   Project:DX2021-00145 | 青云店DX06-O地块道路工程 | blue | [HT-KA-000145, HT-KB-000145] | [北京翊皓穹建筑劳务有限公司, 北京荻泓泊机电安装工程有限公司]
MATCH (c:Contract {is_circle: true})-[:FOR]->(p:Project)
WITH p, c ORDER BY c.node_id
WITH p, collect(c) AS contracts
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, [c IN contracts | c.key] AS contracts,
       COLLECT { UNWIND contracts AS c MATCH (c)<-[:LETS|TAKES]-(x) RETURN DISTINCT x.name AS name ORDER BY name } AS parties
ORDER BY project_id
LIMIT 200
