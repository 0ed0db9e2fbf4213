// 哪些企业刚成立就承接了工程？ / Which firms took works when they were newly founded?
// Parameters: $days: 成立后多少天内 / days since founding at most (180); $rows: 最多几行 / rows at most (100)
// Columns: company_id, company, level, founded_on, signed_on, days, contract_id, kind, amount_fen, project_id, project, project_level
// Cost: a scan of all Contracts, several a project: milliseconds to a second in a city
// Example:
//   company_id | company | level | founded_on | signed_on | days | contract_id | kind | amount_fen | project_id | project | project_level
//   Company:91110115MA3000MF57 | 鼎盛41号建筑劳务有限公司 | orange | 2021-09-23 | 2021-11-19 | 57 | HT-LB-000042 | labour | 322090000 | Project:DX2021-00041 | 庞各庄DX02-O地块住宅楼工程 | orange
//   Company:91110115MA10DK469B | 北京泊渝霁建筑劳务有限公司 | blue | 2021-08-19 | 2021-10-27 | 69 | HT-LB-000239 | labour | 166200000 | Project:DX2021-00235 | 黄村DX10-A地块住宅楼工程 | blue
//   Company:91110115MA3000MU8W | 众创217号建筑劳务有限公司 | green | 2021-11-27 | 2022-02-15 | 80 | HT-KL-000217 | labour | 29375000 | Project:DX2021-00217 | 长子营DX09-I地块住宅楼工程 | green
//   Company:91110115MA10DK469B | 北京泊渝霁建筑劳务有限公司 | blue | 2021-08-19 | 2021-11-14 | 87 | HT-LB-000161 | labour | 227810000 | Project:DX2021-00160 | 榆垡DX07-D地块住宅楼工程 | blue
//   Company:91110115MA3000MM24 | 宏远39号建筑劳务有限公司 | yellow | 2021-10-18 | 2022-01-16 | 90 | HT-NF-000039 | labour | 47200000 | Project:DX2021-00039 | 长子营DX02-M地块住宅楼工程 | blue
MATCH (c:Company)-[:TAKES]->(k:Contract)-[:FOR]->(p:Project)
WHERE k.signed_on >= c.established_on AND k.signed_on <= c.established_on + duration({days: $days})
RETURN c.node_id AS company_id, c.name AS company, c.level AS level, c.established_on AS founded_on, k.signed_on AS signed_on,
       duration.inDays(c.established_on, k.signed_on).days AS days, k.key AS contract_id, k.kind AS kind, k.amount_fen AS amount_fen,
       p.node_id AS project_id, p.name AS project, p.level AS project_level
ORDER BY days, company_id, contract_id
LIMIT $rows
