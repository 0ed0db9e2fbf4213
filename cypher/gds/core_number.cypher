// 谁在联系最密的核心里（k核）？ / Who is in the dense core (k-core)?
// Parameters: $graph: 图的名称 / name of the graph ('ties'); $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, level, core_number
// Cost: a few passes over the projected graph: milliseconds to a second in a city
// Example:
//   entity_id | name | level | core_number
//   Address:d4c4b574205257d0 | null | null | 5
//   Address:i1edd71c87c78fd3 | null | null | 5
//   Agent:g0202357f876c17a | null | null | 5
//   Agent:g0db06b36dbba655 | null | null | 5
//   Agent:g107d3120ba058bb | null | null | 5
CALL gds.kcore.stream($graph, {concurrency: 1})
YIELD nodeId, coreValue
WITH gds.util.asNode(nodeId) AS n, coreValue
RETURN n.node_id AS entity_id, n.name AS name, n.level AS level, coreValue AS core_number
ORDER BY core_number DESC, entity_id
LIMIT $rows
