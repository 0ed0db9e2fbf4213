// 哪些总包把承接的工程几乎整体交给了一家？ / Which contractors passed nearly all of a contract on to one firm?
// Parameters: $share: 下包合同占比至少 / share of the sum passed on at least (0.8); $rows: 最多几行 / rows at most (100)
// Columns: project_id, project, level, payer_id, payer, receiver_id, receiver, kind, share, contract_fen, passed_fen
// Cost: a scan of all Contracts and those under them: milliseconds to a second in a city
// Example:
//   project_id | project | level | payer_id | payer | receiver_id | receiver | kind | share | contract_fen | passed_fen
//   Project:DX2021-00161 | 旧宫DX07-E地块住宅楼工程 | orange | Company:91110115MA1091YJ2L | 天津沐璟昀机电安装工程有限公司 | Company:91110115MA10KLKG3X | 北京峦沅煦机电安装工程有限公司 | specialist | 1 | 129000000 | 129000000
//   Project:DX2021-00161 | 旧宫DX07-E地块住宅楼工程 | orange | Company:91110115MA10KLKG3X | 北京峦沅煦机电安装工程有限公司 | Company:91110115MA109QKY4Y | 北京泊湛铎建筑劳务有限公司 | labour | 1 | 129000000 | 129000000
//   Project:DX2021-00212 | 魏善庄DX09-D地块住宅楼工程 | orange | Company:91110115MA100BRR1Y | 北京荻岱峦建设工程有限公司 | Company:91110115MA10DF684C | 北京昀澄皓机电安装工程有限公司 | specialist | 0.96 | 5613000000 | 5388480000
//   Project:DX2021-00107 | 亦庄DX05-C地块道路工程 | orange | Company:91110115MA102F4N4A | 四川皓淳湛建筑劳务有限公司 | Person:xee7856a19108c51 | null | labour | 0.954 | 252650000 | 241000000
//   Project:DX2021-00155 | 庞各庄DX06-Y地块道路工程 | orange | Company:91110115MA10C0LE2P | 北京铎岑璟机电安装工程有限公司 | Company:91110115MA10WGTNX5 | 北京煦荻岑机电安装工程有限公司 | specialist | 0.938 | 69800000 | 65437500
MATCH (sub:Contract)-[:UNDER]->(above:Contract)-[:FOR]->(p:Project)
WHERE above.amount_fen > 0 AND sub.amount_fen >= $share * above.amount_fen
MATCH (payer:Company)-[:LETS]->(sub)<-[:TAKES]-(receiver)
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, payer.node_id AS payer_id, payer.name AS payer,
       receiver.node_id AS receiver_id, receiver.name AS receiver, sub.kind AS kind,
       round(1.0 * sub.amount_fen / above.amount_fen, 3) AS share, above.amount_fen AS contract_fen, sub.amount_fen AS passed_fen
ORDER BY share DESC, project_id, payer_id, receiver_id, passed_fen
LIMIT $rows
