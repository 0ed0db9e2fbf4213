// 从已查实欠薪的企业出发随机走，最常走到哪些项目和企业？ / Walking at random from firms shown to owe wages, which projects and firms does one meet most?
// Parameters: $graph: 图的名称 / name of the graph ('ties'); $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, level, is_debtor, nearness
// Cost: a scan of all verified Cases, then up to a hundred passes over the projected graph: seconds in a city
// Note: personalised PageRank over all ties alike; the measure `nearness` of a run (NEAR_DEBTOR) lets each kind of tie pass on its own share, fades with time and discounts hubs: that one counts in the score.
// Example:
//   entity_id | name | level | is_debtor | nearness
//   Company:91110115MA10AW2K71 | 北京樾澜淳建筑劳务有限公司 | yellow | true | 0.301762
//   Company:91110115MA1004D374 | 北京曜泓岚建筑劳务有限公司 | orange | true | 0.294918
//   Company:91110115MA1099053R | 北京朔川岚建设工程有限公司 | orange | true | 0.292752
//   Company:91110115MA10WYU075 | 浙江渝煦崧建设工程有限公司 | red | true | 0.279754
//   Company:91110115MA10MEJ166 | 河南霁珺朔建设工程有限公司 | yellow | true | 0.274114
MATCH (d:Company)-[:PARTY_TO]->(:Case {is_verified: true})
WITH DISTINCT d ORDER BY d.node_id
WITH collect(d) AS debtors
CALL gds.pageRank.stream($graph, {sourceNodes: debtors, relationshipWeightProperty: 'weight', dampingFactor: 0.85, maxIterations: 100, tolerance: 1e-9, concurrency: 1})
YIELD nodeId, score
WITH gds.util.asNode(nodeId) AS n, score, debtors
WHERE score > 0 AND (n:Project OR n:Company)
RETURN n.node_id AS entity_id, n.name AS name, n.level AS level, n IN debtors AS is_debtor, round(score, 6) AS nearness
ORDER BY nearness DESC, entity_id
LIMIT $rows
