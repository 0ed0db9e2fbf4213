-- Edges of the graph of one kind, with the rows that prove each as table/key texts, and the roles that these rows name.
WITH proven AS (
    SELECT source, target, each_of(evidence) AS e FROM edges WHERE kind = $kind
),
told AS (
    SELECT source, target, array_sort(array_agg(DISTINCT e.table || '/' || e.key)) AS evidence
    FROM proven
    WHERE $workers = 'keys' OR NOT array_contains($worker_tables, e.table)
    GROUP BY source, target
),
named AS (
    SELECT
        source, target,
        CASE
            WHEN e.table = 'position' OR e.table = 'project_party' THEN split_part(e.key, '/', 3)
            WHEN e.table = 'key_staff' THEN split_part(e.key, '/', 2)
            WHEN e.table = 'holding' THEN 'shareholder'
            WHEN e.table = 'company' AND $kind = 'CONTROLS' THEN 'legal_rep'
        END AS role
    FROM proven
    UNION ALL
    SELECT 'Company:' || fact(attributes, 'owner') AS source, node_id AS target, 'owner' AS role FROM nodes
    WHERE kind = 'Project' AND $kind = 'CONTRACTS_FOR'
    UNION ALL
    SELECT 'Company:' || fact(attributes, 'contractor') AS source, node_id AS target, 'contractor' AS role FROM nodes
    WHERE kind = 'Project' AND $kind = 'CONTRACTS_FOR'
),
held AS (
    SELECT source, target, array_sort(array_agg(DISTINCT role)) AS roles FROM named WHERE role IS NOT NULL GROUP BY source, target
)
SELECT e.source, e.target, e.weight, e.since, e.until, h.roles, t.evidence
FROM edges AS e
LEFT JOIN told AS t ON t.source = e.source AND t.target = e.target
LEFT JOIN held AS h ON h.source = e.source AND h.target = e.target
WHERE e.kind = $kind AND ($workers = 'keys' OR e.source NOT LIKE 'Worker:%')
