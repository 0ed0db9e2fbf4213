// 哪些地址、电话、代办人名下登记了许多企业？ / Which addresses, telephones and agents have many firms?
// Parameters: $at_least: 至少几家 / firms at least (6); $rows: 最多几行 / rows at most (50)
// Columns: kind, contact_id, n_firms, n_in_projects, n_red_or_orange, companies
// Cost: a scan of all LOCATED_AT, REACHED_AT and REGISTERED_BY, three a company: up to a second in a city
// Note: an agent's address serves honest firms too; many firms are a reason to look, not a finding.
// Example:
//   kind | contact_id | n_firms | n_in_projects | n_red_or_orange | companies
//   Agent | Agent:g7ea49fee725922b | 15 | 15 | 2 | [北京霁煦荻建材商贸有限公司, 北京曜泓岚建筑劳务有限公司, 浙江煦沐霁建材商贸有限公司, 北京芃岑峦建设工程有限公司…
//   Agent | Agent:ged985401cd9aa48 | 15 | 13 | 2 | [北京澜霁泊建设工程有限公司, 江苏淳煦霁建筑劳务有限公司, 北京淳昀霁房地产开发有限公司, 江苏淳璟嵘建材商贸有限公…
//   Agent | Agent:gf6bac8338146415 | 15 | 15 | 2 | [北京澄澜淳建设工程有限公司, 北京渝峦崧建设工程有限公司, 四川皓岚翊建材商贸有限公司, 北京璟峦淳建设工程有限公司…
//   Agent | Agent:g6b4eb45a6d1471c | 12 | 12 | 2 | [北京铎煦淳建设工程有限公司, 北京川崧沐机电安装工程有限公司, 北京沐岱澄建设工程有限公司, 北京璟川川建筑劳务有限…
//   Agent | Agent:g2a89a297f264698 | 8 | 8 | 2 | [天津朔樾岚建筑劳务有限公司, 北京铎芃璟建设工程有限公司, 北京泓沅曜建设工程有限公司, 北京沐淳铎机电安装工程有限…
MATCH (x:Address|Phone|Agent)
WHERE COUNT { (x)<-[:LOCATED_AT|REACHED_AT|REGISTERED_BY]-() } >= $at_least
MATCH (x)<-[:LOCATED_AT|REACHED_AT|REGISTERED_BY]-(c:Company)
WITH x, c ORDER BY c.node_id
WITH x, collect(c) AS firms
RETURN labels(x)[0] AS kind, x.node_id AS contact_id, size(firms) AS n_firms,
       size([c IN firms WHERE EXISTS { (c)-[:CONTRACTS_FOR]->(:Project) }]) AS n_in_projects,
       size([c IN firms WHERE c.level IN ['red', 'orange']]) AS n_red_or_orange, [c IN firms[..5] | c.name] AS companies
ORDER BY n_red_or_orange DESC, n_firms DESC, contact_id
LIMIT $rows
