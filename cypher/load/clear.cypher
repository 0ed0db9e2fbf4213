// 清除运行记录；经要求时，也清除人工所写的判断和核查结果 / Take away the runs, and where asked the judgements and outcomes that people wrote.
// Parameters: none. Columns: rows. Cost: a scan of the types and of Outcome.

// SAME_AS
MATCH ()-[r:SAME_AS|NOT_SAME_AS]-()
DELETE r
RETURN count(*) AS rows;

// Outcome
MATCH (o:Outcome)
DETACH DELETE o
RETURN count(*) AS rows;

// Gone
MATCH (n:Gone)
DETACH DELETE n
RETURN count(*) AS rows;

// Run
MATCH (r:Run)
DETACH DELETE r
RETURN count(*) AS rows;
