// 读回人工的判断和核查结果，供下一次运行 / What people judged and wrote, read back for the next run.
// Parameters: none. Columns: as each statement returns them. Cost: a scan of the relationships and nodes that people wrote.
// A day comes as text; a moment is the day that it falls on in Beijing, as in every delivery. Other values come as they are.

// Judgements
MATCH (a)-[r:SAME_AS|NOT_SAME_AS]->(b)
UNWIND [r.decided_on] AS v
RETURN type(r), labels(a), coalesce(a.record, a.key), labels(b), coalesce(b.record, b.key), r.decided_by,
       CASE
         WHEN v IS :: DATE THEN toString(v)
         WHEN v IS :: LOCAL DATETIME THEN toString(date(v))
         WHEN v IS :: ZONED DATETIME THEN toString(date(datetime({datetime: v, timezone: '+08:00'})))
         ELSE v
       END,
       r.note;

// Outcomes
CALL () {
  MATCH (o:Outcome) RETURN o
  UNION
  MATCH ()-[:HAS_OUTCOME]->(o) RETURN o
}
RETURN COLLECT {
         UNWIND keys(o) AS k
         WITH k, o[k] AS v
         RETURN [k, CASE
           WHEN v IS :: DATE THEN toString(v)
           WHEN v IS :: LOCAL DATETIME THEN toString(date(v))
           WHEN v IS :: ZONED DATETIME THEN toString(date(datetime({datetime: v, timezone: '+08:00'})))
           ELSE v
         END]
       },
       COLLECT { MATCH (e)-[:HAS_OUTCOME]->(o) WITH DISTINCT e RETURN [labels(e), e.key] };

// Run
MATCH (r:Run {is_current: true})
RETURN r.delivery_path, r.locality
ORDER BY r.node_id;
