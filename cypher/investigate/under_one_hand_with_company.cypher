// 哪些企业与这家企业同一控制，直接的凭什么，间接的隔几层？ / Which firms are under one hand with this one, by what tie, and how many steps away?
// Parameters: $company: 企业的node_id / node_id of the company ('Company:91110115MA101L0R2W')
// Columns: company_id, company, level, n_steps, strength, kinds, way_zh, way_en
// Cost: one index look-up, then shortest ways in a group of at most 60: milliseconds
// Example:
//   company_id | company | level | n_steps | strength | kinds | way_zh | way_en
//   Company:91110115MA10KCGX2D | 北京岚璟渝建设工程有限公司 | blue | 1 | 1 | holding; | 北京澄芃渝建筑劳务有限公司 ←持股— 北京嵘煦川澄投资管理有限公司 ←任职或持股— 人员mc9b90d5 —任职或持股… | 北京澄芃渝建筑劳务有限公司 <-owns- 北京嵘煦川澄投资管理有限公司 <-post or share- perso…
//   Company:91110115MA3000M109 | 北京嵘煦川澄投资管理有限公司 | green | 1 | 1 | holding; | 北京澄芃渝建筑劳务有限公司 ←持股— 北京嵘煦川澄投资管理有限公司 | 北京澄芃渝建筑劳务有限公司 <-owns- 北京嵘煦川澄投资管理有限公司
MATCH (c:Company {node_id: $company})
MATCH way = ANY SHORTEST (c)-[:UNDER_ONE_HAND]-{1,6}(kin:Company)
WHERE kin <> c
OPTIONAL MATCH (c)-[tie:UNDER_ONE_HAND]-(kin)
RETURN kin.node_id AS company_id, kin.name AS company, kin.level AS level, length(way) AS n_steps, tie.strength AS strength,
       tie.kinds AS kinds, tie.path_zh AS way_zh, tie.path_en AS way_en
ORDER BY n_steps, company_id
LIMIT 500
