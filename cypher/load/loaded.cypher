// 已装载的内容：每行的摘要 / What is loaded already: the digest of every row.
// Parameters: none. Columns: digests: a list of whole numbers; rows: all nodes or relationships of the name, a person's too.
// Cost: a scan of the label or type.

// Project
MATCH (n:Project)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Company
MATCH (n:Company)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Person
MATCH (n:Person)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Account
MATCH (n:Account)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Team
MATCH (n:Team)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Worker
MATCH (n:Worker)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Address
MATCH (n:Address)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Phone
MATCH (n:Phone)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Agent
MATCH (n:Agent)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Area
MATCH (n:Area)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Case
MATCH (n:Case)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Run
MATCH (n:Run)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Score
MATCH (n:Score)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Signal
MATCH (n:Signal)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Finding
MATCH (n:Finding)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Reason
MATCH (n:Reason)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Record
MATCH (n:Record)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Contract
MATCH (n:Contract)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// Alias
MATCH (n:Alias)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// RoundTrip
MATCH (n:RoundTrip)
RETURN collect(n.row_digest) AS digests, count(n) AS rows;

// CONTRACTS_FOR
MATCH ()-[r:CONTRACTS_FOR]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// PAYS
MATCH ()-[r:PAYS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// SERVES
MATCH ()-[r:SERVES]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// HOLDS
MATCH ()-[r:HOLDS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// SENT
MATCH ()-[r:SENT]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// CONTROLS
MATCH ()-[r:CONTROLS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// OWNS
MATCH ()-[r:OWNS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// WORKED_ON
MATCH ()-[r:WORKED_ON]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// IN_TEAM
MATCH ()-[r:IN_TEAM]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// LEADS
MATCH ()-[r:LEADS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// EMPLOYS
MATCH ()-[r:EMPLOYS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// BUILDS
MATCH ()-[r:BUILDS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// STAFFS
MATCH ()-[r:STAFFS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// LOCATED_AT
MATCH ()-[r:LOCATED_AT]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// REACHED_AT
MATCH ()-[r:REACHED_AT]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// REGISTERED_BY
MATCH ()-[r:REGISTERED_BY]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// NAMED_WITH
MATCH ()-[r:NAMED_WITH]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// OWES
MATCH ()-[r:OWES]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// IN_AREA
MATCH ()-[r:IN_AREA]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// PARTY_TO
MATCH ()-[r:PARTY_TO]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// CONCERNS
MATCH ()-[r:CONCERNS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// HAS_SCORE
MATCH ()-[r:HAS_SCORE]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// OF_RUN
MATCH ()-[r:OF_RUN]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// HAS_FINDING
MATCH ()-[r:HAS_FINDING]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// OF_SIGNAL
MATCH ()-[r:OF_SIGNAL]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// EVIDENCED_BY
MATCH ()-[r:EVIDENCED_BY]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// TELLS_OF
MATCH ()-[r:TELLS_OF]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// HAS_REASON
MATCH ()-[r:HAS_REASON]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// RESTS_ON
MATCH ()-[r:RESTS_ON]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// FOR
MATCH ()-[r:FOR]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// LETS
MATCH ()-[r:LETS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// TAKES
MATCH ()-[r:TAKES]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// UNDER
MATCH ()-[r:UNDER]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// LEFT
MATCH ()-[r:LEFT]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// CAME_BACK_TO
MATCH ()-[r:CAME_BACK_TO]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// UNDER_ONE_HAND
MATCH ()-[r:UNDER_ONE_HAND]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// CREW_MOVED_TO
MATCH ()-[r:CREW_MOVED_TO]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// NEAR_DEBTOR
MATCH ()-[r:NEAR_DEBTOR]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// KNOWN_AS
MATCH ()-[r:KNOWN_AS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// MAY_BE
MATCH ()-[r:MAY_BE]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;

// SHARES_WORKERS
MATCH ()-[r:SHARES_WORKERS]->()
RETURN collect(r.row_digest) AS digests, count(r) AS rows;
