// 哪些工资专户的户名既不是总包、也不与总包同一控制？ / Which wage accounts are held by neither the contractor nor a firm under one hand with it?
// Parameters: $rows: 最多几行 / rows at most (100)
// Columns: project_id, project, level, account_id, holder_id, holder, takes_part, contractor_id, contractor
// Cost: a scan of all Projects and their accounts: milliseconds to a second in a city
// Example:
//   project_id | project | level | account_id | holder_id | holder | takes_part | contractor_id | contractor
//   Project:DX2021-00013 | 西红门DX01-M地块住宅楼工程 | red | Account:aa0de4b8e412d4cb | Company:91110115MA108NAM9U | 安徽珺芃皓建筑劳务有限公司 | true | Company:91110115MA1007753D | 北京荻嵘朔建设工程有限公司
//   Project:DX2021-00018 | 魏善庄DX01-R地块住宅楼工程 | blue | Account:afbd14630059cd7b | Company:91110115MA10UU6R3X | 北京崧崧嵘建设工程有限公司 | true | Company:91110115MA10KFAJ88 | 山东芃岱朔建设工程有限公司
//   Project:DX2021-00055 | 西红门DX03-C地块住宅楼工程 | red | Account:a4767e6830aa0bb6 | Company:91110115MA10B6WA0E | 北京嵘湛澄房地产开发有限公司 | true | Company:91110115MA10UF0T0W | 北京湛澄珺建设工程有限公司
//   Project:DX2021-00201 | 西红门DX08-S地块道路工程 | yellow | Account:a94324a0a52b038e | Company:91110115MA10KD5PXK | 浙江渝泊峦机电安装工程有限公司 | true | Company:91110115MA10BU270F | 河南泓崧铎建设工程有限公司
//   Project:DX2021-00254 | 青云店DX10-T地块河道治理工程 | red | Account:a9627d19e35de671 | Company:91110115MA10BGMX2Q | 北京昀岑皓建材商贸有限公司 | false | Company:91110115MA107EDM88 | 北京泓沅曜建设工程有限公司
MATCH (p:Project)<-[:SERVES]-(a:Account)<-[:HOLDS]-(holder:Company)
WHERE a.is_wage_account AND holder.key <> p.contractor
MATCH (contractor:Company {node_id: 'Company:' + p.contractor})
WHERE NOT EXISTS { (holder)-[:UNDER_ONE_HAND]-(contractor) } AND NOT EXISTS { (holder)-[:OWNS]-(contractor) }
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, a.node_id AS account_id,
       holder.node_id AS holder_id, holder.name AS holder, EXISTS { (holder)-[:CONTRACTS_FOR]->(p) } AS takes_part,
       contractor.node_id AS contractor_id, contractor.name AS contractor
ORDER BY project_id, account_id, holder_id
LIMIT $rows
