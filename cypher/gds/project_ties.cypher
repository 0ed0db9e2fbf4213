// 一、把企业、项目、人员、账户等的联系投影成图，供以下各算法使用 / First: project the ties of firms, projects, people and accounts into a graph for the algorithms below
// Parameters: $graph: 图的名称 / name of the graph ('ties')
// Columns: graph, nodes, relationships
// Cost: a scan of all relationships of these types; some hundred bytes a tie of the server's heap
// Note: as the measures of a run: parallel ties add up, a tie is half for being there and half for its size against its kind's mean; no workers, no areas.
// Example:
//   graph | nodes | relationships
//   ties | 6910 | 20822
MATCH ()-[t:CONTRACTS_FOR|PAYS|SERVES|HOLDS|SENT|CONTROLS|OWNS|LEADS|EMPLOYS|BUILDS|STAFFS|LOCATED_AT|REACHED_AT|REGISTERED_BY|OWES|PARTY_TO|CONCERNS]->()
WITH type(t) AS kind, avg(log(1 + t.weight)) AS mean, collect(t) AS ties
UNWIND ties AS t
WITH CASE WHEN startNode(t).node_id < endNode(t).node_id THEN [startNode(t), endNode(t)] ELSE [endNode(t), startNode(t)] END AS ends,
     sum(CASE WHEN mean > 0 THEN 0.5 + 0.5 * log(1 + t.weight) / mean ELSE 1.0 END) AS weight
WHERE ends[0] <> ends[1]
WITH ends, weight ORDER BY ends[0].node_id, ends[1].node_id
WITH gds.graph.project($graph, ends[0], ends[1], {relationshipProperties: {weight: weight}}, {undirectedRelationshipTypes: ['*']}) AS made
RETURN made.graphName AS graph, made.nodeCount AS nodes, made.relationshipCount AS relationships
ORDER BY graph
