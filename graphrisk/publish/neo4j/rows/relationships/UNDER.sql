-- A contract and the one above it.
SELECT DISTINCT 'Contract:' || h.contract_id AS source, 'Contract:' || h.above_id AS target
FROM contract_chain AS h
INNER JOIN contract AS c ON c.contract_id = h.above_id
WHERE h.above_id <> h.contract_id
