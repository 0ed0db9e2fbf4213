-- A registered worker: the key and nothing else.
SELECT node_id, key FROM nodes WHERE kind = 'Worker' AND $workers = 'keys'
