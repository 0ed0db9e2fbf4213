// 哪些总包有几个红橙项目，共涉及多少工人？ / Which contractors have several red or orange sites, and with how many workers?
// Parameters: $at_least: 至少几个红橙项目 / red or orange sites at least (2); $rows: 最多几行 / rows at most (50)
// Columns: company_id, company, level, n_red, n_orange, n_sites, workers_at_risk, amount_at_risk_fen
// Cost: a scan of all Projects: milliseconds to a second in a city
// Example:
//   company_id | company | level | n_red | n_orange | n_sites | workers_at_risk | amount_at_risk_fen
//   Company:91110115MA1099053R | 北京朔川岚建设工程有限公司 | orange | 3 | 4 | 19 | 147 | 80504319
//   Company:91110115MA1056WF91 | 湖北璟岚岱建设工程有限公司 | orange | 2 | 0 | 6 | 48 | 37353858
//   Company:91110115MA10481M9L | 北京璟峦淳建设工程有限公司 | orange | 2 | 0 | 5 | 39 | 19997409
//   Company:91110115MA10GW3F5T | 北京峦澄泓建设工程有限公司 | orange | 2 | 0 | 5 | 15 | 9188348
//   Company:91110115MA10HJXL53 | 安徽岱淳翊建设工程有限公司 | orange | 2 | 0 | 5 | 12 | 7750000
MATCH (p:Project)<-[:CONTRACTS_FOR]-(c:Company)
WHERE p.contractor = c.key
WITH c, count(*) AS n_sites, sum(CASE p.level WHEN 'red' THEN 1 ELSE 0 END) AS n_red, sum(CASE p.level WHEN 'orange' THEN 1 ELSE 0 END) AS n_orange,
     sum(p.workers_at_risk) AS workers_at_risk, sum(p.amount_at_risk_fen) AS amount_at_risk_fen
WHERE n_red + n_orange >= $at_least
RETURN c.node_id AS company_id, c.name AS company, c.level AS level, n_red, n_orange, n_sites, workers_at_risk, amount_at_risk_fen
ORDER BY n_red DESC, n_orange DESC, workers_at_risk DESC, company_id
LIMIT $rows
