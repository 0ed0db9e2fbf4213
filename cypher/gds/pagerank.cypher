// 沿着各种联系随机走，最常走到谁？ / Walking at random along all ties, whom does one meet most?
// Parameters: $graph: 图的名称 / name of the graph ('ties'); $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, level, pagerank
// Cost: up to a hundred passes over the projected graph: under a second in the town, seconds in a city
// Example:
//   entity_id | name | level | pagerank
//   Company:91110115MA1099053R | 北京朔川岚建设工程有限公司 | orange | 34.3587
//   Company:91110115MA10B216XX | 北京穹澄樾建设工程有限公司 | orange | 23.7887
//   Address:i1edd71c87c78fd3 | null | null | 22.5555
//   Phone:i1edd71c87c78fd3 | null | null | 20.3817
//   Agent:i1edd71c87c78fd3 | null | null | 20.3642
CALL gds.pageRank.stream($graph, {relationshipWeightProperty: 'weight', dampingFactor: 0.85, maxIterations: 100, tolerance: 1e-9, concurrency: 1})
YIELD nodeId, score
WITH gds.util.asNode(nodeId) AS n, score
RETURN n.node_id AS entity_id, n.name AS name, n.level AS level, round(score, 6) AS pagerank
ORDER BY pagerank DESC, entity_id
LIMIT $rows
