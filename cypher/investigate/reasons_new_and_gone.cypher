// 与上一次运行相比，黄色以上的谁有了新的疑点，哪些疑点消失了？ / Since the run before: which reasons of yellow and above are new, and which are gone?
// Parameters: $kind: project或company / project or company ('project'); $rows: 最多几行 / rows at most (200)
// Columns: entity_id, name, level_before, level, new_reasons, gone_reasons
// Cost: a scan of all Scores of the two runs, one a project and company: up to a second in a city
// Example:
//   entity_id | name | level_before | level | new_reasons | gone_reasons
//   DX2021-00006 | 亦庄DX01-F地块道路工程 | yellow | yellow | [F01 one_month] | []
//   DX2021-00008 | 西红门DX01-H地块住宅楼工程 | orange | orange | [exposure group, exposure sites] | []
//   DX2021-00009 | 魏善庄DX01-I地块住宅楼工程 | red | red | [P04 returned_not_retried] | []
//   DX2021-00012 | 西红门DX01-L地块轨道交通工程 | orange | orange | [F02 below_80, exposure sites] | [F02 below_90]
//   DX2021-00020 | 庞各庄DX01-T地块住宅楼工程 | orange | red | [P01 two_months, R02 walk_out] | [P01 one_month]
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
WITH id, head(collect(now)) AS now, head(collect(was)) AS was, ['measure', 'level_floor', 'level_cap', 'order'] AS told_elsewhere
WITH id, now, was,
     [r IN coalesce(now.reasons, []) WHERE NOT split(r, ' ')[0] IN told_elsewhere AND NOT r IN coalesce(was.reasons, [])] AS new_reasons,
     [r IN coalesce(was.reasons, []) WHERE NOT split(r, ' ')[0] IN told_elsewhere AND NOT r IN coalesce(now.reasons, [])] AS gone_reasons
WHERE size(new_reasons) + size(gone_reasons) > 0
  AND (now.level IN ['red', 'orange', 'yellow'] OR was.level IN ['red', 'orange', 'yellow'])
RETURN id AS entity_id, coalesce(now.name, was.name) AS name, was.level AS level_before, now.level AS level, new_reasons, gone_reasons
ORDER BY entity_id
LIMIT $rows
