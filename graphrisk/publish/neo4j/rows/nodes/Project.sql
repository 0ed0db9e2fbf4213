-- A project with its register and its score.
SELECT
    n.node_id, n.key, n.name,
    fact(n.attributes, 'project_type') AS project_type, fact(n.attributes, 'status') AS status,
    fact(n.attributes, 'fund_source') AS fund_source, fact(n.attributes, 'permit_no') AS permit_no,
    CAST(fact(n.attributes, 'permit_on') AS DATE) AS permit_on,
    fact(n.attributes, 'owner') AS owner, fact(n.attributes, 'contractor') AS contractor,
    CAST(fact(n.attributes, 'contract_amount_fen') AS BIGINT) AS contract_amount_fen,
    CAST(fact(n.attributes, 'labour_share') AS DOUBLE) AS labour_share,
    CAST(fact(n.attributes, 'started_on') AS DATE) AS started_on,
    CAST(fact(n.attributes, 'planned_end_on') AS DATE) AS planned_end_on,
    CAST(fact(n.attributes, 'ended_on') AS DATE) AS ended_on,
    CAST(fact(n.attributes, 'suspended_from') AS DATE) AS suspended_from,
    CAST(fact(n.attributes, 'suspended_to') AS DATE) AS suspended_to,
    fact(n.attributes, 'area_code') AS area_code,
    s.score, s.level, s.rank, s.confidence, s.evaluable_share, s.workers_at_risk, s.amount_at_risk_fen, s.first_signal_on
FROM nodes AS n
LEFT JOIN scores AS s ON s.entity_kind = 'project' AND s.entity_id = n.key
WHERE n.kind = 'Project'
