// 二、只把建设单位、总包、分包与未完工的项目投影成图，供找割点、桥和社区 / Second: project owners, contractors, subcontractors and projects not yet over, to look for hinges, bridges and communities
// Parameters: $graph: 图的名称 / name of the graph ('works')
// Columns: graph, nodes, relationships
// Cost: a scan of all CONTRACTS_FOR; some hundred bytes each of the server's heap
// Example:
//   graph | nodes | relationships
//   works | 811 | 3018
MATCH (c:Company)-[part:CONTRACTS_FOR]->(p:Project)
WHERE NOT p.status IN ['completed', 'closed'] AND part.until IS NULL
WITH c, p, part ORDER BY c.node_id, p.node_id
WITH gds.graph.project($graph, c, p, {relationshipProperties: {weight: part.weight}}, {undirectedRelationshipTypes: ['*']}) AS made
RETURN made.graphName AS graph, made.nodeCount AS nodes, made.relationshipCount AS relationships
ORDER BY graph
