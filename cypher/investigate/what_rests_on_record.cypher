// 如果这条记录错了，哪些疑点和分数会跟着站不住？ / If this record is wrong, which findings and how much of the scores fall with it?
// Parameters: $record: 记录的node_id / node_id of the record ('Record:contract/HT-N6-000155')
// Columns: entity_id, name, level, score, signal, reason, contribution, n_other_records
// Cost: one index look-up, then what rests on it: milliseconds
// Example:
//   entity_id | name | level | score | signal | reason | contribution | n_other_records
//   Project:DX2021-00155 | 庞各庄DX06-Y地块道路工程 | orange | 0.471887 | C03 | let_again | 0.286202 | 7
//   Project:DX2021-00155 | 庞各庄DX06-Y地块道路工程 | orange | 0.471887 | C03 | too_deep | 0.265703 | 6
MATCH (e:Record {node_id: $record})<-[:EVIDENCED_BY]-(f:Finding)<-[:HAS_FINDING]-(x:Project|Company)
RETURN x.node_id AS entity_id, x.name AS name, x.level AS level, x.score AS score, f.signal AS signal, f.reason AS reason,
       f.contribution AS contribution, COUNT { (f)-[:EVIDENCED_BY]->(:Record) } - 1 AS n_other_records
ORDER BY contribution DESC, entity_id, signal, reason
LIMIT 500
