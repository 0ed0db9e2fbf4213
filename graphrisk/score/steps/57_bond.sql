-- Who is bound to whom by what: a row a relation, hub and entity. Trouble passes from the members of a hub to each other.
--   sites  the sites of a company, the hub, a role at a time
--   crew   the sites that the teams of one leader, the hub, build; such a site counts with what the team's employer was shown to owe
--   lent   two sites, one of whose accounts sent money to the other's; the hub is the pair
--   group  companies under common control; the hub is the cluster, and a member's weight the strength of its ties
-- `weight` in thousandths fades by a factor of e a year since the tie ended; `micro` is the member's trouble.
WITH site AS (
    SELECT e.entity_id, e.node_id, coalesce(t.micro, 0) AS micro
    FROM entity AS e
    LEFT JOIN trouble AS t ON t.entity_kind = 'project' AND t.entity_id = e.entity_id
    WHERE e.entity_kind = 'project'
),
led AS (
    SELECT
        l.source AS leader, b.target AS node_id, coalesce(t.micro, 0) AS micro,
        1e3 * exp(greatest(coalesce(days_between(b.until, $as_of), 0), 0) / -365e0) AS weight
    FROM edges AS l
    INNER JOIN edges AS b ON b.kind = 'BUILDS' AND b.source = l.target
    LEFT JOIN edges AS m ON m.kind = 'EMPLOYS' AND m.target = l.target
    LEFT JOIN entity AS c ON c.entity_kind = 'company' AND c.node_id = m.source
    LEFT JOIN trouble AS t ON t.entity_kind = 'company' AND t.entity_id = c.entity_id
    WHERE l.kind = 'LEADS'
),
serving AS (
    SELECT source AS account, target AS node_id FROM edges WHERE kind = 'SERVES'
),
sent AS (
    SELECT
        least(a.node_id, b.node_id) AS one, greatest(a.node_id, b.node_id) AS other,
        max(1e3 * exp(greatest(coalesce(days_between(s.until, $as_of), 0), 0) / -365e0)) AS weight
    FROM edges AS s
    INNER JOIN serving AS a ON a.account = s.source
    INNER JOIN serving AS b ON b.account = s.target
    WHERE s.kind = 'SENT' AND a.node_id <> b.node_id
    GROUP BY least(a.node_id, b.node_id), greatest(a.node_id, b.node_id)
),
pair AS (
    SELECT one AS node_id, one, other, weight FROM sent
    UNION ALL
    SELECT other, one, other, weight FROM sent
)
SELECT 'sites' AS relation, p.party_id || '/' || p.role AS hub, p.party_id, p.role, 'project' AS entity_kind, s.entity_id, p.weight, s.micro
FROM partner AS p
INNER JOIN site AS s ON s.entity_id = p.project_id
UNION ALL
SELECT
    'crew', l.leader, CAST(NULL AS STRING), 'subcontractor', 'project', s.entity_id,
    CAST(round(max(l.weight)) AS BIGINT), greatest(s.micro, max(l.micro))
FROM led AS l
INNER JOIN site AS s ON s.node_id = l.node_id
GROUP BY l.leader, s.entity_id, s.micro
UNION ALL
SELECT 'lent', p.one || '/' || p.other, NULL, 'contractor', 'project', s.entity_id, CAST(round(p.weight) AS BIGINT), s.micro
FROM pair AS p
INNER JOIN site AS s ON s.node_id = p.node_id
UNION ALL
SELECT 'group', c.cluster_id, NULL, NULL, 'company', c.party_id, CAST(round(least(c.strength, 1e0) * 1e3) AS BIGINT), coalesce(f.micro, 0)
FROM control AS c
LEFT JOIN firm AS f ON f.entity_id = c.party_id
