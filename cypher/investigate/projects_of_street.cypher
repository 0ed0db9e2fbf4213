// 这个网格、街道或区有哪些项目，各是什么等级、涉及多少工人（供包片监察员）？ / Which projects has this grid, street or district, at what level and with how many workers (for its supervisor)?
// Parameters: $area: 区域的node_id / node_id of the area ('Area:110115007')
// Columns: level, rank, project_id, project, street, workers_at_risk, amount_at_risk_yuan, first_signal_on, top_finding_zh, top_finding_en
// Cost: a scan of all Areas, some hundred, then the projects in this one: milliseconds
// Example:
//   level | rank | project_id | project | street | workers_at_risk | amount_at_risk_yuan | first_signal_on | top_finding_zh | top_finding_en
//   red | 2 | Project:DX2021-00090 | 采育DX04-L地块住宅楼工程 | 采育第2网格 | 27 | 138446 | 2021-09-12 | 2021-08至2022-06专用账户有11笔合计1,696,100.00元（其中取现0.00元）转给非本项目农民工，… | from 2021-08 to 2022-06 11 debits of 1,696,100.00 yuan in a…
//   red | 5 | Project:DX2021-00148 | 采育DX06-R地块道路工程 | 采育第2网格 | 12 | 61528.1 | 2022-01-31 | 自2022-01-31起至2022-05-31，专用账户已120天（三个月以上）未见人工费拨入，其间仍有12人出勤，需… | no labour fee reached the special account for 120 days (ove…
//   red | 25 | Project:DX2021-00001 | 采育DX01-A地块住宅楼工程 | 采育第4网格 | 12 | 61117.2 | 2022-05-12 | 2022-01至2022-04有4个月工资表实发与专户代发相差一成以上（最多34.0%），合计70,147.10元，需… | 4 month(s) from 2022-01 to 2022-04: declared pay and wages …
//   red | 26 | Project:DX2021-00050 | 采育DX02-X地块住宅楼工程 | 采育第2网格 | 4 | 27440 | 2022-04-22 | 2022-03出勤满3天的18人中有4人（22.2%）无工资发放记录，超过一成（共1个月），需核实 | of 18 people present at least 3 days in 2022-03, 4 (22.2 %)…
//   orange | 51 | Project:DX2021-00133 | 采育DX06-C地块道路工程 | 采育第4网格 | 12 | 66282.8 | 2021-02-24 | 出现2项转包疑点：合同额的93%分包给北京岑芃岚机电安装工程有限公司；2个关键岗位人员与总包无劳动合同和社保关系；需核… | 2 signs of works passed on: 93 % of the contract let to 北京岑…
MATCH (here:Area {node_id: $area})
CALL (here) {
  RETURN here AS a
  UNION
  MATCH (a:Area)
  WHERE a.parent_code = here.key
  RETURN a
  UNION
  MATCH (m:Area)
  WHERE m.parent_code = here.key
  MATCH (a:Area)
  WHERE a.parent_code = m.key
  RETURN a
}
MATCH (p:Project)-[:IN_AREA]->(a)
WITH a, p, COLLECT { MATCH (p)-[:HAS_FINDING]->(f:Finding) RETURN f ORDER BY f.contribution DESC, f.node_id LIMIT 1 }[0] AS top
RETURN p.level AS level, p.rank AS rank, p.node_id AS project_id, p.name AS project, a.name AS street, p.workers_at_risk AS workers_at_risk,
       p.amount_at_risk_fen / 100.0 AS amount_at_risk_yuan, p.first_signal_on AS first_signal_on, top.sentence_zh AS top_finding_zh, top.sentence_en AS top_finding_en
ORDER BY rank, project_id
LIMIT 500
