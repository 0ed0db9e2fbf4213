// 用完后删去投影的图，释放内存 / Last: drop a projected graph and free its memory
// Parameters: $graph: 图的名称 / name of the graph ('ties')
// Columns: graph
// Cost: milliseconds; without the graph it does nothing
// Example:
//   graph
//   ties
CALL gds.graph.drop($graph, false)
YIELD graphName
RETURN graphName AS graph
ORDER BY graph
