-- Which company takes part in which project, in its strongest role. Weight in thousandths: 1,000 while it does, and fading by a
-- factor of e a year since the last day on which any row says so.
WITH named AS (
    SELECT project_id, contractor_uscc AS uscc, 1 AS place FROM project
    UNION ALL
    SELECT project_id, owner_uscc, 2 FROM project
    UNION ALL
    SELECT
        project_id, uscc,
        CASE
            WHEN role IN ('contractor', 'consortium', 'direct_specialist') THEN 1
            WHEN role = 'owner' THEN 2
            WHEN role IN ('specialist_sub', 'labour_sub') THEN 3
        END
    FROM project_party
    UNION ALL
    SELECT project_id, payee_uscc, 3 FROM contract WHERE kind IN ('specialist', 'labour')
),
resolved AS (
    SELECT n.project_id, coalesce(p.party_id, n.uscc) AS party_id, min(n.place) AS place
    FROM named AS n
    LEFT JOIN party_of AS p ON p.uscc = n.uscc
    WHERE n.uscc IS NOT NULL AND n.place IS NOT NULL
    GROUP BY n.project_id, coalesce(p.party_id, n.uscc)
)
SELECT
    r.project_id, r.party_id, CASE r.place WHEN 1 THEN 'contractor' WHEN 2 THEN 'owner' ELSE 'subcontractor' END AS role,
    CAST(round(1e3 * exp(greatest(coalesce(days_between(t.until, $as_of), 0), 0) / -365e0)) AS BIGINT) AS weight
FROM resolved AS r
INNER JOIN entity AS e ON e.entity_kind = 'project' AND e.entity_id = r.project_id
INNER JOIN entity AS c ON c.entity_kind = 'company' AND c.entity_id = r.party_id
LEFT JOIN edges AS t ON t.kind = 'CONTRACTS_FOR' AND t.source = c.node_id AND t.target = e.node_id
