// 哪些项目上不同的参建单位其实同一控制？ / On which projects are two different parties under one hand?
// Parameters: $rows: 最多几行 / rows at most (100)
// Columns: project_id, project, level, company_a_id, company_a, part_a, company_b_id, company_b, part_b, strength, is_open, way_zh, way_en
// Cost: a scan of all UNDER_ONE_HAND, then the sites both take part in: milliseconds to a second in a city
// Example:
//   project_id | project | level | company_a_id | company_a | part_a | company_b_id | company_b | part_b | strength | is_open | way_zh | way_en
//   Project:DX2021-00032 | 瀛海DX02-F地块道路工程 | yellow | Company:91110115MA101L0R2W | 北京澄芃渝建筑劳务有限公司 | 参建 / party | Company:91110115MA10KCGX2D | 北京岚璟渝建设工程有限公司 | 总包 / contractor | 1 | false | 北京澄芃渝建筑劳务有限公司 ←持股— 北京嵘煦川澄投资管理有限公司 ←任职或持股— 人员mc9b90d5 —任职或持股… | 北京澄芃渝建筑劳务有限公司 <-owns- 北京嵘煦川澄投资管理有限公司 <-post or share- perso…
//   Project:DX2021-00047 | 庞各庄DX02-U地块住宅楼工程 | yellow | Company:91110115MA10F22K2C | 江苏淳渝淳房地产开发有限公司 | 建设单位 / owner | Company:91110115MA10FK7C8Y | 北京沐朔湛建设工程有限公司 | 总包 / contractor | 0.968538 | false | 江苏淳渝淳房地产开发有限公司 ←任职或持股— 人员mb83f714 —任职或持股→ 北京沐朔湛建设工程有限公司 | 江苏淳渝淳房地产开发有限公司 <-post or share- person mb83f714 -post or sh…
//   Project:DX2021-00047 | 庞各庄DX02-U地块住宅楼工程 | yellow | Company:91110115MA10F22K2C | 江苏淳渝淳房地产开发有限公司 | 建设单位 / owner | Company:91110115MA10QJHE5Y | 北京湛曜澄建筑劳务有限公司 | 参建 / party | 0.968538 | false | 江苏淳渝淳房地产开发有限公司 ←任职或持股— 人员mb83f714 —任职或持股→ 北京湛曜澄建筑劳务有限公司 | 江苏淳渝淳房地产开发有限公司 <-post or share- person mb83f714 -post or sh…
//   Project:DX2021-00047 | 庞各庄DX02-U地块住宅楼工程 | yellow | Company:91110115MA10FK7C8Y | 北京沐朔湛建设工程有限公司 | 总包 / contractor | Company:91110115MA10QJHE5Y | 北京湛曜澄建筑劳务有限公司 | 参建 / party | 0.968538 | false | 北京沐朔湛建设工程有限公司 ←任职或持股— 人员mb83f714 —任职或持股→ 北京湛曜澄建筑劳务有限公司 | 北京沐朔湛建设工程有限公司 <-post or share- person mb83f714 -post or sha…
//   Project:DX2021-00008 | 西红门DX01-H地块住宅楼工程 | orange | Company:91110115MA104NHCX9 | 北京岑沐曜建设工程有限公司 | 总包 / contractor | Company:91110115MA1062RN7U | 北京穹铎珺建筑劳务有限公司 | 参建 / party | 0.9 | false | 北京岑沐曜建设工程有限公司 ←任职或持股— 人员m6693e2d —任职或持股→ 北京穹铎珺建筑劳务有限公司 | 北京岑沐曜建设工程有限公司 <-post or share- person m6693e2d -post or sha…
MATCH (a:Company)-[hand:UNDER_ONE_HAND]->(b:Company)
MATCH (a)-[:CONTRACTS_FOR]->(p:Project)<-[:CONTRACTS_FOR]-(b)
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, a.node_id AS company_a_id, a.name AS company_a,
       CASE a.key WHEN p.owner THEN '建设单位 / owner' WHEN p.contractor THEN '总包 / contractor' ELSE '参建 / party' END AS part_a,
       b.node_id AS company_b_id, b.name AS company_b,
       CASE b.key WHEN p.owner THEN '建设单位 / owner' WHEN p.contractor THEN '总包 / contractor' ELSE '参建 / party' END AS part_b,
       hand.strength AS strength, hand.is_open AS is_open, hand.path_zh AS way_zh, hand.path_en AS way_en
ORDER BY is_open, strength DESC, project_id, company_a_id, company_b_id
LIMIT $rows
