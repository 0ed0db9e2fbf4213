-- One row a project that is not finished, with its owner and contractor as companies: what a party in trouble has open.
-- owner_party: null where no owner is named or its code is wrong. amount_fen: contract sum, unless ingest marks it as ten
-- thousandfold off its peers. n_owned: open projects of this owner; n_built: of this contractor. work_month: last month with
-- people on site, n_heads: how many then.
WITH open_site AS (
    SELECT
        p.project_id, p.fund_source, coalesce(s.work_month, '') AS work_month, coalesce(s.n_heads, 0) AS n_heads,
        CASE WHEN NOT coalesce(array_contains(p.flags, 'check_digit:owner_uscc'), false) THEN s.owner_party END AS owner_party,
        CASE WHEN s.is_contractor_sure THEN s.contractor_party END AS contractor_party,
        CASE WHEN NOT coalesce(array_contains(p.flags, 'magnitude:contract_amount_yuan'), false) THEN s.amount_fen END
            AS amount_fen,
        row_ref('project', p.project_id, p.received_on) AS project_ref
    FROM project AS p
    INNER JOIN site AS s ON s.project_id = p.project_id
    WHERE p.status IN ('building', 'suspended') AND coalesce(p.ended_on > $as_of, true)
)
SELECT
    project_id, fund_source, owner_party, contractor_party, amount_fen, work_month, n_heads, project_ref,
    CASE WHEN owner_party IS NOT NULL THEN count(*) OVER (PARTITION BY owner_party) END AS n_owned,
    CASE WHEN contractor_party IS NOT NULL THEN count(*) OVER (PARTITION BY contractor_party) END AS n_built
FROM open_site
ORDER BY project_id
