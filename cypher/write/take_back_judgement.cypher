// 收回对这两条记录的判断 / Take back what was judged of these two records
// Parameters: $a: 一方的node_id / node_id of one ('Company:91110115MA105XGQ0G'); $b: 另一方的node_id / node_id of the other ('Company:91110115MA3000M296')
// Columns: a_id, judgement, b_id, decided_by, decided_on
// Cost: one index look-up, then its judgements: milliseconds
// Note: no row comes back where nothing was judged. What runs found (UNDER_ONE_HAND, KNOWN_AS, MAY_BE) is not touched.
// Example:
//   a_id | judgement | b_id | decided_by | decided_on
//   Company:91110115MA105XGQ0G | NOT_SAME_AS | Company:91110115MA3000M296 | 张三 | 2022-06-15
MATCH (a:Company|Alias|Person {node_id: $a})-[j:SAME_AS|NOT_SAME_AS]-(b {node_id: $b})
WITH a, b, j, type(j) AS judgement, j.decided_by AS decided_by, j.decided_on AS decided_on
DELETE j
RETURN a.node_id AS a_id, judgement, b.node_id AS b_id, decided_by, decided_on
ORDER BY a_id, b_id, judgement
