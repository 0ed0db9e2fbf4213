// 这家企业在各部门的数据里还叫什么、用过什么代码，凭什么认定是同一家？ / Under which other names and codes do the agencies know this firm, and why are they taken as one?
// Parameters: $company: 企业的node_id / node_id of the company ('Company:91110115MA1056WF91')
// Columns: alias_id, record, kind, score, reason, decided_by
// Cost: one index look-up, then its other records: milliseconds
// Example:
//   alias_id | record | kind | score | reason | decided_by
//   Alias:name/湖北景岚岱建设工程有限公司 | 湖北景岚岱建设工程有限公司 | name | 0.9151 | similar_name | match
//   Alias:uscc/91110115MA1056WF91 | 91110115MA1056WF91 | uscc | 1 | own_code | rule
MATCH (c:Company {node_id: $company})-[known:KNOWN_AS]->(a:Alias)
RETURN a.node_id AS alias_id, a.record AS record, a.kind AS kind, known.score AS score, known.reason AS reason, known.decided_by AS decided_by
ORDER BY alias_id
