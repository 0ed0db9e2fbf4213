// 这家企业还参与哪些项目，以什么身份，各是什么等级？ / On which other sites is this firm, in what part, and at what levels?
// Parameters: $company: 企业的node_id / node_id of the company ('Company:91110115MA104NHCX9')
// Columns: project_id, project, level, rank, part, since, until, workers_at_risk, street
// Cost: one index look-up, then its sites: milliseconds
// Example:
//   project_id | project | level | rank | part | since | until | workers_at_risk | street
//   Project:DX2021-00199 | 魏善庄DX08-Q地块公路工程 | orange | 28 | 总包 / contractor | 2021-08-08 | null | 12 | 魏善庄第4网格
//   Project:DX2021-00012 | 西红门DX01-L地块轨道交通工程 | orange | 30 | 总包 / contractor | 2021-09-16 | null | 12 | 西红门第4网格
//   Project:DX2021-00060 | 黄村DX03-H地块住宅楼工程 | orange | 58 | 总包 / contractor | 2021-07-02 | null | 18 | 黄村第1网格
//   Project:DX2021-00008 | 西红门DX01-H地块住宅楼工程 | orange | 62 | 总包 / contractor | 2021-06-18 | null | 12 | 西红门第3网格
//   Project:DX2021-00169 | 黄村DX07-M地块住宅楼工程 | blue | 119 | 总包 / contractor | 2021-08-28 | null | 0 | 黄村第3网格
MATCH (c:Company {node_id: $company})-[part:CONTRACTS_FOR]->(p:Project)
OPTIONAL MATCH (p)-[:IN_AREA]->(a:Area)
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, p.rank AS rank,
       CASE c.key WHEN p.owner THEN '建设单位 / owner' WHEN p.contractor THEN '总包 / contractor' ELSE '参建 / party' END AS part,
       part.since AS since, part.until AS until, p.workers_at_risk AS workers_at_risk, a.name AS street
ORDER BY rank, project_id
LIMIT 500
