// 现场核查写回了哪些结果，当时是什么等级？ / Which outcomes of visits were written back, and at what level does the entity stand?
// Parameters: none
// Columns: inspection_id, entity_id, name, level, dispatched_on, visited_on, result, heads, amount_yuan, measure, closed_on, note
// Cost: a scan of all Outcomes, only what people wrote: milliseconds
// Example:
//   inspection_id | entity_id | name | level | dispatched_on | visited_on | result | heads | amount_yuan | measure | closed_on | note
//   (no rows)
MATCH (x:Project|Company)-[:HAS_OUTCOME]->(o:Outcome)
RETURN o.inspection_id AS inspection_id, x.node_id AS entity_id, x.name AS name, x.level AS level, o.dispatched_on AS dispatched_on, o.visited_on AS visited_on,
       o.result AS result, o.heads AS heads, o.amount_yuan AS amount_yuan, o.measure AS measure, o.closed_on AS closed_on, o.note AS note
ORDER BY visited_on DESC, inspection_id, entity_id
