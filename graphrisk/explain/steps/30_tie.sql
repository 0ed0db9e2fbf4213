-- Ties between nodes, both ways, without the masses of workers; of parallel ones the heaviest.
WITH both_ways AS (
    SELECT source AS here, target AS there, kind, weight, source, evidence FROM edges WHERE kind NOT IN ('WORKED_ON', 'IN_TEAM')
    UNION ALL
    SELECT target, source, kind, weight, source, evidence FROM edges WHERE kind NOT IN ('WORKED_ON', 'IN_TEAM')
)
SELECT here, there, max_by(evidence, (weight, kind, source)) AS evidence, max(weight) AS weight
FROM both_ways
WHERE here <> there
GROUP BY here, there
