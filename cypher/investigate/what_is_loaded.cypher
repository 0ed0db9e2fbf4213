// 库里现在是哪一次运行，各类节点多少？ / Which run is loaded, and how many nodes of each kind are there?
// Parameters: none
// Columns: as_of, run, state, kind, n
// Cost: the counts that the server keeps, a look-up a kind: milliseconds
// Example:
//   as_of | run | state | kind | n
//   2022-06-15 | town | whole | Account | 344
//   2022-06-15 | town | whole | Case | 92
//   2022-06-15 | town | whole | Company | 677
//   2022-06-15 | town | whole | Contract | 1335
//   2022-06-15 | town | whole | Finding | 239
MATCH (u:Run {is_current: true})
CALL (u) {
  MATCH (n:Project)
  WITH count(n) AS n
  RETURN 'Project' AS kind, n
  UNION ALL
  MATCH (n:Company)
  WITH count(n) AS n
  RETURN 'Company' AS kind, n
  UNION ALL
  MATCH (n:Person)
  WITH count(n) AS n
  RETURN 'Person' AS kind, n
  UNION ALL
  MATCH (n:Account)
  WITH count(n) AS n
  RETURN 'Account' AS kind, n
  UNION ALL
  MATCH (n:Team)
  WITH count(n) AS n
  RETURN 'Team' AS kind, n
  UNION ALL
  MATCH (n:Case)
  WITH count(n) AS n
  RETURN 'Case' AS kind, n
  UNION ALL
  MATCH (n:Contract)
  WITH count(n) AS n
  RETURN 'Contract' AS kind, n
  UNION ALL
  MATCH (n:Finding)
  WITH count(n) AS n
  RETURN 'Finding' AS kind, n
  UNION ALL
  MATCH (n:Record)
  WITH count(n) AS n
  RETURN 'Record' AS kind, n
}
RETURN u.as_of AS as_of, u.name AS run, u.state AS state, kind, n
ORDER BY kind
