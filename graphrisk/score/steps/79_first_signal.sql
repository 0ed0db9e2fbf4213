-- A company's level rests on its own findings or on its sites, whichever weigh more: a red site of a contractor weighs as an S2,
-- an orange one of a contractor or a red one of an owner as an S3, another site it contracts for less. Of the heaviest the first.
WITH borne AS (
    SELECT entity_kind, entity_id, grade, first_on FROM first_seen
    UNION ALL
    SELECT
        'company', p.party_id,
        CASE
            WHEN l.passed_level = 'red' AND r.level = 'orange' THEN 'S2'
            WHEN l.passed_level = 'red' AND r.level = 'yellow' THEN 'S3'
            WHEN l.passed_level = 'orange' AND r.level = 'orange' THEN 'S3'
            ELSE 'S4'
        END,
        s.passed_on
    FROM partner AS p
    INNER JOIN card_role AS r ON r.role = p.role
    INNER JOIN project_level AS l ON l.entity_id = p.project_id
    INNER JOIN first_seen AS s ON s.entity_kind = 'project' AND s.entity_id = p.project_id
    WHERE s.passed_on IS NOT NULL AND (p.role = 'contractor' OR (l.passed_level = 'red' AND r.level = 'yellow'))
)
SELECT entity_kind, entity_id, min_by(first_on, (grade, first_on)) AS first_signal_on
FROM borne
GROUP BY entity_kind, entity_id
