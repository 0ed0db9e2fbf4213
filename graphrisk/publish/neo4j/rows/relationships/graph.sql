-- Edges of the graph of one kind, with the rows that prove each as table/key texts.
WITH proven AS (
    SELECT source, target, each_of(evidence) AS e FROM edges WHERE kind = $kind
),
told AS (
    SELECT source, target, array_sort(array_agg(DISTINCT e.table || '/' || e.key)) AS evidence
    FROM proven
    WHERE $workers = 'keys' OR NOT array_contains($worker_tables, e.table)
    GROUP BY source, target
)
SELECT e.source, e.target, e.weight, e.since, e.until, t.evidence
FROM edges AS e
LEFT JOIN told AS t ON t.source = e.source AND t.target = e.target
WHERE e.kind = $kind AND ($workers = 'keys' OR e.source NOT LIKE 'Worker:%')
