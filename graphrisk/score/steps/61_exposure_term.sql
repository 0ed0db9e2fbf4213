-- What a project takes over from its companies: per role the worst one's own findings, history and nearness, in part.
WITH own AS (
    SELECT entity_id AS party_id, CAST(sum(micro) AS BIGINT) AS micro
    FROM (
        SELECT entity_id, micro FROM finding_term WHERE entity_kind = 'company'
        UNION ALL
        SELECT entity_id, micro FROM measure_term
        WHERE entity_kind = 'company' AND reason IN ('verified_history', 'nearness')
    )
    GROUP BY entity_id
),
worst AS (
    SELECT
        p.project_id, p.role, p.party_id, o.micro,
        row_number() OVER (PARTITION BY p.project_id, p.role ORDER BY o.micro DESC, p.party_id) AS place
    FROM partner AS p
    INNER JOIN own AS o ON o.party_id = p.party_id
)
SELECT
    'project' AS entity_kind, w.project_id AS entity_id, 'exposure' AS signal, w.role AS reason,
    CAST(round(w.micro * c.share) AS BIGINT) AS uncapped, CAST(round(w.micro * c.share) AS BIGINT) AS micro,
    w.party_id, round(1 - exp(-w.micro / 1e6), 4) AS partner_score, c.share AS share_ratio
FROM worst AS w
INNER JOIN card_partner AS c ON c.role = w.role
WHERE w.place = 1 AND w.micro > 0
