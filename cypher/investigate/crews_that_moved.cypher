// 欠薪企业的工人和班组长后来去了哪家企业？ / To which firms did the crews and leaders of debtors go?
// Parameters: $at_least: 至少几人 / people at least (5)
// Columns: debtor_id, debtor, firm_id, firm, firm_level, n_moved, n_workers, share, n_leaders_moved, first_on, last_on, is_one_hand
// Cost: a scan of all CREW_MOVED_TO, few in a city: milliseconds
// Note: people follow work; the share of the debtor's people that went, and who stands behind both, is what to look at.
// Example:
//   debtor_id | debtor | firm_id | firm | firm_level | n_moved | n_workers | share | n_leaders_moved | first_on | last_on | is_one_hand
//   Company:91110115MA3000M964 | 江苏聚安237号建筑劳务有限公司 | Company:91110115MA3000MA4Y | 江苏聚安237号劳务服务有限公司 | blue | 21 | 22 | 0.955 | 1 | 2022-02-01 | 2022-06-01 | true
//   Company:91110115MA3000M61H | 北京聚安100号建筑劳务有限公司 | Company:91110115MA3000M7X9 | 北京聚安100号劳务服务有限公司 | orange | 31 | 35 | 0.886 | 2 | 2022-02-01 | 2022-06-08 | true
//   Company:91110115MA3000MC0L | 北京聚安81号建筑劳务有限公司 | Company:91110115MA10FPLK6N | 北京沅曜璟建筑劳务有限公司 | blue | 22 | 78 | 0.282 | 1 | 2021-11-05 | 2022-05-14 | false
//   Company:91110115MA1096E2X1 | 北京铎湛璟建筑劳务有限公司 | Company:91110115MA10UH1X5K | 北京铎铎川建筑劳务有限公司 | blue | 8 | 90 | 0.089 | 0 | 2021-07-17 | 2022-03-14 | false
//   Company:91110115MA1096E2X1 | 北京铎湛璟建筑劳务有限公司 | Company:91110115MA106KWG0U | 北京崧璟岚建筑劳务有限公司 | blue | 7 | 90 | 0.078 | 0 | 2022-02-06 | 2022-05-17 | false
MATCH (d:Company)-[move:CREW_MOVED_TO]->(c:Company)
WHERE move.n_moved >= $at_least
RETURN d.node_id AS debtor_id, d.name AS debtor, c.node_id AS firm_id, c.name AS firm, c.level AS firm_level,
       move.n_moved AS n_moved, move.n_workers AS n_workers, round(1.0 * move.n_moved / move.n_workers, 3) AS share,
       move.n_leaders_moved AS n_leaders_moved, move.first_on AS first_on, move.last_on AS last_on,
       EXISTS { (d)-[:UNDER_ONE_HAND]-(c) } AS is_one_hand
ORDER BY share DESC, debtor_id, firm_id
LIMIT 200
