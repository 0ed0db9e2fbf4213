// 哪些班组长同时或先后为几家企业带班，其中有没有查实欠薪的？ / Who leads teams for several firms, and is a shown debtor among them?
// Parameters: $at_least: 至少几家 / firms at least (2); $rows: 最多几行 / rows at most (50)
// Columns: person_id, n_firms, n_teams, n_debtors, firms, n_red_or_orange
// Cost: a scan of all LEADS and EMPLOYS, one a team: milliseconds to a second in a city
// Example:
//   person_id | n_firms | n_teams | n_debtors | firms | n_red_or_orange
//   Person:p385ae2b7c204573 | 2 | 2 | 1 | [北京沅曜璟建筑劳务有限公司, 北京聚安81号建筑劳务有限公司] | 0
//   Person:p7ba3dbf7bb137ee | 2 | 2 | 1 | [江苏聚安237号建筑劳务有限公司, 江苏聚安237号劳务服务有限公司] | 0
//   Person:p8339b20cbba827f | 2 | 2 | 1 | [北京聚安100号建筑劳务有限公司, 北京聚安100号劳务服务有限公司] | 0
//   Person:p95dedf3690b31e2 | 2 | 2 | 1 | [北京聚安100号建筑劳务有限公司, 北京聚安100号劳务服务有限公司] | 0
MATCH (h:Person)-[:LEADS]->(t:Team)<-[:EMPLOYS]-(c:Company)
WITH h, c, count(t) AS n ORDER BY c.node_id
WITH h, collect(c) AS firms, sum(n) AS n_teams
WHERE size(firms) >= $at_least
RETURN h.node_id AS person_id, size(firms) AS n_firms, n_teams,
       size([c IN firms WHERE EXISTS { (c)-[:PARTY_TO]->(:Case {is_verified: true}) }]) AS n_debtors, [c IN firms | c.name] AS firms,
       COUNT { MATCH (h)-[:LEADS]->(:Team)-[:BUILDS]->(p:Project WHERE p.level IN ['red', 'orange']) RETURN DISTINCT p } AS n_red_or_orange
ORDER BY n_debtors DESC, n_firms DESC, person_id
LIMIT $rows
