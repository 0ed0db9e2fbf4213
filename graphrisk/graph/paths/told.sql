-- A path in words, with the rows that prove its steps. `walked`: path_id, nth, node_id, and the edge to the next node (kind,
-- source, target; null at the end). `edge_word`: kind, zh, en. A person, address or telephone is told by the first digits of its key.
WITH named AS (
    SELECT
        w.path_id, w.nth, w.target = w.node_id AS is_back,
        CASE
            WHEN n.kind IN ('Company', 'Project', 'Team', 'Case') THEN left(one_line(coalesce(nullif(n.name, ''), n.key)), 60)
            WHEN n.kind = 'Person' THEN '人员' || left(n.key, 8)
            WHEN n.kind = 'Account' THEN '账户' || left(n.key, 8)
            WHEN n.kind = 'Address' THEN '地址' || left(n.key, 8)
            WHEN n.kind = 'Phone' THEN '电话' || left(n.key, 8)
            WHEN n.kind = 'Agent' THEN '代办' || left(n.key, 8)
            ELSE left(w.node_id, 60)
        END AS name_zh,
        CASE
            WHEN n.kind IN ('Company', 'Project', 'Team', 'Case') THEN left(one_line(coalesce(nullif(n.name, ''), n.key)), 60)
            WHEN n.kind IS NULL THEN left(w.node_id, 60)
            ELSE lower(n.kind) || ' ' || left(n.key, 8)
        END AS name_en,
        e.zh, e.en
    FROM walked AS w
    LEFT JOIN nodes AS n ON n.node_id = w.node_id
    LEFT JOIN edge_word AS e ON e.kind = w.kind
),
line AS (
    SELECT
        path_id,
        joined(name_zh || coalesce(CASE WHEN is_back THEN ' ←' || zh || '— ' ELSE ' —' || zh || '→ ' END, ''), nth, '') AS path_zh,
        joined(name_en || coalesce(CASE WHEN is_back THEN ' <-' || en || '- ' ELSE ' -' || en || '-> ' END, ''), nth, '') AS path_en,
        count(*) - 1 AS n_steps
    FROM named
    GROUP BY path_id
),
proof AS (
    SELECT DISTINCT p.path_id, row_ref(p.e.table, p.e.key, p.e.received_on) AS ref
    FROM (
        SELECT w.path_id, each_of(slice(x.evidence, 1, 2)) AS e
        FROM walked AS w
        INNER JOIN edges AS x ON x.kind = w.kind AND x.source = w.source AND x.target = w.target
    ) AS p
),
shown AS (
    SELECT path_id, slice(array_sort(array_agg(ref)), 1, 20) AS evidence
    FROM proof
    GROUP BY path_id
)
SELECT l.path_id, l.n_steps, l.path_zh, l.path_en, s.evidence
FROM line AS l
LEFT JOIN shown AS s ON s.path_id = l.path_id
ORDER BY l.path_id
