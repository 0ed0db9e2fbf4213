// 更新关系：有则改，无则建 / Relationships, made or brought up to date.
// 参数 Parameters: $rows: list of {source, target, properties}, the ends by node_id. Columns: none.
// Cost: two index look-ups a row and the relationships of the end that has fewer.

// Company CONTRACTS_FOR Project
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:CONTRACTS_FOR]->(b)
SET r += row.properties;

// Company PAYS Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:PAYS]->(b)
SET r += row.properties;

// Account SERVES Project
UNWIND $rows AS row
MATCH (a:Account {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:SERVES]->(b)
SET r += row.properties;

// Company HOLDS Account
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Account {node_id: row.target})
MERGE (a)-[r:HOLDS]->(b)
SET r += row.properties;

// Account SENT Account
UNWIND $rows AS row
MATCH (a:Account {node_id: row.source})
MATCH (b:Account {node_id: row.target})
MERGE (a)-[r:SENT]->(b)
SET r += row.properties;

// Person CONTROLS Company
UNWIND $rows AS row
MATCH (a:Person {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:CONTROLS]->(b)
SET r += row.properties;

// Company OWNS Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:OWNS]->(b)
SET r += row.properties;

// Worker WORKED_ON Project
UNWIND $rows AS row
MATCH (a:Worker {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:WORKED_ON]->(b)
SET r += row.properties;

// Worker IN_TEAM Team
UNWIND $rows AS row
MATCH (a:Worker {node_id: row.source})
MATCH (b:Team {node_id: row.target})
MERGE (a)-[r:IN_TEAM]->(b)
SET r += row.properties;

// Person LEADS Team
UNWIND $rows AS row
MATCH (a:Person {node_id: row.source})
MATCH (b:Team {node_id: row.target})
MERGE (a)-[r:LEADS]->(b)
SET r += row.properties;

// Company EMPLOYS Team
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Team {node_id: row.target})
MERGE (a)-[r:EMPLOYS]->(b)
SET r += row.properties;

// Team BUILDS Project
UNWIND $rows AS row
MATCH (a:Team {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:BUILDS]->(b)
SET r += row.properties;

// Person STAFFS Project
UNWIND $rows AS row
MATCH (a:Person {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:STAFFS]->(b)
SET r += row.properties;

// Company LOCATED_AT Address
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Address {node_id: row.target})
MERGE (a)-[r:LOCATED_AT]->(b)
SET r += row.properties;

// Company REACHED_AT Phone
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Phone {node_id: row.target})
MERGE (a)-[r:REACHED_AT]->(b)
SET r += row.properties;

// Company REGISTERED_BY Agent
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Agent {node_id: row.target})
MERGE (a)-[r:REGISTERED_BY]->(b)
SET r += row.properties;

// Company NAMED_WITH Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:NAMED_WITH]->(b)
SET r += row.properties;

// Company OWES Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:OWES]->(b)
SET r += row.properties;

// Project IN_AREA Area
UNWIND $rows AS row
MATCH (a:Project {node_id: row.source})
MATCH (b:Area {node_id: row.target})
MERGE (a)-[r:IN_AREA]->(b)
SET r += row.properties;

// Company PARTY_TO Case
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Case {node_id: row.target})
MERGE (a)-[r:PARTY_TO]->(b)
SET r += row.properties;

// Case CONCERNS Project
UNWIND $rows AS row
MATCH (a:Case {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:CONCERNS]->(b)
SET r += row.properties;

// Project HAS_SCORE Score
UNWIND $rows AS row
MATCH (a:Project {node_id: row.source})
MATCH (b:Score {node_id: row.target})
MERGE (a)-[r:HAS_SCORE]->(b)
SET r += row.properties;

// Company HAS_SCORE Score
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Score {node_id: row.target})
MERGE (a)-[r:HAS_SCORE]->(b)
SET r += row.properties;

// Score OF_RUN Run
UNWIND $rows AS row
MATCH (a:Score {node_id: row.source})
MATCH (b:Run {node_id: row.target})
MERGE (a)-[r:OF_RUN]->(b)
SET r += row.properties;

// Project HAS_FINDING Finding
UNWIND $rows AS row
MATCH (a:Project {node_id: row.source})
MATCH (b:Finding {node_id: row.target})
MERGE (a)-[r:HAS_FINDING]->(b)
SET r += row.properties;

// Company HAS_FINDING Finding
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Finding {node_id: row.target})
MERGE (a)-[r:HAS_FINDING]->(b)
SET r += row.properties;

// Finding OF_SIGNAL Signal
UNWIND $rows AS row
MATCH (a:Finding {node_id: row.source})
MATCH (b:Signal {node_id: row.target})
MERGE (a)-[r:OF_SIGNAL]->(b)
SET r += row.properties;

// Finding EVIDENCED_BY Record
UNWIND $rows AS row
MATCH (a:Finding {node_id: row.source})
MATCH (b:Record {node_id: row.target})
MERGE (a)-[r:EVIDENCED_BY]->(b)
SET r += row.properties;

// RoundTrip EVIDENCED_BY Record
UNWIND $rows AS row
MATCH (a:RoundTrip {node_id: row.source})
MATCH (b:Record {node_id: row.target})
MERGE (a)-[r:EVIDENCED_BY]->(b)
SET r += row.properties;

// Record TELLS_OF Project
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Company
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Person
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Person {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Account
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Account {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Team
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Team {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Worker
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Worker {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Address
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Address {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Phone
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Phone {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Agent
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Agent {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Area
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Area {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Case
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Case {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Record TELLS_OF Contract
UNWIND $rows AS row
MATCH (a:Record {node_id: row.source})
MATCH (b:Contract {node_id: row.target})
MERGE (a)-[r:TELLS_OF]->(b)
SET r += row.properties;

// Project HAS_REASON Reason
UNWIND $rows AS row
MATCH (a:Project {node_id: row.source})
MATCH (b:Reason {node_id: row.target})
MERGE (a)-[r:HAS_REASON]->(b)
SET r += row.properties;

// Company HAS_REASON Reason
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Reason {node_id: row.target})
MERGE (a)-[r:HAS_REASON]->(b)
SET r += row.properties;

// Reason RESTS_ON Finding
UNWIND $rows AS row
MATCH (a:Reason {node_id: row.source})
MATCH (b:Finding {node_id: row.target})
MERGE (a)-[r:RESTS_ON]->(b)
SET r += row.properties;

// Contract FOR Project
UNWIND $rows AS row
MATCH (a:Contract {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:FOR]->(b)
SET r += row.properties;

// Company LETS Contract
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Contract {node_id: row.target})
MERGE (a)-[r:LETS]->(b)
SET r += row.properties;

// Company TAKES Contract
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Contract {node_id: row.target})
MERGE (a)-[r:TAKES]->(b)
SET r += row.properties;

// Person TAKES Contract
UNWIND $rows AS row
MATCH (a:Person {node_id: row.source})
MATCH (b:Contract {node_id: row.target})
MERGE (a)-[r:TAKES]->(b)
SET r += row.properties;

// Contract UNDER Contract
UNWIND $rows AS row
MATCH (a:Contract {node_id: row.source})
MATCH (b:Contract {node_id: row.target})
MERGE (a)-[r:UNDER]->(b)
SET r += row.properties;

// RoundTrip LEFT Account
UNWIND $rows AS row
MATCH (a:RoundTrip {node_id: row.source})
MATCH (b:Account {node_id: row.target})
MERGE (a)-[r:LEFT]->(b)
SET r += row.properties;

// RoundTrip CAME_BACK_TO Account
UNWIND $rows AS row
MATCH (a:RoundTrip {node_id: row.source})
MATCH (b:Account {node_id: row.target})
MERGE (a)-[r:CAME_BACK_TO]->(b)
SET r += row.properties;

// Company UNDER_ONE_HAND Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:UNDER_ONE_HAND]->(b)
SET r += row.properties;

// Company CREW_MOVED_TO Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:CREW_MOVED_TO]->(b)
SET r += row.properties;

// Project NEAR_DEBTOR Company
UNWIND $rows AS row
MATCH (a:Project {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:NEAR_DEBTOR]->(b)
SET r += row.properties;

// Project NEAR_DEBTOR Project
UNWIND $rows AS row
MATCH (a:Project {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:NEAR_DEBTOR]->(b)
SET r += row.properties;

// Company NEAR_DEBTOR Company
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:NEAR_DEBTOR]->(b)
SET r += row.properties;

// Company NEAR_DEBTOR Project
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Project {node_id: row.target})
MERGE (a)-[r:NEAR_DEBTOR]->(b)
SET r += row.properties;

// Company KNOWN_AS Alias
UNWIND $rows AS row
MATCH (a:Company {node_id: row.source})
MATCH (b:Alias {node_id: row.target})
MERGE (a)-[r:KNOWN_AS]->(b)
SET r += row.properties;

// Alias MAY_BE Company
UNWIND $rows AS row
MATCH (a:Alias {node_id: row.source})
MATCH (b:Company {node_id: row.target})
MERGE (a)-[r:MAY_BE]->(b)
SET r += row.properties;

// Team SHARES_WORKERS Team
UNWIND $rows AS row
MATCH (a:Team {node_id: row.source})
MATCH (b:Team {node_id: row.target})
MERGE (a)-[r:SHARES_WORKERS]->(b)
SET r += row.properties;
