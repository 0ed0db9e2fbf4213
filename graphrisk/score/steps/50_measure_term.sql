-- What a measure adds: by value for histories, by place among all of the kind for the others.
-- Nearness is for companies that were never verified themselves: for the others their own history speaks.
WITH found AS (
    SELECT entity_kind, entity_id FROM finding WHERE micro > 0
    UNION
    SELECT 'company', p.party_id
    FROM partner AS p
    INNER JOIN finding AS f ON f.entity_kind = 'project' AND f.entity_id = p.project_id AND f.micro > 0 AND f.counts = 'all'
),
measured AS (
    SELECT
        e.entity_kind, e.entity_id, m.measure, m.value, c.score, c.shape, c.full_cases, c.from_share, c.needs_finding,
        count(*) OVER (PARTITION BY e.entity_kind, m.measure) AS n,
        rank() OVER (PARTITION BY e.entity_kind, m.measure ORDER BY m.value) - 1 AS n_lower,
        rank() OVER (PARTITION BY e.entity_kind, m.measure ORDER BY m.value DESC) - 1 AS n_higher
    FROM measures AS m
    INNER JOIN entity AS e ON e.node_id = m.node_id
    INNER JOIN card_measure AS c ON c.entity_kind = e.entity_kind AND c.measure = m.measure
    WHERE NOT isnan(m.value)
        AND NOT (
            m.measure = 'nearness' AND EXISTS (
                SELECT 1 FROM measures AS v
                WHERE v.node_id = m.node_id AND v.measure = 'verified_history' AND v.value > 0
            )
        )
),
placed AS (
    SELECT
        d.*,
        CASE d.shape
            WHEN 'cases' THEN d.value / ln(1 + d.full_cases)
            ELSE (d.n_lower / CAST(d.n - 1 AS DOUBLE) - d.from_share) / (1 - d.from_share)
        END AS part
    FROM measured AS d
    INNER JOIN card AS c ON c.entity_kind = d.entity_kind
    LEFT JOIN found AS f ON f.entity_kind = d.entity_kind AND f.entity_id = d.entity_id
    WHERE d.value > 0 AND (d.shape = 'cases' OR d.n >= c.min_population)
        AND (f.entity_id IS NOT NULL OR NOT d.needs_finding)
)
SELECT
    entity_kind, entity_id, 'measure' AS signal, measure AS reason,
    -- beyond full weight a value still orders equals
    CAST(round(score * part * 1e6) AS BIGINT) AS uncapped,
    CAST(round(-ln(1 - score * least(part, 1)) * 1e6) AS BIGINT) AS micro,
    round(value * 1e6) / 1e6 AS value, n_higher + 1 AS place, n AS n_measured
FROM placed
WHERE part > 0
