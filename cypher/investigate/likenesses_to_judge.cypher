// 哪些名称或代码看着像某家企业、还需人来判断？ / Which names and codes look like a firm and wait for a person's judgement?
// Parameters: $rows: 最多几行 / rows at most (100)
// Columns: alias_id, record, company_id, company, level, score, reason
// Cost: a scan of all MAY_BE, few in a city: milliseconds
// Example:
//   alias_id | record | company_id | company | level | score | reason
//   Alias:name/湖北景岚岱建设工程有限公司 | 湖北景岚岱建设工程有限公司 | Company:91110115MA101L0R2W | 北京澄芃渝建筑劳务有限公司 | green | 0.72 | similar_name
MATCH (a:Alias)-[may:MAY_BE]->(c:Company)
WHERE NOT EXISTS { (a)-[:SAME_AS|NOT_SAME_AS]-(c) }
RETURN a.node_id AS alias_id, a.record AS record, c.node_id AS company_id, c.name AS company, c.level AS level, may.score AS score, may.reason AS reason
ORDER BY score DESC, alias_id, company_id
LIMIT $rows
