// 首次装载节点：库中尚无该类节点时用 / Nodes where the database has none of the label yet.
// 参数 Parameters: $rows: list of {node_id, properties}; a property that is null is taken away. Columns: none.
// Cost: an index entry a row; nothing is looked up.

// Project
UNWIND $rows AS row
CREATE (n:Project {node_id: row.node_id})
SET n += row.properties;

// Company
UNWIND $rows AS row
CREATE (n:Company {node_id: row.node_id})
SET n += row.properties;

// Person
UNWIND $rows AS row
CREATE (n:Person {node_id: row.node_id})
SET n += row.properties;

// Account
UNWIND $rows AS row
CREATE (n:Account {node_id: row.node_id})
SET n += row.properties;

// Team
UNWIND $rows AS row
CREATE (n:Team {node_id: row.node_id})
SET n += row.properties;

// Worker
UNWIND $rows AS row
CREATE (n:Worker {node_id: row.node_id})
SET n += row.properties;

// Address
UNWIND $rows AS row
CREATE (n:Address {node_id: row.node_id})
SET n += row.properties;

// Phone
UNWIND $rows AS row
CREATE (n:Phone {node_id: row.node_id})
SET n += row.properties;

// Agent
UNWIND $rows AS row
CREATE (n:Agent {node_id: row.node_id})
SET n += row.properties;

// Area
UNWIND $rows AS row
CREATE (n:Area {node_id: row.node_id})
SET n += row.properties;

// Case
UNWIND $rows AS row
CREATE (n:Case {node_id: row.node_id})
SET n += row.properties;

// Run
UNWIND $rows AS row
CREATE (n:Run {node_id: row.node_id})
SET n += row.properties;

// Score
UNWIND $rows AS row
CREATE (n:Score {node_id: row.node_id})
SET n += row.properties;

// Signal
UNWIND $rows AS row
CREATE (n:Signal {node_id: row.node_id})
SET n += row.properties;

// Finding
UNWIND $rows AS row
CREATE (n:Finding {node_id: row.node_id})
SET n += row.properties;

// Reason
UNWIND $rows AS row
CREATE (n:Reason {node_id: row.node_id})
SET n += row.properties;

// Record
UNWIND $rows AS row
CREATE (n:Record {node_id: row.node_id})
SET n += row.properties;

// Contract
UNWIND $rows AS row
CREATE (n:Contract {node_id: row.node_id})
SET n += row.properties;

// Alias
UNWIND $rows AS row
CREATE (n:Alias {node_id: row.node_id})
SET n += row.properties;

// RoundTrip
UNWIND $rows AS row
CREATE (n:RoundTrip {node_id: row.node_id})
SET n += row.properties;
