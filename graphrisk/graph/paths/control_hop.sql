-- The steps of paths between companies as a walk over nodes and edges of the graph. `control_step`: path_id, nth, a, b.
WITH stop AS (
    SELECT s.path_id, s.nth, s.a, s.b, t.via
    FROM control_step AS s
    INNER JOIN control_tie AS t ON t.a = least(s.a, s.b) AND t.b = greatest(s.a, s.b)
),
way AS (
    SELECT path_id, nth, 0 AS part, CAST(0 AS BIGINT) AS k, a AS node_id FROM stop
    UNION ALL
    SELECT s.path_id, s.nth, 1, i.nth, i.node_id
    FROM stop AS s
    INNER JOIN control_inner AS i ON i.x = s.a AND i.y = CASE WHEN s.via = '' THEN s.b ELSE s.via END
    UNION ALL
    SELECT path_id, nth, 2, 0, via FROM stop WHERE via <> ''
    UNION ALL
    SELECT s.path_id, s.nth, 3, i.nth, i.node_id
    FROM stop AS s
    INNER JOIN control_inner AS i ON i.x = s.via AND i.y = s.b
    WHERE s.via <> ''
    UNION ALL
    SELECT path_id, nth, 4, 0, b
    FROM (SELECT path_id, nth, b, row_number() OVER (PARTITION BY path_id ORDER BY nth DESC) AS back FROM stop) AS e
    WHERE back = 1
),
walk AS (
    SELECT
        path_id, row_number() OVER (PARTITION BY path_id ORDER BY nth, part, k) AS nth, node_id,
        lead(node_id) OVER (PARTITION BY path_id ORDER BY nth, part, k) AS next_id
    FROM way
),
known AS (
    SELECT kind, source, target, source AS x, target AS y
    FROM edges
    WHERE kind IN ('CONTROLS', 'OWNS', 'LOCATED_AT', 'REACHED_AT', 'REGISTERED_BY')
    UNION ALL
    SELECT kind, source, target, target, source
    FROM edges
    WHERE kind IN ('CONTROLS', 'OWNS', 'LOCATED_AT', 'REACHED_AT', 'REGISTERED_BY')
)
SELECT
    w.path_id, w.nth, w.node_id, min(k.kind) AS kind, min_by(k.source, (k.kind, k.source)) AS source,
    min_by(k.target, (k.kind, k.source)) AS target
FROM walk AS w
LEFT JOIN known AS k ON k.x = w.node_id AND k.y = w.next_id
GROUP BY w.path_id, w.nth, w.node_id
ORDER BY w.path_id, w.nth
