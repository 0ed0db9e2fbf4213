// 与上一次运行相比，谁的等级升了、降了，谁是新出现的、谁不见了？ / Since the run before: whose level rose or fell, who is new, who is gone?
// Parameters: $kind: project或company / project or company ('project'); $rows: 最多几行 / rows at most (200)
// Columns: change, entity_id, name, level_before, level, rank_before, rank, score_before, score
// Cost: a scan of all Scores of the two runs, one a project and company: up to a second in a city
// Example:
//   change | entity_id | name | level_before | level | rank_before | rank | score_before | score
//   down | DX2021-00051 | 长子营DX02-Y地块住宅楼工程 | blue | green | 118 | 153 | 0.0502804 | 0.0462698
//   down | DX2022-00139 | 安定DX06-I地块住宅楼工程 | blue | green | 114 | 169 | 0.0538977 | 0.0345195
//   new | DX2021-00064 | 青云店DX03-L地块道路工程 | null | blue | null | 115 | null | 0.0868723
//   up | DX2021-00058 | 瀛海DX03-F地块住宅楼工程 | orange | red | 14 | 1 | 0.673533 | 0.933154
//   up | DX2021-00204 | 安定DX08-V地块住宅楼工程 | orange | red | 18 | 3 | 0.552858 | 0.858981
MATCH (u:Run {is_current: true})
CALL (u) {
  MATCH (w:Run {state: 'whole'})
  WHERE w <> u AND w.as_of <= u.as_of
  RETURN w ORDER BY w.as_of DESC, w.run_id DESC LIMIT 1
}
CALL (u, w) {
  MATCH (u)<-[:OF_RUN]-(s:Score {entity_kind: $kind})
  RETURN s.entity_id AS id, s AS now, null AS was
  UNION ALL
  MATCH (w)<-[:OF_RUN]-(s:Score {entity_kind: $kind})
  RETURN s.entity_id AS id, null AS now, s AS was
}
WITH id, head(collect(now)) AS now, head(collect(was)) AS was, {red: 5, orange: 4, yellow: 3, blue: 2, green: 1} AS grade
WITH id, now, was,
     CASE
       WHEN was IS NULL THEN 'new'
       WHEN now IS NULL THEN 'gone'
       WHEN grade[now.level] > grade[was.level] THEN 'up'
       WHEN grade[now.level] < grade[was.level] THEN 'down'
     END AS change
WHERE change IS NOT NULL
RETURN change, id AS entity_id, coalesce(now.name, was.name) AS name, was.level AS level_before, now.level AS level,
       was.rank AS rank_before, now.rank AS rank, was.score AS score_before, now.score AS score
ORDER BY change, coalesce(rank, rank_before), entity_id
LIMIT $rows
