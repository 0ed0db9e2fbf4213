// 判断：这两条记录是同一家（同一人） / Judge: these two records are one firm (one person)
// Parameters: $a: 一方的node_id（企业、别名或人员） / node_id of one: company, alias or person ('Alias:name/湖北景岚岱建设工程有限公司'); $b: 另一方的node_id / node_id of the other ('Company:91110115MA1056WF91'); $decided_by: 判断人 / who decides ('张三'); $decided_on: 判断日期 / day of the judgement ('2022-06-15'); $note: 依据 / grounds ('营业执照一致 / same licence')
// Columns: a_id, judgement, b_id, decided_by, decided_on, note
// Cost: two index look-ups: milliseconds
// Note: no row comes back where an end, a name or a day is missing, both ends are one, or a firm is put against a person: nothing was written. Said twice, it stands once; it takes the place of NOT_SAME_AS.
// Example:
//   a_id | judgement | b_id | decided_by | decided_on | note
//   Alias:name/湖北景岚岱建设工程有限公司 | SAME_AS | Company:91110115MA1056WF91 | 张三 | 2022-06-15 | 营业执照一致 / same licence
MATCH (a:Company|Alias|Person {node_id: $a})
CALL (a) {
  MATCH (b:Company|Alias|Person {node_id: $b})
  WHERE b <> a AND (b:Person) = (a:Person)
  RETURN b
}
WITH a, b
WHERE trim($decided_by) <> '' AND date($decided_on) IS NOT NULL
CALL (a, b) {
  MATCH (a)-[other:NOT_SAME_AS]-(b)
  DELETE other
}
MERGE (a)-[j:SAME_AS]-(b)
SET j.decided_by = $decided_by, j.decided_on = date($decided_on), j.note = $note
RETURN a.node_id AS a_id, type(j) AS judgement, b.node_id AS b_id, j.decided_by AS decided_by, j.decided_on AS decided_on, j.note AS note
ORDER BY a_id, b_id
