// 谁的联系最多、最重？ / Who has the most and the strongest ties?
// Parameters: $graph: 图的名称 / name of the graph ('ties'); $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, degree, strength
// Cost: one pass over the projected graph: milliseconds to a second in a city
// Example:
//   entity_id | name | degree | strength
//   Company:91110115MA1099053R | 北京朔川岚建设工程有限公司 | 127 | 132.7
//   Company:91110115MA10B216XX | 北京穹澄樾建设工程有限公司 | 86 | 90.5076
//   Address:i1edd71c87c78fd3 | null | 80 | 80
//   Phone:i1edd71c87c78fd3 | null | 72 | 72
//   Agent:i1edd71c87c78fd3 | null | 72 | 71.9379
CALL gds.degree.stream($graph, {relationshipWeightProperty: 'weight'})
YIELD nodeId, score AS strength
WITH gds.util.asNode(nodeId) AS n, round(strength, 6) AS strength
ORDER BY strength DESC, n.node_id
LIMIT $rows
RETURN n.node_id AS entity_id, n.name AS name,
       COUNT { MATCH (n)-[:CONTRACTS_FOR|PAYS|SERVES|HOLDS|SENT|CONTROLS|OWNS|LEADS|EMPLOYS|BUILDS|STAFFS|LOCATED_AT|REACHED_AT|REGISTERED_BY|OWES|PARTY_TO|CONCERNS]-(x) RETURN DISTINCT x } AS degree,
       strength
ORDER BY strength DESC, entity_id
