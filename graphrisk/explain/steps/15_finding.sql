-- Facts and rows of each finding: the strongest one where a reason was found more than once.
SELECT entity_kind, entity_id, signal, reason, facts, evidence
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY entity_kind, entity_id, signal, reason ORDER BY strength DESC, facts, evidence
    ) AS place
    FROM findings
)
WHERE place = 1
