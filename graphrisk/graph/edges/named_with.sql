-- Company NAMED_WITH Company in one clue, once a pair (source before target). A clue that names n companies gives each pair
-- 1 / (n - 1), so that every company gets weight 1 from a clue however many it names (Newman 2001, scientific collaboration
-- networks II). A clue that names more than 10 makes no pairs (45 is the most): PARTY_TO says the same in n rows.
-- Weights are counted in millionths and are exact.
WITH named AS (
    SELECT c.clue_id, p.party_id, min(c.opened_on) AS opened_on, min(row_ref('clue', c.clue_id || '/' || c.uscc, c.received_on)) AS proof
    FROM clue AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    GROUP BY c.clue_id, p.party_id
),
small AS (
    SELECT clue_id, count(*) AS n FROM named GROUP BY clue_id HAVING count(*) BETWEEN 2 AND 10
),
pair AS (
    SELECT
        a.party_id AS source, b.party_id AS target, s.clue_id, CAST(round(1000000e0 / (s.n - 1)) AS BIGINT) AS part,
        a.opened_on, a.proof AS proof_a, b.proof AS proof_b
    FROM small AS s
    INNER JOIN named AS a ON a.clue_id = s.clue_id
    INNER JOIN named AS b ON b.clue_id = s.clue_id AND a.party_id < b.party_id
),
proof AS (
    SELECT source, target, part, opened_on, proof_a AS proof FROM pair
    UNION ALL
    SELECT source, target, CAST(0 AS BIGINT) AS part, opened_on, proof_b AS proof FROM pair
)
SELECT
    source, target, CAST(sum(part) AS BIGINT) / 1000000e0 AS weight, min(opened_on) AS since, max(opened_on) AS until,
    slice(array_sort(array_agg(proof)), 1, 20) AS evidence
FROM proof
GROUP BY source, target
