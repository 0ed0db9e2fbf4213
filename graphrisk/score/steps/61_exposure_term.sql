-- What an entity takes over along its relations, a share of each, of a kind the worst one: of a project's companies their own findings,
-- history and nearness, a role at a time; of its company's other sites; of sites of the same crew; of sites that lent or
-- borrowed; of its companies' hidden group. A company: of its group.
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
taken AS (
    SELECT
        'project' AS entity_kind, p.project_id AS entity_id, p.role AS reason, p.party_id, CAST(NULL AS STRING) AS project_id,
        CAST(NULL AS STRING) AS member_id, o.micro, c.share * p.weight / 1e3 AS share,
        CAST(NULL AS BIGINT) AS n_others, CAST(NULL AS BIGINT) AS n_troubled, 0 AS least
    FROM partner AS p
    INNER JOIN own AS o ON o.party_id = p.party_id
    INNER JOIN card_partner AS c ON c.role = p.role
    UNION ALL
    SELECT
        b.entity_kind, b.entity_id, b.relation, b.party_id, b.other_id, NULL, b.micro, c.share * r.share, b.n_others, b.n_troubled,
        r.least
    FROM passed AS b
    INNER JOIN card_partner AS c ON c.role = b.role
    INNER JOIN card_relation AS r ON r.entity_kind = b.entity_kind AND r.relation = b.relation
    WHERE b.entity_kind = 'project'
    UNION ALL
    SELECT
        'project', p.project_id, 'group', b.other_id, NULL, p.party_id, b.micro, c.share * r.share * p.weight / 1e3,
        b.n_others, b.n_troubled, r.least
    FROM passed AS b
    INNER JOIN partner AS p ON p.party_id = b.entity_id
    INNER JOIN card_partner AS c ON c.role = p.role
    INNER JOIN card_relation AS r ON r.entity_kind = 'project' AND r.relation = 'group'
    WHERE b.relation = 'group'
    UNION ALL
    SELECT
        'company', b.entity_id, 'group', b.other_id, NULL, b.entity_id, b.micro, r.share, b.n_others, b.n_troubled, r.least
    FROM passed AS b
    INNER JOIN card_relation AS r ON r.entity_kind = 'company' AND r.relation = 'group'
    WHERE b.relation = 'group'
),
worst AS (
    SELECT
        t.*, row_number() OVER (
            PARTITION BY t.entity_kind, t.entity_id, t.reason
            ORDER BY t.micro * t.share DESC, t.party_id, t.project_id
        ) AS place
    FROM taken AS t
)
SELECT
    w.entity_kind, w.entity_id, 'exposure' AS signal, w.reason,
    CAST(round(w.micro * w.share) AS BIGINT) AS uncapped, CAST(round(w.micro * w.share) AS BIGINT) AS micro,
    w.party_id, w.project_id, w.member_id, round(1 - exp(-w.micro / 1e6), 4) AS partner_score, w.share AS share_ratio, w.n_others, w.n_troubled
FROM worst AS w
WHERE w.place = 1 AND w.micro * w.share > w.least
