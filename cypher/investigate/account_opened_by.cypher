// 这个账户是谁开立的、户名是谁，与总包是什么关系？ / Who opened this account, whose name is on it, and what is the holder to the contractor?
// Parameters: $account: 账户的node_id / node_id of the account ('Account:a1314a4bb1d9ffc8')
// Columns: account_id, account_name, holder_id, holder, said_by, since, until, project_id, project, standing
// Cost: one index look-up, then its holders and projects: milliseconds
// Example:
//   account_id | account_name | holder_id | holder | said_by | since | until | project_id | project | standing
//   Account:a1314a4bb1d9ffc8 | 北京芃湛峦建设工程有限公司黄村DX06-B地块公路工程农民工工资专用账户 | Company:91110115MA10651G2K | 北京芃湛峦建设工程有限公司 | [account_check, special_account] | 2021-01-15 | null | Project:DX2021-00132 | 黄村DX06-B地块公路工程 | 总包 / the contractor
MATCH (a:Account {node_id: $account})
OPTIONAL MATCH (a)<-[held:HOLDS]-(holder:Company)
OPTIONAL MATCH (a)-[:SERVES]->(p:Project)
OPTIONAL MATCH (contractor:Company {node_id: 'Company:' + p.contractor})
WITH a, held, holder, p,
     CASE
       WHEN holder IS NULL OR p IS NULL THEN null
       WHEN contractor IS NULL THEN '总包不明 / contractor not known'
       WHEN holder = contractor THEN '总包 / the contractor'
       WHEN EXISTS { (holder)-[:UNDER_ONE_HAND]-(contractor) } THEN '与总包同一控制 / under one hand with the contractor'
       WHEN holder.key = p.owner THEN '建设单位 / the owner'
       WHEN EXISTS { (holder)-[:CONTRACTS_FOR]->(p) } THEN '其他参建单位 / another party to the project'
       ELSE '未见参建 / no part in the project'
     END AS standing
RETURN a.node_id AS account_id, a.name AS account_name, holder.node_id AS holder_id, holder.name AS holder,
       COLLECT { UNWIND held.evidence AS proof RETURN DISTINCT split(proof, '/')[0] AS said ORDER BY said } AS said_by,
       held.since AS since, held.until AS until, p.node_id AS project_id, p.name AS project, standing
ORDER BY project_id, holder_id
