-- The way from an entity to a debtor in both languages, with the rows that prove each step.
WITH step AS (
    SELECT entity_kind, entity_id, each_of(evidence) AS ref
    FROM near
),
cut AS (
    SELECT entity_kind, entity_id, ref, split_part(ref, '|', 1) AS source, split_part(ref, '|', -1) AS day
    FROM step
),
proved AS (
    SELECT
        entity_kind, entity_id,
        -- a key may hold a bar itself
        in_order(
            proof(source, substr(ref, length(source) + 2, length(ref) - length(source) - length(day) - 2), try_cast(day AS DATE)), ref
        ) AS evidence
    FROM cut
    GROUP BY entity_kind, entity_id
)
SELECT n.entity_kind, n.entity_id, n.path_zh, n.path_en, p.evidence
FROM near AS n
INNER JOIN proved AS p ON p.entity_kind = n.entity_kind AND p.entity_id = n.entity_id
