// 除了共同参建，这两家企业还经由谁相连？ / By whom do these two firms hang together, other than by common projects?
// Parameters: $a: 一家的node_id / node_id of one ('Company:91110115MA101L0R2W'); $b: 另一家的node_id / node_id of the other ('Company:91110115MA10KCGX2D')
// Columns: n_steps, way, ties
// Cost: two index look-ups, then shortest ways of at most six ties: milliseconds to a second
// Note: a contact of more than 24 firms is no way on, nor whoever has more than 200 ties.
// Example:
//   n_steps | way | ties
//   3 | [北京澄芃渝建筑劳务有限公司, 北京嵘煦川澄投资管理有限公司, Person:mc9b90d51f56f896, 北京… | [OWNS, CONTROLS, CONTROLS]
MATCH (a:Company {node_id: $a})
CALL (a) {
  MATCH (b:Company {node_id: $b})
  WHERE b <> a
  RETURN b
}
MATCH way = ALL SHORTEST (a) (()-[:CONTROLS|OWNS|CREW_MOVED_TO|LEADS|EMPLOYS|HOLDS|SERVES|STAFFS|PARTY_TO|LOCATED_AT|REACHED_AT|REGISTERED_BY]-(
    x WHERE x = b OR COUNT { (x)-[:CONTROLS|OWNS|CREW_MOVED_TO|LEADS|EMPLOYS|HOLDS|SERVES|STAFFS|PARTY_TO|LOCATED_AT|REACHED_AT|REGISTERED_BY]-() }
      <= CASE WHEN x:Address OR x:Phone OR x:Agent THEN 24 ELSE 200 END)){1,6} (b)
RETURN length(way) AS n_steps, [n IN nodes(way) | coalesce(n.name, n.node_id)] AS way, [t IN relationships(way) | type(t)] AS ties
ORDER BY n_steps, ties, way
LIMIT 10
