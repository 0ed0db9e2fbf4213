// 常用查询的索引 / Indexes for what people ask by.
// Parameters: none. Columns: none. Cost: none on an empty database.
// None on names: an index refuses a value of more than 8 KB, and with it the node.

// Project level
CREATE INDEX project_level IF NOT EXISTS FOR (n:Project) ON (n.level);

// Company level
CREATE INDEX company_level IF NOT EXISTS FOR (n:Company) ON (n.level);

// Project rank
CREATE INDEX project_rank IF NOT EXISTS FOR (n:Project) ON (n.rank);

// Company rank
CREATE INDEX company_rank IF NOT EXISTS FOR (n:Company) ON (n.rank);

// Project key
CREATE INDEX project_key IF NOT EXISTS FOR (n:Project) ON (n.key);

// Company key
CREATE INDEX company_key IF NOT EXISTS FOR (n:Company) ON (n.key);

// Account key
CREATE INDEX account_key IF NOT EXISTS FOR (n:Account) ON (n.key);

// Person key
CREATE INDEX person_key IF NOT EXISTS FOR (n:Person) ON (n.key);

// Area key
CREATE INDEX area_key IF NOT EXISTS FOR (n:Area) ON (n.key);

// Finding signal
CREATE INDEX finding_signal IF NOT EXISTS FOR (n:Finding) ON (n.signal);

// Score entity
CREATE INDEX score_entity IF NOT EXISTS FOR (n:Score) ON (n.entity_kind, n.entity_id);
