// 常用查询的索引 / Indexes for what people ask by.
// Parameters: none. Columns: none. Cost: none on an empty database.
// None on names and keys: such an index refuses a value of more than 8 KB, and with it the node; names are found by their words.

// Project level
CREATE INDEX project_level IF NOT EXISTS FOR (n:Project) ON (n.level);

// Company level
CREATE INDEX company_level IF NOT EXISTS FOR (n:Company) ON (n.level);

// Project rank
CREATE INDEX project_rank IF NOT EXISTS FOR (n:Project) ON (n.rank);

// Company rank
CREATE INDEX company_rank IF NOT EXISTS FOR (n:Company) ON (n.rank);

// Finding signal
CREATE INDEX finding_signal IF NOT EXISTS FOR (n:Finding) ON (n.signal);

// Names by their words
CREATE FULLTEXT INDEX name_words IF NOT EXISTS FOR (n:Project|Company) ON EACH [n.name]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
