// 人工判断了哪些是同一家、哪些不是，谁在何时判断的？ / Which records did people judge to be one or not one, who, and when?
// Parameters: none
// Columns: judgement, a_id, a, b_id, b, decided_by, decided_on, note
// Cost: a scan of all SAME_AS and NOT_SAME_AS, only what people drew: milliseconds
// Example:
//   judgement | a_id | a | b_id | b | decided_by | decided_on | note
//   NOT_SAME_AS | Company:91110115MA105XGQ0G | 北京璟沐澜建材商贸有限公司 | Company:91110115MA3000M296 | 北京璟沐澜建材商贸有限公司 | 张三 | 2022-06-15 | 同名不同照 / same name, other licence
//   SAME_AS | Alias:name/湖北景岚岱建设工程有限公司 | 湖北景岚岱建设工程有限公司 | Company:91110115MA1056WF91 | 湖北璟岚岱建设工程有限公司 | 张三 | 2022-06-15 | 营业执照一致 / same licence
MATCH (a)-[j:SAME_AS|NOT_SAME_AS]->(b)
RETURN type(j) AS judgement, a.node_id AS a_id, coalesce(a.name, a.key) AS a, b.node_id AS b_id, coalesce(b.name, b.key) AS b,
       j.decided_by AS decided_by, j.decided_on AS decided_on, j.note AS note
ORDER BY decided_on DESC, judgement, a_id, b_id
