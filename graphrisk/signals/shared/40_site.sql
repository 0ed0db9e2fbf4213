-- One row a project: whose it is, since when the contract binds, how large it is, and when people last worked there.
-- is_building: under way and not suspended on the as-of day. signed_on: the first prime contract of the present contractor,
-- else the first of any; where no contract is known the permit, which presupposes one. Dates that ingest marks as
-- implausible and codes whose check digit is wrong count as unknown. work_month: the last month with a worker on site.
WITH prime AS (
    SELECT
        c.project_id, c.amount_fen, c.started_on, c.ended_on,
        CASE WHEN NOT coalesce(array_contains(c.flags, 'implausible_date:signed_on'), false) THEN c.signed_on END AS signed_on,
        coalesce(payee.party_id, c.payee_uscc) AS payee_party
    FROM contract AS c
    LEFT JOIN party AS payee ON payee.uscc = c.payee_uscc
    WHERE c.kind = 'prime'
),
sides AS (
    SELECT
        p.project_id, p.name, p.contractor_uscc, p.owner_uscc, p.contract_amount_fen, p.permit_on, p.started_on, p.planned_end_on,
        p.status = 'building' AND NOT coalesce(
            p.suspended_from <= $as_of AND (p.suspended_to IS NULL OR p.suspended_to >= $as_of), false
        ) AS is_building,
        NOT coalesce(array_contains(p.flags, 'check_digit:contractor_uscc'), false) AS is_contractor_sure,
        coalesce(contractor.party_id, p.contractor_uscc) AS contractor_party,
        coalesce(owner.party_id, p.owner_uscc) AS owner_party
    FROM project AS p
    LEFT JOIN party AS contractor ON contractor.uscc = p.contractor_uscc
    LEFT JOIN party AS owner ON owner.uscc = p.owner_uscc
),
bound AS (
    SELECT
        s.project_id,
        min(CASE WHEN c.payee_party = s.contractor_party THEN c.signed_on END) AS own_signed_on,
        min(c.signed_on) AS signed_on, max(c.amount_fen) AS amount_fen,
        min(c.started_on) AS started_on, max(c.ended_on) AS ended_on
    FROM sides AS s
    INNER JOIN prime AS c ON c.project_id = s.project_id
    GROUP BY s.project_id
),
worked AS (
    SELECT project_id, max(month) AS month
    FROM project_month
    WHERE n_attending > 0 AND month <= substr(CAST($as_of AS STRING), 1, 7)
    GROUP BY project_id
)
SELECT
    s.project_id, s.name, s.is_building, s.contractor_uscc, s.is_contractor_sure, s.contractor_party, s.owner_party,
    coalesce(b.own_signed_on, b.signed_on, s.permit_on) AS signed_on,
    coalesce(s.contract_amount_fen, b.amount_fen) AS amount_fen,
    days_between(coalesce(s.started_on, b.started_on), coalesce(s.planned_end_on, b.ended_on)) AS n_days,
    w.month AS work_month,
    m.n_attending AS n_heads
FROM sides AS s
LEFT JOIN bound AS b ON b.project_id = s.project_id
LEFT JOIN worked AS w ON w.project_id = s.project_id
LEFT JOIN project_month AS m ON m.project_id = w.project_id AND m.month = w.month
ORDER BY s.project_id
