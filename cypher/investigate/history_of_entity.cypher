// 这个项目或企业历次运行的等级和分数怎样变化？ / How did level and score of this project or company move from run to run?
// Parameters: $kind: project或company / project or company ('project'); $id: 编号 / its id ('DX2021-00058')
// Columns: as_of, run, level, score, rank, workers_at_risk, reasons
// Cost: the runs, then one index look-up each: milliseconds
// Example:
//   as_of | run | level | score | rank | workers_at_risk | reasons
//   2022-05-15 | before | orange | 0.673533 | 14 | 15 | [D01 missing, F01 two_months, P01 one_month, P09 some]
//   2022-06-15 | town | red | 0.933154 | 1 | 15 | [A08 still, D01 missing, F01 three_months, H01 clue_cluster…
MATCH (u:Run)
MATCH (s:Score {node_id: 'Score:' + $kind + '/' + $id + '@' + u.run_id})
RETURN u.as_of AS as_of, u.name AS run, s.level AS level, s.score AS score, s.rank AS rank, s.workers_at_risk AS workers_at_risk, s.reasons AS reasons
ORDER BY as_of, run
