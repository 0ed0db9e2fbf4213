-- One row a project whose works are under way on the as-of day: not begun, over, and suspended ones are left out. What the
-- prime contract says stands in where the project is silent. Dates that ingest marks as implausible and sums it marks as
-- ten thousandfold off their peers count as unknown.
WITH prime AS (
    SELECT
        project_id,
        min(CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:signed_on'), false) THEN signed_on END) AS signed_on,
        min(CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:started_on'), false) THEN started_on END)
            AS started_on,
        max(CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:ended_on'), false) THEN ended_on END) AS ended_on,
        max(CASE WHEN NOT coalesce(array_contains(flags, 'magnitude:amount_yuan'), false) THEN amount_fen END) AS amount_fen,
        max(labour_fee_cycle_months) AS cycle_months,
        min(row_ref('contract', contract_id, received_on)) AS contract_ref
    FROM contract
    WHERE kind = 'prime'
    GROUP BY project_id
),
building AS (
    SELECT
        project_id, project_type, fund_source, labour_share, contractor_uscc, suspended_to, received_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'magnitude:contract_amount_yuan'), false) THEN contract_amount_fen END
            AS amount_fen,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:permit_on'), false) THEN permit_on END AS permit_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:started_on'), false) THEN started_on END AS started_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:planned_end_on'), false) THEN planned_end_on END
            AS planned_end_on
    FROM project
    WHERE status = 'building'
        AND coalesce(ended_on > $as_of, true)
        AND NOT coalesce(suspended_from <= $as_of AND coalesce(suspended_to >= $as_of, true), false)
)
SELECT
    b.project_id, b.project_type, b.fund_source, b.labour_share, b.contractor_uscc,
    coalesce(p.party_id, b.contractor_uscc) AS contractor_id,
    b.permit_on, c.signed_on, c.cycle_months,
    coalesce(b.amount_fen, c.amount_fen) AS amount_fen,
    coalesce(b.started_on, c.started_on) AS started_on,
    coalesce(b.planned_end_on, c.ended_on) AS end_on,
    days_between(coalesce(b.started_on, c.started_on), coalesce(b.planned_end_on, c.ended_on)) AS n_days,
    CASE WHEN b.suspended_to < $as_of THEN b.suspended_to END AS resumed_on,
    row_ref('project', b.project_id, b.received_on) AS project_ref, c.contract_ref
FROM building AS b
LEFT JOIN prime AS c ON c.project_id = b.project_id
LEFT JOIN party AS p ON p.uscc = b.contractor_uscc
ORDER BY b.project_id
