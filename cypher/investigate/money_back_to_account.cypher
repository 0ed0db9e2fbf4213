// 从这个账户转出的钱，经过谁又回到它自己？ / Through whom does money sent from this account come back to it?
// Parameters: $account: 账户的node_id / node_id of the account ('Account:af1575f3c102d820')
// Columns: way, holders, n_steps, least_yuan, first_on, last_on
// Cost: one index look-up, then at most four transfers away, accounts of more than 200 partners are no way on: milliseconds
// Note: transfers are sums per pair of accounts; each step may not lie wholly before the one ahead of it; `round_trips` follows the single entries.
// Example:
//   way | holders | n_steps | least_yuan | first_on | last_on
//   [Account:af1575f3c102d820, Account:ad144f6afa7d4125, Accoun… | [江苏峦珺澄建设工程有限公司, null, 江苏峦珺澄建设工程有限公司] | 2 | 282750 | 2022-01-11 | 2022-05-25
MATCH (a:Account {node_id: $account})
MATCH way = (a) (()-[sent:SENT]->(via WHERE COUNT { (via)-[:SENT]->() } <= 200)){2,4} (a)
WHERE all(i IN range(1, size(sent) - 1) WHERE sent[i].until >= sent[i - 1].since)
  AND size(COLLECT { UNWIND via AS v RETURN DISTINCT v }) = size(via)
RETURN [n IN nodes(way) | n.node_id] AS way,
       [n IN nodes(way) | COLLECT { MATCH (n)<-[:HOLDS]-(c:Company) RETURN c.name AS name ORDER BY name }[0]] AS holders, size(sent) AS n_steps,
       reduce(least = sent[0].weight, s IN sent | CASE WHEN s.weight < least THEN s.weight ELSE least END) AS least_yuan,
       reduce(d = sent[0].since, s IN sent | CASE WHEN s.since < d THEN s.since ELSE d END) AS first_on,
       reduce(d = sent[0].until, s IN sent | CASE WHEN s.until > d THEN s.until ELSE d END) AS last_on
ORDER BY n_steps, least_yuan DESC, way
LIMIT 100
