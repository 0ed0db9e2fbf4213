// 现场核查写回了哪些结果，当时是什么等级？ / Which outcomes of visits were written back, and at what level does the entity stand?
// Parameters: none
// Columns: inspection_id, entity_id, name, level, dispatched_on, visited_on, result, heads, amount_yuan, measure, closed_on, note
// Cost: a scan of all Outcomes, only what people wrote: milliseconds
// Example:
//   inspection_id | entity_id | name | level | dispatched_on | visited_on | result | heads | amount_yuan | measure | closed_on | note
//   JC-2022-0001 | Project:DX2021-00058 | 瀛海DX03-F地块住宅楼工程 | red | 2022-06-16 | 2022-06-17 | arrears | 15 | 181225 | order | null | 责令限期支付 / ordered to pay
MATCH (x:Project|Company)-[:HAS_OUTCOME]->(o:Outcome)
RETURN o.inspection_id AS inspection_id, x.node_id AS entity_id, x.name AS name, x.level AS level, o.dispatched_on AS dispatched_on, o.visited_on AS visited_on,
       o.result AS result, o.heads AS heads, o.amount_yuan AS amount_yuan, o.measure AS measure, o.closed_on AS closed_on, o.note AS note
ORDER BY visited_on DESC, inspection_id, entity_id
