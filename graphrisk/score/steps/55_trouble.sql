-- What an entity can pass on: its grave findings, and a company's verified history. A defect of papers passes nothing on: a
-- quarter of all sites have one; nor does what others did to a site.
SELECT entity_kind, entity_id, CAST(sum(passing) AS BIGINT) AS micro
FROM (
    SELECT t.entity_kind, t.entity_id, t.micro AS passing
    FROM finding_term AS t
    INNER JOIN finding AS f
        ON f.entity_kind = t.entity_kind AND f.entity_id = t.entity_id AND f.signal = t.signal AND f.reason = t.reason
    WHERE f.grade IN ('S1', 'S2') AND f.counts = 'all'
    UNION ALL
    SELECT entity_kind, entity_id, micro FROM measure_term WHERE entity_kind = 'company' AND reason = 'verified_history'
)
GROUP BY entity_kind, entity_id
HAVING max(passing) > 0
