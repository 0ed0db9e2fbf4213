-- One row a project with deposits that stand, of the contractor: their sum, what the bureau stated, and what was known of the
-- payer on the day of storing: n_year, n_two_years, n_three_years: proofs of arrears shown in so long before; n_listed: listings
-- that stood; first_on, n_others: since when it has kept deposits on other projects, and how many of those then stood.
WITH dated AS (
    SELECT
        d.project_id, d.payer_id, d.form, d.amount_fen, d.required_fen, d.is_returned, d.returned_on, d.is_specialist,
        coalesce(d.stored_on, d.valid_from, w.permit_on, w.signed_on) AS stored_on
    FROM deposit AS d
    LEFT JOIN works AS w ON w.project_id = d.project_id
),
sums AS (
    SELECT
        project_id, min(payer_id) AS payer_id, min(stored_on) AS stored_on,
        CAST(sum(amount_fen) AS BIGINT) AS amount_fen, max(required_fen) AS stated_fen,
        count(CASE WHEN form = 'exempt' THEN 1 END) AS n_exempt,
        count(CASE WHEN form <> 'exempt' AND amount_fen IS NULL THEN 1 END) AS n_untold
    FROM dated
    WHERE NOT is_returned AND NOT is_specialist
    GROUP BY project_id
),
history AS (
    SELECT
        s.project_id,
        count(CASE WHEN a.shown_on >= add_months(s.stored_on, -12) THEN 1 END) AS n_year,
        count(CASE WHEN a.shown_on >= add_months(s.stored_on, -24) THEN 1 END) AS n_two_years,
        count(CASE WHEN a.shown_on >= add_months(s.stored_on, -36) THEN 1 END) AS n_three_years,
        count(CASE WHEN a.listed_until >= s.stored_on THEN 1 END) AS n_listed
    FROM sums AS s
    LEFT JOIN shown_arrears AS a ON a.party_id = s.payer_id AND a.shown_on <= s.stored_on
    GROUP BY s.project_id
),
others AS (
    SELECT
        s.project_id,
        count(DISTINCT CASE WHEN coalesce(o.returned_on > s.stored_on, true) THEN o.project_id END) AS n_others,
        min(o.stored_on) AS first_on
    FROM sums AS s
    INNER JOIN dated AS o
        ON o.payer_id = s.payer_id AND o.project_id <> s.project_id AND o.stored_on < s.stored_on
    GROUP BY s.project_id
)
SELECT
    s.project_id, s.payer_id, s.stored_on, s.amount_fen, s.stated_fen, s.n_exempt, s.n_untold,
    h.n_year, h.n_two_years, h.n_three_years, h.n_listed, o.n_others, o.first_on
FROM sums AS s
INNER JOIN history AS h ON h.project_id = s.project_id
LEFT JOIN others AS o ON o.project_id = s.project_id
ORDER BY s.project_id
