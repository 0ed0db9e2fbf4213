// 这个项目为什么是这个分，凭哪些记录，这些记录说的是谁？ / Why does this project stand where it does: reason, finding, record, and what the record tells of?
// Parameters: $project: 项目的node_id / node_id of the project ('Project:DX2021-00058'); $rows: 最多几行 / rows at most (100)
// Columns: contribution, signal, reason, sentence_zh, sentence_en, record, file, line, tells_of
// Cost: one index look-up, then its reasons and their records, at most twenty each: milliseconds
// Note: a score is 1 - e^(-sum of the contributions); what only orders equals is left out.
// Example:
//   contribution | signal | reason | sentence_zh | sentence_en | record | file | line | tells_of
//   0.776529 | F01 | three_months | 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15人出勤，需… | no labour fee reached the special account for 104 days (ove… | Record:account_txn/Tda485f982-000065 | bank/account_txn.csv | 29015 | [北京川皓湛建设工程有限公司瀛海DX03-F地块住宅楼工程农民工工资专用账户]
//   0.776529 | F01 | three_months | 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15人出勤，需… | no labour fee reached the special account for 104 days (ove… | Record:account_txn/Tda485f982-000081 | bank/account_txn.csv | 29031 | [北京川皓湛建设工程有限公司瀛海DX03-F地块住宅楼工程农民工工资专用账户]
//   0.776529 | F01 | three_months | 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15人出勤，需… | no labour fee reached the special account for 104 days (ove… | Record:account_txn/Tda485f982-000097 | bank/account_txn.csv | 29047 | [北京川皓湛建设工程有限公司瀛海DX03-F地块住宅楼工程农民工工资专用账户]
//   0.776529 | F01 | three_months | 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15人出勤，需… | no labour fee reached the special account for 104 days (ove… | Record:account_txn/Tda485f982-000113 | bank/account_txn.csv | 29063 | [北京川皓湛建设工程有限公司瀛海DX03-F地块住宅楼工程农民工工资专用账户]
//   0.776529 | F01 | three_months | 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15人出勤，需… | no labour fee reached the special account for 104 days (ove… | Record:account_txn/Tda485f982-000129 | bank/account_txn.csv | 29079 | [北京川皓湛建设工程有限公司瀛海DX03-F地块住宅楼工程农民工工资专用账户]
MATCH (p:Project {node_id: $project})-[:HAS_REASON]->(r:Reason)
WHERE r.signal <> 'order'
OPTIONAL MATCH (r)-[:RESTS_ON]->(:Finding)-[:EVIDENCED_BY]->(e:Record)
RETURN r.contribution AS contribution, r.signal AS signal, r.reason AS reason, r.sentence_zh AS sentence_zh, r.sentence_en AS sentence_en,
       e.node_id AS record, e.source_file AS file, e.source_line AS line,
       COLLECT { MATCH (e)-[:TELLS_OF]->(x) WHERE NOT x:Worker RETURN coalesce(x.name, x.node_id) AS name ORDER BY name LIMIT 5 } AS tells_of
ORDER BY contribution DESC, signal, reason, record
LIMIT $rows
