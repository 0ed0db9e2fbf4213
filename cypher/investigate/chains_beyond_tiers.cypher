// 哪些分包链超过了允许的层数（如建设单位、总包、专业、劳务之外还往下包）？ / Which subcontract chains go beyond the lawful tiers?
// Parameters: $tiers: 允许的层数 / tiers allowed (3)
// Columns: project_id, project, level, n_tiers, contracts, companies
// Cost: a scan of all Contracts, several a project: milliseconds to a second in a city
// Example:
//   project_id | project | level | n_tiers | contracts | companies
//   Project:DX2021-00155 | 庞各庄DX06-Y地块道路工程 | orange | 9 | [HT-PI-000155, HT-SE-000156, HT-N0-000155, HT-N1-000155, HT… | [北京朔川岚建设工程有限公司, 北京铎崧岱机电安装工程有限公司, 天津朔澄嵘机电安装工程有限公司, 江苏昀岚樾机电安装…
//   Project:DX2021-00161 | 旧宫DX07-E地块住宅楼工程 | orange | 5 | [HT-PI-000161, HT-SE-000162, HT-C1-000161, HT-C2-000161, HT… | [北京朔川岚建设工程有限公司, 山东澄淳樾机电安装工程有限公司, 天津沐璟昀机电安装工程有限公司, 北京峦沅煦机电安装…
MATCH (low:Contract)
WHERE low.n_levels > $tiers AND NOT EXISTS { (low)<-[:UNDER]-(below:Contract WHERE below.n_levels > $tiers) }
MATCH way = (low)-[:UNDER]->{1,60}(top:Contract)
WHERE NOT EXISTS { (top)-[:UNDER]->() }
MATCH (low)-[:FOR]->(p:Project)
WITH p, low, reverse(nodes(way)) AS chain
RETURN p.node_id AS project_id, p.name AS project, p.level AS level, low.n_levels AS n_tiers, [c IN chain | c.key] AS contracts,
       [c IN chain | COLLECT { MATCH (c)<-[:TAKES]-(x) RETURN coalesce(x.name, x.key) AS name ORDER BY name }[0]] AS companies
ORDER BY n_tiers DESC, project_id, contracts
LIMIT 200
