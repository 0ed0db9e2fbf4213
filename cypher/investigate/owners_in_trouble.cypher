// 哪些建设单位自身陷入困境，牵连几个工地、多少工人？ / Which owners are in trouble themselves, with how many sites and workers behind them?
// Parameters: $rows: 最多几行 / rows at most (50)
// Columns: company_id, company, level, troubles, unpaid_yuan, n_sites, n_red_or_orange, workers_at_risk
// Cost: a scan of all Projects, then their owners: milliseconds to a second in a city
// Example:
//   company_id | company | level | troubles | unpaid_yuan | n_sites | n_red_or_orange | workers_at_risk
//   Company:91110115MA10HGFF3R | 北京皓渝湛房地产开发有限公司 | orange | [X01 fees_stopped, X01 owner_insolvent] | 0 | 6 | 6 | 75
//   Company:91110115MA10KN3C8W | 山东岑岑沐房地产开发有限公司 | yellow | [] | 131449 | 3 | 2 | 38
//   Company:91110115MA3000MX2C | 北京嵘湛澄房地产开发有限公司 | orange | [X01 fees_stopped, X01 parent_insolvent] | 0 | 1 | 1 | 15
//   Company:91110115MA10PELR80 | 北京曜珺沅房地产开发有限公司 | yellow | [] | 253975 | 4 | 1 | 12
//   Company:91110115MA3000MY07 | 河南泓嵘湛房地产开发有限公司 | orange | [X01 fees_stopped, X01 parent_insolvent] | 0 | 1 | 1 | 12
MATCH (p:Project)<-[:CONTRACTS_FOR]-(c:Company)
WHERE p.owner = c.key
WITH c, collect(p) AS sites
WITH c, sites, COLLECT { MATCH (c)-[:HAS_FINDING]->(f:Finding) RETURN f.signal + ' ' + f.reason AS trouble ORDER BY trouble } AS troubles,
     COLLECT { MATCH (c)-[d:OWES WHERE d.until IS NULL]->() RETURN d.weight } AS debts
WHERE size(troubles) + size(debts) > 0
RETURN c.node_id AS company_id, c.name AS company, c.level AS level, troubles, reduce(total = 0.0, d IN debts | total + d) AS unpaid_yuan,
       size(sites) AS n_sites, size([p IN sites WHERE p.level IN ['red', 'orange']]) AS n_red_or_orange,
       reduce(total = 0, p IN sites | total + coalesce(p.workers_at_risk, 0)) AS workers_at_risk
ORDER BY n_red_or_orange DESC, workers_at_risk DESC, company_id
LIMIT $rows
