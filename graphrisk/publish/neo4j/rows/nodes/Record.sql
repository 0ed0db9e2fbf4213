-- A row of a delivery that a finding rests on; rows of workers only where workers are loaded by key.
SELECT
    'Record:' || r.table_name || '/' || r.key AS node_id, r.table_name AS table, t.title, r.key, r.received_on,
    p.source_file, p.source_line
FROM record AS r
LEFT JOIN table_title AS t ON t.table_name = r.table_name
LEFT JOIN place AS p ON p.table_name = r.table_name AND p.key = r.key
WHERE $workers = 'keys' OR NOT array_contains($worker_tables, r.table_name)
