// 写回一次核查的结果 / Write back what a check of a project or company found
// Parameters: $entity: 项目或企业的node_id / node_id of the project or company ('Project:DX2021-00058'); $inspection_id: 检查编号 / number of the check ('JC-2022-0001'); $trigger: 来源alert|random|complaint|routine / why it was done ('alert'); $dispatched_on: 派发日期 / day sent out ('2022-06-16'); $visited_on: 核查日期 / day of the visit ('2022-06-17'); $result: 结论arrears|hidden_risk|procedural|data_error|justified|unverifiable|pending / what was found ('arrears'); $heads: 涉及人数 / workers concerned (15); $amount_yuan: 涉及金额（元） / sum found, yuan (181225.0); $measure: 处置advice|order|case|transfer|none / what was done ('order'); $closed_on: 办结日期，未办结为null / day closed, null while open (null); $received_on: 接收日期 / day the bureau received it ('2022-06-17'); $note: 备注 / note ('责令限期支付 / ordered to pay')
// Columns: inspection_id, entity_id, result, visited_on, heads, amount_yuan, measure, closed_on
// Cost: two index look-ups: milliseconds
// Note: no row comes back where the entity is not there, a number or the day of receipt is missing, a coded word is unknown, or the number stands under another entity: nothing was written. The same number again corrects it.
// Example:
//   inspection_id | entity_id | result | visited_on | heads | amount_yuan | measure | closed_on
//   JC-2022-0001 | Project:DX2021-00058 | arrears | 2022-06-17 | 15 | 181225 | order | null
MATCH (x:Project|Company {node_id: $entity})
WHERE $trigger IN ['alert', 'random', 'complaint', 'routine']
  AND $result IN ['arrears', 'hidden_risk', 'procedural', 'data_error', 'justified', 'unverifiable', 'pending']
  AND coalesce($measure, 'none') IN ['advice', 'order', 'case', 'transfer', 'none']
  AND trim($inspection_id) <> '' AND date($received_on) IS NOT NULL AND coalesce($heads, 0) >= 0 AND coalesce($amount_yuan, 0) >= 0
  AND NOT EXISTS { (:Outcome {inspection_id: $inspection_id})<-[:HAS_OUTCOME]-(other) WHERE other <> x }
MERGE (o:Outcome {inspection_id: $inspection_id})
SET o.trigger = $trigger, o.dispatched_on = date($dispatched_on), o.visited_on = date($visited_on), o.result = $result, o.heads = $heads,
    o.amount_yuan = $amount_yuan, o.measure = $measure, o.closed_on = date($closed_on), o.received_on = date($received_on), o.note = $note
MERGE (x)-[:HAS_OUTCOME]->(o)
RETURN o.inspection_id AS inspection_id, x.node_id AS entity_id, o.result AS result, o.visited_on AS visited_on, o.heads AS heads,
       o.amount_yuan AS amount_yuan, o.measure AS measure, o.closed_on AS closed_on
ORDER BY inspection_id
