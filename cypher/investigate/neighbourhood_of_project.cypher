// 这个项目周围有谁：参建、账户、班组、关键人员、背后控制人（供画图）？ / Who stands around this project: parties, accounts, teams, key staff, those behind them (for a picture)?
// Parameters: $project: 项目的node_id / node_id of the project ('Project:DX2021-00058'); $rows: 最多几条联系 / ties at most (300)
// Columns: a, tie, b
// Cost: one index look-up, then two ties around it, no workers; whoever has more than 200 ties is shown and no way on: milliseconds, up to half a second in a city
// Example:
//   a | tie | b
//   (Team:DX2021-00058-B01) | [:BUILDS] | (Project:DX2021-00058)
//   (Case:clue/XS-900057022) | [:CONCERNS] | (Project:DX2021-00058)
//   (Company:91110115MA101GY04N) | [:CONTRACTS_FOR] | (Project:DX2021-00058)
//   (Company:91110115MA108C4HXB) | [:CONTRACTS_FOR] | (Project:DX2021-00058)
//   (Company:91110115MA109DB548) | [:CONTRACTS_FOR] | (Project:DX2021-00058)
MATCH (p:Project {node_id: $project})
CALL (p) {
  MATCH (p)-[tie:CONTRACTS_FOR|SERVES|BUILDS|STAFFS|IN_AREA|CONCERNS|HAS_FINDING]-()
  RETURN tie
  UNION
  MATCH (p)<-[:CONTRACTS_FOR|SERVES|BUILDS]-(x WHERE COUNT { (x)-[:HOLDS|EMPLOYS|LEADS|CONTROLS|OWNS|UNDER_ONE_HAND|CREW_MOVED_TO|OWES|SENT]-() } <= 200)-[tie:HOLDS|EMPLOYS|LEADS|CONTROLS|OWNS|UNDER_ONE_HAND|CREW_MOVED_TO|OWES|SENT]-()
  RETURN tie
}
RETURN startNode(tie) AS a, tie, endNode(tie) AS b
ORDER BY type(tie), a.node_id, b.node_id
LIMIT $rows
