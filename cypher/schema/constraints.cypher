// 每类节点的编号唯一 / The id of every kind of node is unique.
// Parameters: none. Columns: none. Cost: none on an empty database. Community edition takes all of them.

// Project
CREATE CONSTRAINT project_id IF NOT EXISTS FOR (n:Project) REQUIRE n.node_id IS UNIQUE;

// Company
CREATE CONSTRAINT company_id IF NOT EXISTS FOR (n:Company) REQUIRE n.node_id IS UNIQUE;

// Person
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.node_id IS UNIQUE;

// Account
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.node_id IS UNIQUE;

// Team
CREATE CONSTRAINT team_id IF NOT EXISTS FOR (n:Team) REQUIRE n.node_id IS UNIQUE;

// Worker
CREATE CONSTRAINT worker_id IF NOT EXISTS FOR (n:Worker) REQUIRE n.node_id IS UNIQUE;

// Address
CREATE CONSTRAINT address_id IF NOT EXISTS FOR (n:Address) REQUIRE n.node_id IS UNIQUE;

// Phone
CREATE CONSTRAINT phone_id IF NOT EXISTS FOR (n:Phone) REQUIRE n.node_id IS UNIQUE;

// Agent
CREATE CONSTRAINT agent_id IF NOT EXISTS FOR (n:Agent) REQUIRE n.node_id IS UNIQUE;

// Area
CREATE CONSTRAINT area_id IF NOT EXISTS FOR (n:Area) REQUIRE n.node_id IS UNIQUE;

// Case
CREATE CONSTRAINT case_id IF NOT EXISTS FOR (n:Case) REQUIRE n.node_id IS UNIQUE;

// Run
CREATE CONSTRAINT run_id IF NOT EXISTS FOR (n:Run) REQUIRE n.node_id IS UNIQUE;

// Score
CREATE CONSTRAINT score_id IF NOT EXISTS FOR (n:Score) REQUIRE n.node_id IS UNIQUE;

// Signal
CREATE CONSTRAINT signal_id IF NOT EXISTS FOR (n:Signal) REQUIRE n.node_id IS UNIQUE;

// Finding
CREATE CONSTRAINT finding_id IF NOT EXISTS FOR (n:Finding) REQUIRE n.node_id IS UNIQUE;

// Reason
CREATE CONSTRAINT reason_id IF NOT EXISTS FOR (n:Reason) REQUIRE n.node_id IS UNIQUE;

// Record
CREATE CONSTRAINT record_id IF NOT EXISTS FOR (n:Record) REQUIRE n.node_id IS UNIQUE;

// Contract
CREATE CONSTRAINT contract_id IF NOT EXISTS FOR (n:Contract) REQUIRE n.node_id IS UNIQUE;

// Alias
CREATE CONSTRAINT alias_id IF NOT EXISTS FOR (n:Alias) REQUIRE n.node_id IS UNIQUE;

// RoundTrip
CREATE CONSTRAINT round_trip_id IF NOT EXISTS FOR (n:RoundTrip) REQUIRE n.node_id IS UNIQUE;

// Outcome
CREATE CONSTRAINT outcome_id IF NOT EXISTS FOR (n:Outcome) REQUIRE n.inspection_id IS UNIQUE;
