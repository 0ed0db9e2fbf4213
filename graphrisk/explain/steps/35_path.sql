-- The way from a company to one whose arrears were verified, as names, with the rows that prove each step.
WITH way AS (
    -- listed or sentenced itself, and tied to no other debtor
    SELECT
        node_id AS here, [node_id] AS steps,
        CAST([] AS STRUCT("table" VARCHAR, key VARCHAR, received_on DATE)[]) AS evidence
    FROM verified
    WHERE node_id NOT IN (SELECT here FROM near_one)
    UNION ALL
    SELECT here, [here, goal], evidence FROM near_one
    UNION ALL
    SELECT here, [here, via, goal], evidence FROM near_two WHERE here NOT IN (SELECT node_id FROM verified)
    UNION ALL
    SELECT here, [here, first_via, via, goal], evidence FROM near_three WHERE here NOT IN (SELECT node_id FROM verified)
),
step AS (
    SELECT here, unnest(steps) AS node_id, generate_subscripts(steps, 1) AS n FROM way
),
named AS (
    SELECT s.here, string_agg(coalesce(nullif(left(n.name, 60), ''), n.key, s.node_id), ' → ' ORDER BY s.n) AS path
    FROM step AS s
    LEFT JOIN nodes AS n ON n.node_id = s.node_id
    GROUP BY s.here
)
SELECT 'company' AS entity_kind, substr(n.here, 9) AS entity_id, n.path, list_slice(w.evidence, 1, 20) AS evidence
FROM named AS n
INNER JOIN way AS w ON w.here = n.here
