// 哪些新企业接手了欠薪企业的人，背后又是同样的人、地址或电话？ / Which younger firms took over a debtor's people and share its head, address or telephone?
// Parameters: $share: 转入人员占比至少 / share of the debtor's people at least (0.4)
// Columns: debtor_id, debtor, successor_id, successor, founded_on, moved_share, first_on, in_common, n_projects, n_red_or_orange
// Cost: a scan of all CREW_MOVED_TO, few in a city: milliseconds
// Example:
//   debtor_id | debtor | successor_id | successor | founded_on | moved_share | first_on | in_common | n_projects | n_red_or_orange
//   Company:91110115MA3000M964 | 江苏聚安237号建筑劳务有限公司 | Company:91110115MA3000MA4Y | 江苏聚安237号劳务服务有限公司 | 2022-01-26 | 0.955 | 2022-02-01 | [Agent ged985401cd9aa48, Person md202589c63132dc, Phone t72… | 1 | 0
//   Company:91110115MA3000M61H | 北京聚安100号建筑劳务有限公司 | Company:91110115MA3000M7X9 | 北京聚安100号劳务服务有限公司 | 2022-01-26 | 0.886 | 2022-02-01 | [Agent g7ea49fee725922b, Person mc2862e6d66457d5, Phone t25… | 1 | 0
MATCH (d:Company)-[move:CREW_MOVED_TO]->(c:Company)
WHERE 1.0 * move.n_moved / move.n_workers >= $share AND c.established_on > d.established_on
CALL (d, c) {
  MATCH (d)-[:CONTROLS|LOCATED_AT|REACHED_AT|REGISTERED_BY]-(x)-[:CONTROLS|LOCATED_AT|REACHED_AT|REGISTERED_BY]-(c)
  WITH DISTINCT labels(x)[0] + ' ' + x.key AS name ORDER BY name
  RETURN collect(name) AS in_common
}
WITH d, move, c, in_common
WHERE size(in_common) > 0 OR EXISTS { (d)-[:UNDER_ONE_HAND]-(c) }
RETURN d.node_id AS debtor_id, d.name AS debtor, c.node_id AS successor_id, c.name AS successor, c.established_on AS founded_on,
       round(1.0 * move.n_moved / move.n_workers, 3) AS moved_share, move.first_on AS first_on, in_common,
       COUNT { (c)-[:CONTRACTS_FOR]->(:Project) } AS n_projects,
       COUNT { (c)-[:CONTRACTS_FOR]->(p:Project WHERE p.level IN ['red', 'orange']) } AS n_red_or_orange
ORDER BY moved_share DESC, debtor_id, successor_id
LIMIT 200
