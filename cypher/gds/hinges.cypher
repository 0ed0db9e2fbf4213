// 哪些企业或项目一旦倒下，就把其余的参建网络断开（割点）？ / Which firms or projects would cut the net of works apart if they went (articulation points)?
// Parameters: $graph: 图的名称 / name of the graph ('works'); $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, level, n_ties
// Cost: one pass over the projected graph: milliseconds to a second in a city
// Example:
//   entity_id | name | level | n_ties
//   Project:DX2021-00155 | 庞各庄DX06-Y地块道路工程 | orange | 13
//   Project:DX2021-00010 | 长子营DX01-J地块住宅楼工程 | blue | 9
//   Project:DX2021-00162 | 旧宫DX07-F地块住宅楼工程 | green | 9
//   Project:DX2021-00172 | 庞各庄DX07-P地块住宅楼工程 | blue | 9
//   Project:DX2021-00209 | 长子营DX09-A地块住宅楼工程 | yellow | 9
CALL gds.articulationPoints.stream($graph)
YIELD nodeId
WITH gds.util.asNode(nodeId) AS n
RETURN n.node_id AS entity_id, n.name AS name, n.level AS level, COUNT { (n)-[:CONTRACTS_FOR]-() } AS n_ties
ORDER BY n_ties DESC, entity_id
LIMIT $rows
