// 哪些项目上有两家参建单位是同一个法定代表人？ / On which projects do two parties have one legal representative?
// Parameters: $rows: 最多几行 / rows at most (100)
// Columns: project_id, project, level, person_id, company_a_id, company_a, company_b_id, company_b
// Cost: a scan of all CONTROLS, one or two per company: milliseconds to a second in a city
// Example:
//   project_id | project | level | person_id | company_a_id | company_a | company_b_id | company_b
//   Project:DX2021-00008 | 西红门DX01-H地块住宅楼工程 | orange | Person:m6693e2d1fb1d963 | Company:91110115MA104NHCX9 | 北京岑沐曜建设工程有限公司 | Company:91110115MA1062RN7U | 北京穹铎珺建筑劳务有限公司
//   Project:DX2021-00047 | 庞各庄DX02-U地块住宅楼工程 | yellow | Person:mb83f71406b88278 | Company:91110115MA10F22K2C | 江苏淳渝淳房地产开发有限公司 | Company:91110115MA10FK7C8Y | 北京沐朔湛建设工程有限公司
//   Project:DX2021-00047 | 庞各庄DX02-U地块住宅楼工程 | yellow | Person:mb83f71406b88278 | Company:91110115MA10F22K2C | 江苏淳渝淳房地产开发有限公司 | Company:91110115MA10QJHE5Y | 北京湛曜澄建筑劳务有限公司
//   Project:DX2021-00047 | 庞各庄DX02-U地块住宅楼工程 | yellow | Person:mb83f71406b88278 | Company:91110115MA10FK7C8Y | 北京沐朔湛建设工程有限公司 | Company:91110115MA10QJHE5Y | 北京湛曜澄建筑劳务有限公司
//   Project:DX2021-00062 | 旧宫DX03-J地块住宅楼工程 | blue | Person:mc85bc64767ad6b3 | Company:91110115MA10481M9L | 北京璟峦淳建设工程有限公司 | Company:91110115MA107FRG0M | 北京穹芃峦建筑劳务有限公司
MATCH (h:Person)-[post:CONTROLS]->(c:Company)
WHERE post.weight >= 0.9 AND any(proof IN post.evidence WHERE proof STARTS WITH 'company/' OR proof CONTAINS '/legal_rep/')
WITH h, c ORDER BY c.node_id
WITH h, collect(c) AS firms
WHERE size(firms) > 1
UNWIND firms AS a
UNWIND firms AS b
WITH h, a, b
WHERE a.node_id < b.node_id
MATCH (a)-[:CONTRACTS_FOR]->(p:Project)<-[:CONTRACTS_FOR]-(b)
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, h.node_id AS person_id,
       a.node_id AS company_a_id, a.name AS company_a, b.node_id AS company_b_id, b.name AS company_b
ORDER BY project_id, person_id, company_a_id, company_b_id
LIMIT $rows
