WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc'),
owner AS (
    SELECT o.party_id, count(*) AS n_sites, sum(s.workers_at_risk)::BIGINT AS workers_at_risk
    FROM project AS p
    INNER JOIN party AS o ON o.uscc = p.owner_uscc
    INNER JOIN scores AS s ON s.entity_kind = 'project' AND s.entity_id = p.project_id
    GROUP BY o.party_id
)
SELECT 'Company:' || party_id AS company_id, n_sites, workers_at_risk
FROM owner
WHERE party_id IN (SELECT entity_id FROM findings WHERE entity_kind = 'company')
    OR 'Company:' || party_id IN (SELECT source FROM edges WHERE kind = 'OWES' AND "until" IS NULL)
