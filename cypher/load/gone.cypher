// 移除本次运行中已不存在的内容；人工所画的关系与其两端保留 / Take away what the run no longer has; what people drew stays, and so do its ends, marked Gone.
// Parameters: $digests: of the rows to take away. Columns: rows: how many were. Cost: a scan of the label or type.

// CONTRACTS_FOR
MATCH ()-[r:CONTRACTS_FOR]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// PAYS
MATCH ()-[r:PAYS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// SERVES
MATCH ()-[r:SERVES]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// HOLDS
MATCH ()-[r:HOLDS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// SENT
MATCH ()-[r:SENT]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// CONTROLS
MATCH ()-[r:CONTROLS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// OWNS
MATCH ()-[r:OWNS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// WORKED_ON
MATCH ()-[r:WORKED_ON]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// IN_TEAM
MATCH ()-[r:IN_TEAM]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// LEADS
MATCH ()-[r:LEADS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// EMPLOYS
MATCH ()-[r:EMPLOYS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// BUILDS
MATCH ()-[r:BUILDS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// STAFFS
MATCH ()-[r:STAFFS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// LOCATED_AT
MATCH ()-[r:LOCATED_AT]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// REACHED_AT
MATCH ()-[r:REACHED_AT]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// REGISTERED_BY
MATCH ()-[r:REGISTERED_BY]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// NAMED_WITH
MATCH ()-[r:NAMED_WITH]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// OWES
MATCH ()-[r:OWES]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// IN_AREA
MATCH ()-[r:IN_AREA]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// PARTY_TO
MATCH ()-[r:PARTY_TO]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// CONCERNS
MATCH ()-[r:CONCERNS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// HAS_SCORE
MATCH ()-[r:HAS_SCORE]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// OF_RUN
MATCH ()-[r:OF_RUN]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// HAS_FINDING
MATCH ()-[r:HAS_FINDING]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// OF_SIGNAL
MATCH ()-[r:OF_SIGNAL]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// EVIDENCED_BY
MATCH ()-[r:EVIDENCED_BY]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// TELLS_OF
MATCH ()-[r:TELLS_OF]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// HAS_REASON
MATCH ()-[r:HAS_REASON]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// RESTS_ON
MATCH ()-[r:RESTS_ON]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// FOR
MATCH ()-[r:FOR]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// LETS
MATCH ()-[r:LETS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// TAKES
MATCH ()-[r:TAKES]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// UNDER
MATCH ()-[r:UNDER]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// LEFT
MATCH ()-[r:LEFT]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// CAME_BACK_TO
MATCH ()-[r:CAME_BACK_TO]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// UNDER_ONE_HAND
MATCH ()-[r:UNDER_ONE_HAND]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// CREW_MOVED_TO
MATCH ()-[r:CREW_MOVED_TO]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// NEAR_DEBTOR
MATCH ()-[r:NEAR_DEBTOR]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// KNOWN_AS
MATCH ()-[r:KNOWN_AS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// MAY_BE
MATCH ()-[r:MAY_BE]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// SHARES_WORKERS
MATCH ()-[r:SHARES_WORKERS]->()
WHERE r.row_digest IN $digests
DELETE r
RETURN count(*) AS rows;

// Project
MATCH (n:Project)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Company
MATCH (n:Company)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Person
MATCH (n:Person)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Account
MATCH (n:Account)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Team
MATCH (n:Team)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Worker
MATCH (n:Worker)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Address
MATCH (n:Address)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Phone
MATCH (n:Phone)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Agent
MATCH (n:Agent)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Area
MATCH (n:Area)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Case
MATCH (n:Case)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Run
MATCH (n:Run)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Score
MATCH (n:Score)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Signal
MATCH (n:Signal)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Finding
MATCH (n:Finding)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Reason
MATCH (n:Reason)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Record
MATCH (n:Record)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Contract
MATCH (n:Contract)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// Alias
MATCH (n:Alias)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;

// RoundTrip
MATCH (n:RoundTrip)
WHERE n.row_digest IN $digests
WITH n, EXISTS { (n)-[r]-() WHERE r.row_digest IS NULL } AS is_judged
FOREACH (_ IN CASE WHEN is_judged THEN [1] ELSE [] END | SET n:Gone REMOVE n:Red:Orange:Yellow:Blue:Green, n.row_digest, n.level, n.score, n.rank)
FOREACH (_ IN CASE WHEN is_judged THEN [] ELSE [1] END | DETACH DELETE n)
RETURN count(*) AS rows;
