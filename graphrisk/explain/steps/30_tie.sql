-- The ties that nearness walks by, both ways: who works, answers or is named together. No money, no masses of workers, no
-- address, telephone or agent of more than 100 companies. Of parallel ties the heaviest.
WITH walked AS (
    SELECT kind, source, target, weight, evidence
    FROM edges
    WHERE kind IN (
        'CONTRACTS_FOR', 'CONTROLS', 'OWNS', 'EMPLOYS', 'BUILDS', 'LEADS', 'PARTY_TO', 'CONCERNS', 'NAMED_WITH',
        'LOCATED_AT', 'REACHED_AT', 'REGISTERED_BY'
    )
),
hub AS (
    SELECT target AS node_id
    FROM walked
    WHERE kind IN ('LOCATED_AT', 'REACHED_AT', 'REGISTERED_BY')
    GROUP BY target
    HAVING count(*) > 100
),
both_ways AS (
    SELECT source AS here, target AS there, kind, weight, source, evidence FROM walked
    WHERE target NOT IN (SELECT node_id FROM hub)
    UNION ALL
    SELECT target, source, kind, weight, source, evidence FROM walked
    WHERE target NOT IN (SELECT node_id FROM hub)
)
SELECT here, there, max_by(evidence, (weight, kind, source)) AS evidence, max(weight) AS weight
FROM both_ways
WHERE here <> there
GROUP BY here, there
