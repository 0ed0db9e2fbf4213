// 哪些专户的钱转出后三十天内大部分又转回来？ / From which special accounts did money leave and come back within thirty days?
// Parameters: $least_yuan: 转回至少多少元 / yuan that came back at least (50000)
// Columns: trip_id, project_id, project, level, left_on, back_on, left_yuan, returned_yuan, way_zh, way_en, n_records
// Cost: a scan of all RoundTrips, few in a city: milliseconds
// Example:
//   trip_id | project_id | project | level | left_on | back_on | left_yuan | returned_yuan | way_zh | way_en | n_records
//   RoundTrip:10 | Project:DX2021-00030 | 魏善庄DX02-D地块道路工程 | red | 2022-04-17 | 2022-04-28 | 66000 | 60720 | 专户a6d35984 —2022-04-17 66,000.00元→ 北京璟沐澜建材商贸有限公司（同一法定代表人）北京… | special account a6d35984 -2022-04-17 66,000.00 yuan- 北京璟沐澜建… | 5
//   RoundTrip:3 | Project:DX2021-00030 | 魏善庄DX02-D地块道路工程 | red | 2022-02-17 | 2022-02-28 | 66000 | 60720 | 专户a6d35984 —2022-02-17 66,000.00元→ 北京璟沐澜建材商贸有限公司（同一法定代表人）北京… | special account a6d35984 -2022-02-17 66,000.00 yuan- 北京璟沐澜建… | 5
//   RoundTrip:6 | Project:DX2021-00030 | 魏善庄DX02-D地块道路工程 | red | 2022-03-17 | 2022-03-28 | 66000 | 60720 | 专户a6d35984 —2022-03-17 66,000.00元→ 北京璟沐澜建材商贸有限公司（同一法定代表人）北京… | special account a6d35984 -2022-03-17 66,000.00 yuan- 北京璟沐澜建… | 5
MATCH (t:RoundTrip)-[:LEFT]->(a:Account)
WHERE t.returned_fen >= 100 * $least_yuan
OPTIONAL MATCH (a)-[:SERVES]->(p:Project)
RETURN t.node_id AS trip_id, p.node_id AS project_id, p.name AS project, p.level AS level, t.left_on AS left_on, t.back_on AS back_on,
       t.left_fen / 100.0 AS left_yuan, t.returned_fen / 100.0 AS returned_yuan, t.path_zh AS way_zh, t.path_en AS way_en,
       COUNT { (t)-[:EVIDENCED_BY]->(:Record) } AS n_records
ORDER BY returned_yuan DESC, trip_id, project_id
LIMIT 200
