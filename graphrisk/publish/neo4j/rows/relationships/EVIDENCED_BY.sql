-- The rows that a finding or a round trip rests on.
WITH proof AS (
    SELECT 'Finding:' || entity_kind || '/' || entity_id || '/' || signal || '/' || reason AS source, each_of(evidence) AS e
    FROM findings
),
row_of AS (
    SELECT source, e.table AS table_name, e.key AS key FROM proof
    UNION
    SELECT source, table_name, key FROM trip_record
)
SELECT source, 'Record:' || table_name || '/' || key AS target
FROM row_of
WHERE $workers = 'keys' OR NOT array_contains($worker_tables, table_name)
