// 收回误写的核查结果 / Take back an outcome written by mistake
// Parameters: $inspection_id: 检查编号 / number of the check ('JC-2022-0001')
// Columns: inspection_id, entity_id, result
// Cost: one index look-up: milliseconds
// Note: no row comes back where there is none.
// Example:
//   inspection_id | entity_id | result
//   JC-2022-0001 | Project:DX2021-00058 | arrears
MATCH (x)-[:HAS_OUTCOME]->(o:Outcome {inspection_id: $inspection_id})
WITH x.node_id AS entity_id, o, o.result AS result, o.inspection_id AS inspection_id
DETACH DELETE o
RETURN inspection_id, entity_id, result
ORDER BY inspection_id, entity_id
