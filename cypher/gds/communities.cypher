// 参建各方分成哪些圈子，哪些圈子里红橙项目多？ / Into which circles do those who build together fall, and which have many red and orange projects?
// Parameters: $graph: 图的名称 / name of the graph ('works'); $rows: 最多几行 / rows at most (20)
// Columns: first_id, n_nodes, n_projects, n_red_or_orange, companies
// Cost: some passes over the projected graph: a second in the town, seconds in a city
// Note: Louvain; to look around only, no score knows communities. `graphrisk communities RUN` counts those of the run.
// Example:
//   first_id | n_nodes | n_projects | n_red_or_orange | companies
//   Company:91110115MA100R643Q | 59 | 20 | 10 | [北京翊澜穹建材商贸有限公司, 北京川皓湛建设工程有限公司, 北京煦珺嵘机电安装工程有限公司]
//   Company:91110115MA100K3H1K | 83 | 25 | 8 | [江苏昀珺樾机电安装工程有限公司, 北京翊曜翊建设工程有限公司, 江苏峦岱澄建设工程有限公司]
//   Company:91110115MA10002Q45 | 67 | 24 | 8 | [北京霁翊朔建设工程有限公司, 北京曜泓岚建筑劳务有限公司, 河南霁澜泊建材商贸有限公司]
//   Company:91110115MA1007753D | 40 | 14 | 7 | [北京荻嵘朔建设工程有限公司, 北京铎澜澜建材商贸有限公司, 北京岑霁岑机电安装工程有限公司]
//   Company:91110115MA100MYN3N | 60 | 17 | 6 | [北京峦川穹机电安装工程有限公司, 江苏昀荻渝建材商贸有限公司, 北京翊嵘煦建设工程有限公司]
CALL gds.louvain.stream($graph, {concurrency: 1})
YIELD nodeId, communityId
WITH communityId, gds.util.asNode(nodeId) AS n
ORDER BY n.node_id
WITH communityId, collect(n) AS members
RETURN members[0].node_id AS first_id, size(members) AS n_nodes, size([m IN members WHERE m:Project]) AS n_projects,
       size([m IN members WHERE m:Project AND (m:Red OR m:Orange)]) AS n_red_or_orange, [m IN members WHERE m:Company | m.name][..3] AS companies
ORDER BY n_red_or_orange DESC, n_nodes DESC, first_id
LIMIT $rows
