// 名称里有这几个字的项目和企业有哪些？ / Which projects and companies have these signs in their name?
// Parameters: $words: 名称中连续的几个字 / some signs of the name, one after the other ('聚安')
// Columns: node_id, name, kind, level, rank
// Cost: one look-up in the index of names: milliseconds
// Example:
//   node_id | name | kind | level | rank
//   Company:91110115MA3000M7X9 | 北京聚安100号劳务服务有限公司 | Company | orange | 32
//   Company:91110115MA3000MC0L | 北京聚安81号建筑劳务有限公司 | Company | yellow | 81
//   Company:91110115MA3000M61H | 北京聚安100号建筑劳务有限公司 | Company | yellow | 84
//   Company:91110115MA3000M964 | 江苏聚安237号建筑劳务有限公司 | Company | yellow | 85
//   Company:91110115MA3000MA4Y | 江苏聚安237号劳务服务有限公司 | Company | blue | 219
CALL db.index.fulltext.queryNodes('name_words', '"' + replace(replace($words, '\\', ' '), '"', ' ') + '"') YIELD node
RETURN node.node_id AS node_id, node.name AS name, head([l IN labels(node) WHERE l IN ['Project', 'Company']]) AS kind,
       node.level AS level, node.rank AS rank
ORDER BY kind DESC, rank, node_id
LIMIT 100
