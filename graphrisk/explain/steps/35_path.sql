-- The way from a company to one whose arrears were verified, as names, with the rows that prove each step.
WITH way AS (
    SELECT here, goal AS second, CAST(NULL AS STRING) AS third, CAST(NULL AS STRING) AS fourth, evidence
    FROM near_one
    UNION ALL
    SELECT here, via, goal, NULL, evidence
    FROM near_two
    WHERE here NOT IN (SELECT node_id FROM verified)
    UNION ALL
    SELECT here, first_via, via, goal, evidence
    FROM near_three
    WHERE here NOT IN (SELECT node_id FROM verified)
    UNION ALL
    -- listed or sentenced itself, and tied to no other debtor
    SELECT node_id, NULL, NULL, NULL, NULL
    FROM verified
    WHERE node_id NOT IN (SELECT here FROM near_one)
),
step AS (
    SELECT here, 1 AS n, here AS node_id FROM way
    UNION ALL
    SELECT here, 2, second FROM way WHERE second IS NOT NULL
    UNION ALL
    SELECT here, 3, third FROM way WHERE third IS NOT NULL
    UNION ALL
    SELECT here, 4, fourth FROM way WHERE fourth IS NOT NULL
),
named AS (
    SELECT s.here, joined(coalesce(nullif(left(n.name, 60), ''), n.key, s.node_id), s.n, ' → ') AS path
    FROM step AS s
    LEFT JOIN nodes AS n ON n.node_id = s.node_id
    GROUP BY s.here
)
SELECT 'company' AS entity_kind, substr(n.here, 9) AS entity_id, n.path, slice(w.evidence, 1, 20) AS evidence
FROM named AS n
INNER JOIN way AS w ON w.here = n.here
