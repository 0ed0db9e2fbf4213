-- One row an open project of which the bank tells: what came into its account in the last three whole months that are told
-- (n_months, fewer on young accounts: they count from the first fee on, or from the month after the start). fee_fen: labour
-- fee, and what may be; bridge_fen: others' own money; due_fen: wages that fell due in these months.
-- In the month of the bank's last day: n_now, n_bridge_now: credits that came already; usual_day: the latest day of a month
-- on which a fee of the last six months came, null where only totals are told.
WITH span AS (
    SELECT
        s.project_id, s.told_to, s.depth,
        month_number(substr(CAST(s.told_to AS STRING), 1, 7)) AS told_no,
        month_number(substr(CAST(s.told_to AS STRING), 1, 7)) - CASE WHEN s.told_to = last_day(s.told_to) THEN 0 ELSE 1 END
            AS whole_no,
        month_number(substr(CAST(greatest(coalesce(s.opened_on, s.told_from), s.told_from) AS STRING), 1, 7)) AS open_no,
        month_number(substr(CAST(s.started_on AS STRING), 1, 7)) + 1 AS work_no
    FROM open_site AS s
    WHERE s.why IS NULL
),
credit AS (
    SELECT
        c.project_id, c.kind, c.amount_fen, CAST(day(c.booked_on) AS BIGINT) AS day,
        month_number(substr(CAST(c.booked_on AS STRING), 1, 7)) AS month_no
    FROM labour_credit AS c
    WHERE c.project_id IS NOT NULL
),
begun AS (
    SELECT
        s.project_id, s.told_to, s.depth, s.told_no, s.whole_no,
        greatest(
            s.whole_no - 2, s.open_no, coalesce(min(CASE WHEN c.kind <> 'other' THEN c.month_no END), s.work_no, s.open_no)
        ) AS first_no
    FROM span AS s
    LEFT JOIN credit AS c ON c.project_id = s.project_id
    GROUP BY s.project_id, s.told_to, s.depth, s.told_no, s.whole_no, s.open_no, s.work_no
),
came AS (
    SELECT
        s.project_id,
        sum(CASE WHEN c.kind <> 'other' AND c.month_no BETWEEN s.first_no AND s.whole_no THEN c.amount_fen END) AS fee_fen,
        sum(CASE WHEN c.kind = 'other' AND c.month_no BETWEEN s.first_no AND s.whole_no THEN c.amount_fen END) AS bridge_fen,
        count(CASE WHEN c.kind <> 'other' AND c.month_no > s.whole_no THEN 1 END) AS n_now,
        count(CASE WHEN c.kind = 'other' AND c.month_no > s.whole_no THEN 1 END) AS n_bridge_now,
        max(CASE WHEN c.kind <> 'other' AND c.month_no BETWEEN s.whole_no - 5 AND s.whole_no THEN c.day END) AS usual_day
    FROM begun AS s
    LEFT JOIN credit AS c ON c.project_id = s.project_id
    GROUP BY s.project_id
),
fell_due AS (
    SELECT s.project_id, CAST(sum(w.wage_fen) AS BIGINT) AS due_fen
    FROM begun AS s
    INNER JOIN wage_month AS w
        ON w.project_id = s.project_id
        AND month_number(substr(CAST(w.due_on AS STRING), 1, 7)) BETWEEN s.first_no AND s.whole_no
    GROUP BY s.project_id
)
SELECT
    s.project_id, s.told_no - s.whole_no AS n_broken, s.whole_no - s.first_no + 1 AS n_months,
    CAST(coalesce(c.fee_fen, 0) AS BIGINT) AS fee_fen, CAST(coalesce(c.bridge_fen, 0) AS BIGINT) AS bridge_fen, d.due_fen,
    c.n_now, c.n_bridge_now, CASE WHEN s.depth = 'L3' THEN c.usual_day END AS usual_day,
    CAST(day(s.told_to) AS BIGINT) AS told_day,
    month_number(substr(CAST($as_of AS STRING), 1, 7)) - s.told_no AS n_behind
FROM begun AS s
INNER JOIN came AS c ON c.project_id = s.project_id
LEFT JOIN fell_due AS d ON d.project_id = s.project_id
ORDER BY s.project_id
