// 红色项目有哪些，各因为什么？ / Which projects are red, and for which reasons above all?
// Parameters: $rows: 最多几行 / rows at most (20)
// Columns: rank, project_id, project, score, workers_at_risk, amount_at_risk_yuan, street, owner, contractor, reasons_zh, reasons_en
// Cost: a scan of all Red projects, then their reasons: milliseconds
// Example:
//   rank | project_id | project | score | workers_at_risk | amount_at_risk_yuan | street | owner | contractor | reasons_zh | reasons_en
//   1 | Project:DX2021-00058 | 瀛海DX03-F地块住宅楼工程 | 0.933154 | 15 | 181225 | 瀛海第3网格 | 北京璟岑璟房地产开发有限公司 | 北京川皓湛建设工程有限公司 | [F01 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15… | [F01 no labour fee reached the special account for 104 days…
//   2 | Project:DX2021-00090 | 采育DX04-L地块住宅楼工程 | 0.864662 | 27 | 138446 | 采育第2网格 | 湖北湛芃泓房地产开发有限公司 | 北京璟峦淳建设工程有限公司 | [A04 2021-08至2022-06专用账户有11笔合计1,696,100.00元（其中取现0.00元）转给非本项… | [A04 from 2021-08 to 2022-06 11 debits of 1,696,100.00 yuan…
//   3 | Project:DX2021-00204 | 安定DX08-V地块住宅楼工程 | 0.858981 | 15 | 67089.9 | 安定第1网格 | 北京皓渝湛房地产开发有限公司 | 湖北璟岚岱建设工程有限公司 | [F01 自2022-03-03起至2022-06-15，专用账户已104天（三个月以上）未见人工费拨入，其间仍有15… | [F01 no labour fee reached the special account for 104 days…
//   4 | Project:DX2021-00031 | 庞各庄DX02-E地块住宅楼工程 | 0.851399 | 15 | 81314.4 | 庞各庄第4网格 | 北京皓渝湛房地产开发有限公司 | 北京朔川岚建设工程有限公司 | [F01 自2022-03-04起至2022-06-15，专用账户已103天（三个月以上）未见人工费拨入，其间仍有15… | [F01 no labour fee reached the special account for 103 days…
//   5 | Project:DX2021-00148 | 采育DX06-R地块道路工程 | 0.825462 | 12 | 61528.1 | 采育第2网格 | 北京樾嵘岱房地产开发有限公司 | 北京璟峦淳建设工程有限公司 | [F01 自2022-01-31起至2022-05-31，专用账户已120天（三个月以上）未见人工费拨入，其间仍有12… | [F01 no labour fee reached the special account for 120 days…
MATCH (p:Project:Red)
WHERE p.row_digest IS NOT NULL
OPTIONAL MATCH (p)-[:IN_AREA]->(a:Area)
OPTIONAL MATCH (owner:Company {node_id: 'Company:' + p.owner})
OPTIONAL MATCH (contractor:Company {node_id: 'Company:' + p.contractor})
WITH p, a, owner, contractor,
     COLLECT {
       MATCH (p)-[:HAS_REASON]->(r:Reason)-[:RESTS_ON]->(:Finding)
       RETURN r ORDER BY r.contribution DESC, r.node_id LIMIT 3
     } AS top
RETURN p.rank AS rank, p.node_id AS project_id, p.name AS project, p.score AS score, p.workers_at_risk AS workers_at_risk,
       p.amount_at_risk_fen / 100.0 AS amount_at_risk_yuan, a.name AS street, owner.name AS owner, contractor.name AS contractor,
       [r IN top | r.signal + ' ' + r.sentence_zh] AS reasons_zh, [r IN top | r.signal + ' ' + r.sentence_en] AS reasons_en
ORDER BY rank, project_id
LIMIT $rows
