// 哪些自然人以个人名义承包工程，从几家企业承包？ / Which natural persons take contracts, and from how many firms?
// Parameters: $rows: 最多几行 / rows at most (100)
// Columns: person_id, n_contracts, n_firms, firms, projects, amount_fen
// Cost: a scan of all TAKES, one a contract: milliseconds to a second in a city
// Example:
//   person_id | n_contracts | n_firms | firms | projects | amount_fen
//   Person:xee7856a19108c51 | 1 | 1 | [四川皓淳湛建筑劳务有限公司] | [Project:DX2021-00107] | 241000000
MATCH (h:Person)-[:TAKES]->(k:Contract)<-[:LETS]-(c:Company)
MATCH (k)-[:FOR]->(p:Project)
WITH h, k, c, p ORDER BY c.node_id, p.node_id
WITH h, count(DISTINCT k) AS n_contracts, collect(DISTINCT c.name) AS firms, collect(DISTINCT p.node_id) AS projects, sum(k.amount_fen) AS amount_fen
RETURN h.node_id AS person_id, n_contracts, size(firms) AS n_firms, firms, projects, amount_fen
ORDER BY n_firms DESC, n_contracts DESC, person_id
LIMIT $rows
