-- One row an open project as the months ahead find it. why: null where it can be told. fee_fen, bridge_fen: expected of a
-- month: the share of the wages falling due that came in of late, of an ordinary month's wages, and no more than these; an account
-- younger than a month is expected to get its agreed share of the certified value.
-- first_fee_fen, first_bridge_fen: expected from the bank's last day to the end of the as-of month. A fee that is five days
-- behind the latest day on which one came in half a year is not counted on this month. progress_fen: progress money beyond
-- the fee; valued_fen: certified of a month; both null where the last valuation is older than a quarter.
WITH met AS (
    SELECT
        s.project_id, s.owner_id, s.contractor_id, s.is_building, s.told_to, s.balance_fen,
        CASE
            WHEN s.why IS NOT NULL THEN s.why
            WHEN w.project_id IS NULL OR w.last_due_on IS NULL THEN 'wages_unknown'
            WHEN i.n_months < 1 AND p.valued_fen * j.labour_share IS NULL THEN 'account_young'
        END AS why,
        w.month_fen, w.n_heads, w.owed_fen, w.first_fen, w.first_due_on, w.last_due_on,
        CASE
            WHEN i.n_months < 1 THEN least(CAST(w.month_fen AS DOUBLE), p.valued_fen * j.labour_share)
            WHEN i.due_fen > 0 THEN w.month_fen * least(1e0, i.fee_fen / CAST(i.due_fen AS DOUBLE))
            ELSE least(CAST(w.month_fen AS DOUBLE), i.fee_fen / CAST(i.n_months AS DOUBLE))
        END AS fee_fen,
        CASE
            WHEN i.n_months < 1 THEN 0e0
            WHEN i.due_fen > 0 THEN w.month_fen * least(1e0, i.bridge_fen / CAST(i.due_fen AS DOUBLE))
            ELSE least(CAST(w.month_fen AS DOUBLE), i.bridge_fen / CAST(i.n_months AS DOUBLE))
        END AS bridge_fen,
        -- a first month that is larger than the ordinary one brings a larger fee
        greatest(1e0, coalesce(w.first_fen / CAST(nullif(w.month_fen, 0) AS DOUBLE), 0e0)) AS first_size,
        CASE WHEN i.n_broken = 1 AND i.n_now = 0 AND coalesce(i.usual_day + 5 >= i.told_day, true) THEN 1 ELSE 0 END AS n_fee,
        CASE WHEN i.n_broken = 1 AND i.n_bridge_now = 0 THEN 1 ELSE 0 END AS n_bridge,
        i.n_behind,
        CASE WHEN p.months_ago <= 3 THEN p.valued_fen END AS valued_fen,
        CASE WHEN p.months_ago <= 3 THEN p.paid_fen END AS paid_fen,
        p.unsettled_fen, c.deposit_fen, c.guarantee_fen
    FROM open_site AS s
    INNER JOIN project AS j ON j.project_id = s.project_id
    LEFT JOIN wage AS w ON w.project_id = s.project_id
    LEFT JOIN inflow AS i ON i.project_id = s.project_id
    LEFT JOIN progress AS p ON p.project_id = s.project_id
    LEFT JOIN cover AS c ON c.project_id = s.project_id
)
SELECT
    project_id, owner_id, contractor_id, is_building, why, told_to, balance_fen, month_fen, n_heads, owed_fen, first_fen,
    first_due_on, last_due_on,
    CAST(round(fee_fen) AS BIGINT) AS fee_fen, CAST(round(bridge_fen) AS BIGINT) AS bridge_fen,
    CAST(round(fee_fen * first_size * (n_fee + n_behind)) AS BIGINT) AS first_fee_fen,
    CAST(round(bridge_fen * first_size * (n_bridge + n_behind)) AS BIGINT) AS first_bridge_fen,
    CAST(round(valued_fen) AS BIGINT) AS valued_fen,
    CAST(round(greatest(paid_fen - coalesce(fee_fen, 0e0), 0e0)) AS BIGINT) AS progress_fen,
    unsettled_fen, deposit_fen, guarantee_fen
FROM met
ORDER BY project_id
