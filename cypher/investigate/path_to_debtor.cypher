// 这家企业经由谁与已查实欠薪的企业相连？ / Through whom is this firm tied to one shown to owe wages?
// Parameters: $company: 企业的node_id / node_id of the company ('Company:91110115MA3000MA4Y')
// Columns: n_steps, debtor_id, debtor, way, ties
// Cost: one index look-up, then shortest ways of at most five ties: milliseconds to a second in a city
// Note: who sells to a debtor or sues one is more often a victim: no money, no courts and no common sites are walked, and no contact of more than five firms.
// Example:
//   n_steps | debtor_id | debtor | way | ties
//   1 | Company:91110115MA3000M964 | 江苏聚安237号建筑劳务有限公司 | [江苏聚安237号劳务服务有限公司, 江苏聚安237号建筑劳务有限公司] | [CREW_MOVED_TO]
//   3 | Company:91110115MA10DGYE42 | 北京穹璟峦建设工程有限公司 | [江苏聚安237号劳务服务有限公司, 江苏聚安237号建筑劳务有限公司, XS-900237150, 北京穹璟峦建设工… | [CREW_MOVED_TO, PARTY_TO, PARTY_TO]
MATCH (c:Company {node_id: $company})
MATCH way = ALL SHORTEST (c) (()-[:CONTROLS|OWNS|UNDER_ONE_HAND|CREW_MOVED_TO|LEADS|EMPLOYS|PARTY_TO|LOCATED_AT|REACHED_AT|REGISTERED_BY]-(
    x WHERE coalesce(x.source, 'clue') = 'clue' AND (
      COUNT { (x)-[:CONTROLS|OWNS|UNDER_ONE_HAND|CREW_MOVED_TO|LEADS|EMPLOYS|PARTY_TO|LOCATED_AT|REACHED_AT|REGISTERED_BY]-() }
        <= CASE WHEN x:Address OR x:Phone OR x:Agent THEN 5 ELSE 200 END
      OR EXISTS { (x)-[:PARTY_TO]->(:Case {is_verified: true}) }))){1,5} (d:Company)
WHERE d <> c AND EXISTS { (d)-[:PARTY_TO]->(:Case {is_verified: true}) }
WITH d, length(way) AS n_steps, [n IN nodes(way) | coalesce(n.name, n.node_id)] AS names, [t IN relationships(way) | type(t)] AS ties
ORDER BY n_steps, names, ties
WITH d, n_steps, collect({way: names, ties: ties})[0] AS first
RETURN n_steps, d.node_id AS debtor_id, d.name AS debtor, first.way AS way, first.ties AS ties
ORDER BY n_steps, debtor_id
LIMIT 5
