-- A real company: the party that resolve made of its records, with what the register says of its head record.
SELECT
    t.party_id AS key, t.name AS name,
    t.n_records, c.kind AS company_kind, c.status, c.established_on, c.cancelled_on,
    c.registered_capital_fen, c.paid_capital_fen, c.industry, c.area_code
FROM parties AS t
LEFT JOIN company AS c ON c.uscc = t.party_id
WHERE t.kind = 'company'
