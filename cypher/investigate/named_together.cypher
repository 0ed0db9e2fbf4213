// 这家企业与谁在同一条线索里被反映？ / With whom was this firm named in one clue?
// Parameters: $company: 企业的node_id / node_id of the company ('Company:91110115MA1004D374')
// Columns: clue, opened_on, is_verified, heads, other_id, other, other_level, project_id, project
// Cost: one index look-up, then its clues: milliseconds
// Example:
//   clue | opened_on | is_verified | heads | other_id | other | other_level | project_id | project
//   XS-900110033 | 2022-05-13 | false | 3 | Company:91110115MA10WYU075 | 浙江渝煦崧建设工程有限公司 | red | Project:DX2021-00111 | 榆垡DX05-G地块道路工程
//   XS-900110039 | 2022-05-07 | false | 3 | Company:91110115MA10WYU075 | 浙江渝煦崧建设工程有限公司 | red | Project:DX2021-00111 | 榆垡DX05-G地块道路工程
//   XS-900110045 | 2022-05-01 | true | 12 | Company:91110115MA10WYU075 | 浙江渝煦崧建设工程有限公司 | red | Project:DX2021-00111 | 榆垡DX05-G地块道路工程
//   XS-900110052 | 2022-04-24 | false | 3 | Company:91110115MA10WYU075 | 浙江渝煦崧建设工程有限公司 | red | Project:DX2021-00111 | 榆垡DX05-G地块道路工程
MATCH (c:Company {node_id: $company})-[:PARTY_TO]->(k:Case {source: 'clue'})<-[:PARTY_TO]-(o:Company)
OPTIONAL MATCH (k)-[:CONCERNS]->(p:Project)
RETURN k.name AS clue, k.opened_on AS opened_on, k.is_verified AS is_verified, k.heads AS heads,
       o.node_id AS other_id, o.name AS other, o.level AS other_level, p.node_id AS project_id, p.name AS project
ORDER BY opened_on DESC, clue, other_id, project_id
LIMIT 200
