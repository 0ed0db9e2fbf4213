// 一共多少项目和企业，各是什么等级，涉及多少工人和金额？ / How many projects and companies stand at each level, with how many workers and how much money?
// Parameters: none
// Columns: kind, level, n, workers_at_risk, amount_at_risk_yuan
// Cost: a scan of all Projects and all Companies: milliseconds to a second in a city
// Example:
//   kind | level | n | workers_at_risk | amount_at_risk_yuan
//   project | red | 27 | 421 | 3532558.03
//   project | orange | 52 | 864 | 4897393.60
//   project | yellow | 23 | 511 | 2781711.84
//   project | blue | 55 | 0 | 0
//   project | green | 103 | 0 | 0
UNWIND ['red', 'orange', 'yellow', 'blue', 'green'] AS level
CALL (level) {
  MATCH (p:Project {level: level})
  WHERE p.row_digest IS NOT NULL
  RETURN 'project' AS kind, count(p) AS n, sum(p.workers_at_risk) AS workers_at_risk, sum(p.amount_at_risk_fen) AS fen
  UNION ALL
  MATCH (c:Company {level: level})
  WHERE c.row_digest IS NOT NULL
  RETURN 'company' AS kind, count(c) AS n, sum(c.workers_at_risk) AS workers_at_risk, sum(c.amount_at_risk_fen) AS fen
}
RETURN kind, level, n, workers_at_risk, fen / 100.0 AS amount_at_risk_yuan
ORDER BY kind DESC, {red: 1, orange: 2, yellow: 3, blue: 4, green: 5}[level]
