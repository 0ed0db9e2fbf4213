// 参建各方分成哪些圈子，哪些圈子里红橙项目多？ / Into which circles do those who build together fall, and which have many red and orange projects?
// Parameters: $graph: 图的名称 / name of the graph ('works'); $rows: 最多几行 / rows at most (20)
// Columns: first_id, n_nodes, n_projects, n_red_or_orange, companies
// Cost: some passes over the projected graph: a second in the town, seconds in a city
// Note: Louvain; to look around only, no score knows communities. `graphrisk communities RUN` counts those of the run.
// Example:
//   first_id | n_nodes | n_projects | n_red_or_orange | companies
//   Company:91110115MA1004D374 | 59 | 18 | 6 | [北京曜泓岚建筑劳务有限公司, 江苏昀珺樾机电安装工程有限公司, 北京翊曜翊建设工程有限公司]
//   Company:91110115MA100BRR1Y | 53 | 20 | 6 | [北京荻岱峦建设工程有限公司, 北京澄峦岱机电安装工程有限公司, 四川皓岚翊建材商贸有限公司]
//   Company:91110115MA100D5N42 | 52 | 16 | 6 | [北京珺穹崧建筑劳务有限公司, 北京霁樾珺建材商贸有限公司, 北京沅芃川机电安装工程有限公司]
//   Company:91110115MA1007753D | 49 | 13 | 6 | [北京荻嵘朔建设工程有限公司, 北京铎澜澜建材商贸有限公司, 北京泊沅昀工程监理有限公司]
//   Company:91110115MA100DXN24 | 34 | 11 | 6 | [北京岑澜曜建材商贸有限公司, 北京翊澜穹建材商贸有限公司, 北京沅铎澜机电安装工程有限公司]
CALL gds.louvain.stream($graph, {concurrency: 1})
YIELD nodeId, communityId
WITH communityId, gds.util.asNode(nodeId) AS n
ORDER BY n.node_id
WITH communityId, collect(n) AS members
RETURN members[0].node_id AS first_id, size(members) AS n_nodes, size([m IN members WHERE m:Project]) AS n_projects,
       size([m IN members WHERE m:Project AND (m:Red OR m:Orange)]) AS n_red_or_orange, [m IN members WHERE m:Company | m.name][..3] AS companies
ORDER BY n_red_or_orange DESC, n_nodes DESC, first_id
LIMIT $rows
