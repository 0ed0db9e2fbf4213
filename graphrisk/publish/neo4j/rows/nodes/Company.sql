-- A real company with its register and its score.
SELECT
    n.node_id, n.key, n.name,
    CAST(fact(n.attributes, 'n_records') AS BIGINT) AS n_records,
    fact(n.attributes, 'company_kind') AS company_kind, fact(n.attributes, 'status') AS status,
    CAST(fact(n.attributes, 'established_on') AS DATE) AS established_on,
    CAST(fact(n.attributes, 'cancelled_on') AS DATE) AS cancelled_on,
    CAST(fact(n.attributes, 'registered_capital_fen') AS BIGINT) AS registered_capital_fen,
    CAST(fact(n.attributes, 'paid_capital_fen') AS BIGINT) AS paid_capital_fen,
    fact(n.attributes, 'industry') AS industry, fact(n.attributes, 'area_code') AS area_code,
    s.score, s.level, s.rank, s.confidence, s.evaluable_share, s.workers_at_risk, s.amount_at_risk_fen, s.first_signal_on
FROM nodes AS n
LEFT JOIN scores AS s ON s.entity_kind = 'company' AND s.entity_id = n.key
WHERE n.kind = 'Company'
