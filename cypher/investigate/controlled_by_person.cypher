// 这个人还控制着哪些企业（直接、经由持股、同一控制）？ / What else is under this person's control: directly, through shares, under one hand?
// Parameters: $person: 人员的node_id / node_id of the person ('Person:mc9b90d51f56f896'); $share: 持股或任职权重至少 / share held or weight of the post at least (0.5)
// Columns: company_id, company, level, n_steps, how
// Cost: one index look-up, then chains of at most six holdings: milliseconds
// Example:
//   company_id | company | level | n_steps | how
//   Company:91110115MA10KCGX2D | 北京岚璟渝建设工程有限公司 | blue | 1 | 任职或持股 / post or share
//   Company:91110115MA3000M109 | 北京嵘煦川澄投资管理有限公司 | green | 1 | 任职或持股 / post or share
//   Company:91110115MA101L0R2W | 北京澄芃渝建筑劳务有限公司 | green | 2 | 同一控制 / under one hand
MATCH (u:Run {is_current: true})
WITH u.as_of AS today
MATCH (p:Person {node_id: $person})-[post:CONTROLS]->(first:Company)
WHERE post.weight >= $share AND coalesce(post.until, today) >= today
MATCH (first) (()-[share:OWNS WHERE share.weight >= $share]->()){0,6} (held:Company)
WHERE all(s IN share WHERE coalesce(s.until, today) >= today)
WITH DISTINCT held, 1 + size(share) AS n_steps
CALL (held, n_steps) {
  RETURN held AS c, n_steps AS n, CASE n_steps WHEN 1 THEN '任职或持股 / post or share' ELSE '经由持股 / through shares' END AS tie
  UNION
  MATCH (held)-[:UNDER_ONE_HAND]-(kin:Company)
  RETURN kin AS c, n_steps + 1 AS n, '同一控制 / under one hand' AS tie
}
WITH c, n, tie ORDER BY n, tie
WITH c, collect({n: n, tie: tie})[0] AS best
RETURN c.node_id AS company_id, c.name AS company, c.level AS level, best.n AS n_steps, best.tie AS how
ORDER BY n_steps, company_id
LIMIT 500
