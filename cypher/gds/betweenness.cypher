// 谁处在最多的最短路径上，把各方连在一起？ / Who lies on most shortest paths and holds the parts together?
// Parameters: $graph: 图的名称 / name of the graph ('ties'); $sample: 抽几个起点 / sources to sample (500); $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, level, betweenness
// Cost: a pass over the projected graph for each source: 500 sources a second in the town and six in a city of 300 projects
// Example:
//   entity_id | name | level | betweenness
//   Company:91110115MA1099053R | 北京朔川岚建设工程有限公司 | orange | 226814
//   Company:91110115MA10CUXJ1Y | 北京樾岑川房地产开发有限公司 | yellow | 221717
//   Company:91110115MA10B216XX | 北京穹澄樾建设工程有限公司 | orange | 135479
//   Company:91110115MA10MEJ166 | 河南霁珺朔建设工程有限公司 | yellow | 78176.6
//   Company:91110115MA101GY04N | 北京川皓湛建设工程有限公司 | red | 73910.9
CALL gds.betweenness.stream($graph, {samplingSize: $sample, samplingSeed: 0, concurrency: 1})
YIELD nodeId, score
WITH gds.util.asNode(nodeId) AS n, score
WHERE score > 0
RETURN n.node_id AS entity_id, n.name AS name, n.level AS level, round(score, 3) AS betweenness
ORDER BY betweenness DESC, entity_id
LIMIT $rows
