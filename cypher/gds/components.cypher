// 全市分成几块互不相连的部分，各有多少项目和企业？ / Into which parts without ties between them does the city fall?
// Parameters: $graph: 图的名称 / name of the graph ('ties'); $rows: 最多几行 / rows at most (20)
// Columns: first_id, n_nodes, n_projects, n_companies, n_red
// Cost: one pass over the projected graph: milliseconds to a second in a city
// Example:
//   first_id | n_nodes | n_projects | n_companies | n_red
//   Account:a009dcc10d652b1f | 6910 | 260 | 677 | 27
CALL gds.wcc.stream($graph, {concurrency: 1})
YIELD nodeId, componentId
WITH componentId, gds.util.asNode(nodeId) AS n
WITH componentId, min(n.node_id) AS first_id, count(*) AS n_nodes, sum(CASE WHEN n:Project THEN 1 ELSE 0 END) AS n_projects,
     sum(CASE WHEN n:Company THEN 1 ELSE 0 END) AS n_companies, sum(CASE WHEN n:Project AND n:Red THEN 1 ELSE 0 END) AS n_red
RETURN first_id, n_nodes, n_projects, n_companies, n_red
ORDER BY n_nodes DESC, first_id
LIMIT $rows
