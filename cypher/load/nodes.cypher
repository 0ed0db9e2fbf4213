// 更新节点：有则改，无则建 / Nodes, made or brought up to date.
// 参数 Parameters: $rows: list of {node_id, properties}; a property that is null is taken away. Columns: none.
// Cost: an index look-up a row.

// Project
UNWIND $rows AS row
MERGE (n:Project {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Company
UNWIND $rows AS row
MERGE (n:Company {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Person
UNWIND $rows AS row
MERGE (n:Person {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Account
UNWIND $rows AS row
MERGE (n:Account {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Team
UNWIND $rows AS row
MERGE (n:Team {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Worker
UNWIND $rows AS row
MERGE (n:Worker {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Address
UNWIND $rows AS row
MERGE (n:Address {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Phone
UNWIND $rows AS row
MERGE (n:Phone {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Agent
UNWIND $rows AS row
MERGE (n:Agent {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Area
UNWIND $rows AS row
MERGE (n:Area {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Case
UNWIND $rows AS row
MERGE (n:Case {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Run
UNWIND $rows AS row
MERGE (n:Run {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Score
UNWIND $rows AS row
MERGE (n:Score {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Signal
UNWIND $rows AS row
MERGE (n:Signal {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Finding
UNWIND $rows AS row
MERGE (n:Finding {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Reason
UNWIND $rows AS row
MERGE (n:Reason {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Record
UNWIND $rows AS row
MERGE (n:Record {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Contract
UNWIND $rows AS row
MERGE (n:Contract {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// Alias
UNWIND $rows AS row
MERGE (n:Alias {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;

// RoundTrip
UNWIND $rows AS row
MERGE (n:RoundTrip {node_id: row.node_id})
SET n += row.properties
REMOVE n:Gone;
