-- What a company takes over from its projects' findings: the worst in full share, each next one damped; capped exactly.
WITH placed AS (
    SELECT
        p.party_id, p.project_id, p.role, r.share, l.passed AS found, l.passed_level AS level,
        row_number() OVER (
            PARTITION BY p.party_id ORDER BY l.passed * r.share DESC, p.project_id
        ) AS place
    FROM partner AS p
    INNER JOIN project_level AS l ON l.entity_id = p.project_id AND l.passed > 0
    INNER JOIN card_role AS r ON r.role = p.role
),
damped AS (
    SELECT o.*, CAST(round(o.found * o.share * pow(c.damping, o.place - 1)) AS BIGINT) AS micro
    FROM placed AS o
    INNER JOIN card AS c ON c.entity_kind = 'company'
),
by_role AS (
    SELECT
        party_id, role, CAST(sum(micro) AS BIGINT) AS micro, count(*) AS n_projects,
        count(*) FILTER (WHERE level = 'red') AS n_red, count(*) FILTER (WHERE level = 'orange') AS n_orange,
        min_by(project_id, place) AS project_id, min_by(found, place) AS found, min_by(level, place) AS worst_level
    FROM damped
    GROUP BY party_id, role
),
summed AS (
    SELECT
        b.*, c.projects_cap AS cap,
        CAST(sum(b.micro) OVER (PARTITION BY b.party_id) AS BIGINT) AS total,
        CAST(sum(b.micro) OVER (PARTITION BY b.party_id ORDER BY b.role ROWS UNBOUNDED PRECEDING) AS BIGINT) AS up_to
    FROM by_role AS b
    INNER JOIN card AS c ON c.entity_kind = 'company'
)
SELECT
    'company' AS entity_kind, party_id AS entity_id, 'projects' AS signal, role AS reason, 'projects' AS family,
    micro AS uncapped,
    CASE
        WHEN total <= cap THEN micro
        ELSE CAST(floor(ratio(up_to * cap, total)) - floor(ratio((up_to - micro) * cap, total)) AS BIGINT)
    END AS micro,
    n_projects, n_red, n_orange, project_id, round(1 - exp(-found / 1e6), 4) AS project_score, worst_level AS level
FROM summed
