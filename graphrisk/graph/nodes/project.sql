-- A project as the housing authority registers it.
SELECT
    p.project_id AS key, p.name AS name,
    p.project_type, p.status, p.fund_source, p.permit_no, p.permit_on,
    o.party_id AS owner, c.party_id AS contractor,
    p.contract_amount_fen, p.labour_share, p.started_on, p.planned_end_on, p.ended_on,
    p.suspended_from, p.suspended_to, p.area_code
FROM project AS p
LEFT JOIN party AS o ON o.uscc = p.owner_uscc
LEFT JOIN party AS c ON c.uscc = p.contractor_uscc
