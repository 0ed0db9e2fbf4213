// 哪些项目和企业离已查实的欠薪最近，凭什么？ / Which projects and firms are nearest to shown debtors, and by which way?
// Parameters: $rows: 最多几行 / rows at most (20)
// Columns: entity_id, name, level, place, nearness, n_steps, debtor_id, debtor, way_zh, way_en
// Cost: a scan of all NEAR_DEBTOR, at most one a project and company: milliseconds to a second in a city
// Example:
//   entity_id | name | level | place | nearness | n_steps | debtor_id | debtor | way_zh | way_en
//   Company:91110115MA3000MA4Y | 江苏聚安237号劳务服务有限公司 | blue | 1 | 0.0122759 | 1 | Company:91110115MA3000M964 | 江苏聚安237号建筑劳务有限公司 | 江苏聚安237号劳务服务有限公司 ←人员转入— 江苏聚安237号建筑劳务有限公司 | 江苏聚安237号劳务服务有限公司 <-people moved to- 江苏聚安237号建筑劳务有限公司
//   Company:91110115MA3000M7X9 | 北京聚安100号劳务服务有限公司 | orange | 2 | 0.0122141 | 1 | Company:91110115MA3000M61H | 北京聚安100号建筑劳务有限公司 | 北京聚安100号劳务服务有限公司 ←人员转入— 北京聚安100号建筑劳务有限公司 | 北京聚安100号劳务服务有限公司 <-people moved to- 北京聚安100号建筑劳务有限公司
//   Project:DX2021-00111 | 榆垡DX05-G地块道路工程 | orange | 1 | 0.00801798 | 1 | Company:91110115MA10WYU075 | 浙江渝煦崧建设工程有限公司 | 榆垡DX05-G地块道路工程 ←参建— 浙江渝煦崧建设工程有限公司 | 榆垡DX05-G地块道路工程 <-takes part in- 浙江渝煦崧建设工程有限公司
//   Company:91110115MA3000M02E | 北京朔川岚控股集团有限公司 | yellow | 3 | 0.00588891 | 1 | Company:91110115MA1099053R | 北京朔川岚建设工程有限公司 | 北京朔川岚控股集团有限公司 —持股→ 北京朔川岚建设工程有限公司 | 北京朔川岚控股集团有限公司 -owns-> 北京朔川岚建设工程有限公司
//   Project:DX2021-00044 | 青云店DX02-R地块河道治理工程 | red | 2 | 0.00474611 | 1 | Company:91110115MA10AW2K71 | 北京樾澜淳建筑劳务有限公司 | 青云店DX02-R地块河道治理工程 ←参建— 北京樾澜淳建筑劳务有限公司 | 青云店DX02-R地块河道治理工程 <-takes part in- 北京樾澜淳建筑劳务有限公司
MATCH (x)-[near:NEAR_DEBTOR]->(d)
RETURN x.node_id AS entity_id, x.name AS name, x.level AS level, near.place AS place, near.nearness AS nearness,
       near.n_steps AS n_steps, d.node_id AS debtor_id, d.name AS debtor, near.path_zh AS way_zh, near.path_en AS way_en
ORDER BY nearness DESC, entity_id
LIMIT $rows
