-- A contract on a project, with its level from the top where it lets works.
SELECT
    'Contract:' || c.contract_id AS node_id, c.contract_id AS key, c.kind, c.amount_fen, c.signed_on, c.started_on, c.ended_on,
    c.owner_consent, h.n_levels, h.is_circle
FROM contract AS c
LEFT JOIN contract_chain AS h ON h.contract_id = c.contract_id
