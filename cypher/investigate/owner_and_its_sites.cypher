// 这个建设单位的其他项目各是什么等级，它自己有什么难处？ / This owner: all its sites with their levels, and its own troubles?
// Parameters: $company: 建设单位的node_id / node_id of the owner ('Company:91110115MA10HGFF3R')
// Columns: project_id, project, level, score, workers_at_risk, amount_at_risk_fen, contractor, n_unpaid_debts, n_court_cases, troubles
// Cost: one index look-up, then its sites: milliseconds
// Example:
//   project_id | project | level | score | workers_at_risk | amount_at_risk_fen | contractor | n_unpaid_debts | n_court_cases | troubles
//   Project:DX2021-00204 | 安定DX08-V地块住宅楼工程 | red | 0.858981 | 15 | 6708990 | 湖北璟岚岱建设工程有限公司 | 0 | 2 | [X01 fees_stopped, X01 owner_insolvent]
//   Project:DX2021-00031 | 庞各庄DX02-E地块住宅楼工程 | red | 0.851399 | 15 | 8131440 | 北京朔川岚建设工程有限公司 | 0 | 2 | [X01 fees_stopped, X01 owner_insolvent]
//   Project:DX2021-00103 | 魏善庄DX04-Y地块厂房工程 | red | 0.76965 | 3 | 2898500 | 北京峦澄泓建设工程有限公司 | 0 | 2 | [X01 fees_stopped, X01 owner_insolvent]
//   Project:DX2021-00229 | 安定DX09-U地块公路工程 | orange | 0.694253 | 12 | 6503820 | 山东澄岚璟建设工程有限公司 | 0 | 2 | [X01 fees_stopped, X01 owner_insolvent]
//   Project:DX2021-00180 | 旧宫DX07-X地块住宅楼工程 | orange | 0.49533 | 17 | 10127325 | 北京川皓湛建设工程有限公司 | 0 | 2 | [X01 fees_stopped, X01 owner_insolvent]
MATCH (c:Company {node_id: $company})-[:CONTRACTS_FOR]->(p:Project)
WHERE p.owner = c.key
OPTIONAL MATCH (contractor:Company {node_id: 'Company:' + p.contractor})
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, p.score AS score, p.workers_at_risk AS workers_at_risk,
       p.amount_at_risk_fen AS amount_at_risk_fen, contractor.name AS contractor, COUNT { (c)-[d:OWES WHERE d.until IS NULL]->() } AS n_unpaid_debts,
       COUNT { (c)-[:PARTY_TO]->(:Case {source: 'court'}) } AS n_court_cases,
       COLLECT { MATCH (c)-[:HAS_FINDING]->(f:Finding) RETURN f.signal + ' ' + f.reason AS trouble ORDER BY trouble } AS troubles
ORDER BY score DESC, project_id
LIMIT 200
