// 现在投影了哪些图，占多少内存？ / Which graphs are projected, and how much memory do they hold?
// Parameters: none
// Columns: graph, nodes, relationships
// Cost: milliseconds
// Example:
//   graph | nodes | relationships
//   ties | 6910 | 20822
//   works | 811 | 3018
CALL gds.graph.list()
YIELD graphName, nodeCount, relationshipCount
RETURN graphName AS graph, nodeCount AS nodes, relationshipCount AS relationships
ORDER BY graph
