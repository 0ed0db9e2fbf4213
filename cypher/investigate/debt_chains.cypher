// 哪些企业欠别人、别人又欠别人（三角债），成不成环？ / Who owes a firm that owes another in turn, and does it close in a ring?
// Parameters: $rows: 最多几行 / rows at most (100)
// Columns: n_steps, is_ring, companies, yuan, sites_in_common
// Cost: a scan of all OWES, few a company, then at most four debts on: milliseconds to a second in a city
// Note: debts not yet cleared only; a longer chain is shown with its first five.
// Example:
//   n_steps | is_ring | companies | yuan | sites_in_common
//   2 | false | [北京淳岑嵘建筑劳务有限公司, 北京皓曜铎机电安装工程有限公司, 北京铎湛璟建筑劳务有限公司] | [24793.8, 234230] | []
MATCH way = (a:Company) (()-[debt:OWES WHERE debt.until IS NULL]->()){2,5} (z:Company)
WHERE size(COLLECT { UNWIND nodes(way)[1..] AS v RETURN DISTINCT v }) = size(debt)
  AND NOT a IN nodes(way)[1..-1]
  AND (a = z OR NOT EXISTS { (before)-[more:OWES WHERE more.until IS NULL]->(a) WHERE NOT before IN nodes(way) })
  AND (a = z OR size(debt) = 5 OR NOT EXISTS { (z)-[more:OWES WHERE more.until IS NULL]->(after) WHERE NOT after IN nodes(way) })
  AND (a <> z OR all(n IN nodes(way) WHERE a.node_id <= n.node_id))
RETURN size(debt) AS n_steps, a = z AS is_ring, [n IN nodes(way) | n.name] AS companies, [d IN debt | d.weight] AS yuan,
       COLLECT {
         MATCH (a)-[:CONTRACTS_FOR]->(p:Project)
         WHERE all(n IN nodes(way)[1..] WHERE EXISTS { (n)-[:CONTRACTS_FOR]->(p) })
         RETURN p.node_id AS site ORDER BY site
       } AS sites_in_common
ORDER BY is_ring DESC, n_steps DESC, companies, yuan
LIMIT $rows
