-- One row a special account and project: how far the bank's feed tells of the account. depth: the deepest feed that
-- tells (L3 entries, L2 monthly totals; null: neither). told_from, told_to: first and last day the feed speaks of; within
-- them, silence is a fact. is_whole: no month between is missing. has_start: told since the opening. last_entry_on: of
-- any kind; at L2 the end of the last month with any. balance_fen stands on
-- told_to; of a shared account it is the whole account's.
-- Entries: a bank of at least three accounts speaks for itself, because one that stops delivering falls silent with all
-- its accounts at once; smaller ones cannot be told from their clients, and the feed as a whole speaks for them.
WITH serving AS (
    SELECT
        account_key, project_id, received_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:opened_on'), false) THEN opened_on END AS opened_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:closed_on'), false) THEN closed_on END AS closed_on,
        substr(bank_code, 1, 3) AS bank,
        coalesce(upload_authorised, false) AS is_authorised,
        count(*) OVER (PARTITION BY account_key) AS n_projects
    FROM special_account
),
account AS (
    SELECT account_key, max(bank) AS bank, max(CASE WHEN is_authorised THEN 1 ELSE 0 END) AS authorised
    FROM serving
    GROUP BY account_key
),
entry_month AS (
    -- an entry booked after it was received, or before 1990, is dated wrong
    SELECT
        account_key, year(booked_at) * 12 + month(booked_at) AS month_no,
        max(received_on) AS last_received_on,
        min(CASE WHEN CAST(booked_at AS DATE) >= CAST('1990-01-01' AS DATE) THEN booked_at END) AS first_at,
        max(CASE WHEN CAST(booked_at AS DATE) <= received_on THEN booked_at END) AS last_at,
        min(days_between(CAST(booked_at AS DATE), received_on)) AS delay_days
    FROM account_txn
    GROUP BY account_key, year(booked_at) * 12 + month(booked_at)
),
entry_span AS (
    SELECT
        account_key, max(last_received_on) AS last_received_on, min(first_at) AS first_at, max(last_at) AS last_at,
        max_by(month_no, last_at) AS month_no, max_by(delay_days, last_at) AS delay_days
    FROM entry_month
    GROUP BY account_key
),
usual_delay AS (
    SELECT month_no, min(delay_days) AS delay_days FROM entry_month GROUP BY month_no
),
entry_ends AS (
    SELECT
        t.account_key,
        max(CASE
            WHEN t.booked_at = s.first_at AND t.direction = 'credit' AND t.balance_fen = t.amount_fen THEN 1 ELSE 0
        END) AS opens_at_zero,
        max(CASE WHEN t.booked_at = s.last_at AND t.direction = 'credit' THEN 1 ELSE 0 END) AS ends_with_credit,
        -- entries of one second: after payments the lowest balance is the last, after a credit the highest
        min(CASE WHEN t.booked_at = s.last_at THEN t.balance_fen END) AS lowest_fen,
        max(CASE WHEN t.booked_at = s.last_at THEN t.balance_fen END) AS highest_fen
    FROM account_txn AS t
    INNER JOIN entry_span AS s ON s.account_key = t.account_key
    WHERE t.booked_at = s.first_at OR t.booked_at = s.last_at
    GROUP BY t.account_key
),
bank_feed AS (
    SELECT a.bank, CAST(min(s.first_at) AS DATE) AS told_from, max(s.last_received_on) AS told_to
    FROM entry_span AS s
    INNER JOIN account AS a ON a.account_key = s.account_key
    WHERE a.bank IS NOT NULL
    GROUP BY a.bank
    HAVING count(*) >= 3
),
whole_feed AS (
    SELECT CAST(min(first_at) AS DATE) AS told_from, max(last_received_on) AS told_to FROM entry_span
),
month_span AS (
    SELECT account_key, min(month) AS first_month, max(month) AS last_month, count(*) AS n_months
    FROM account_month
    GROUP BY account_key
),
entries AS (
    -- an account without any row is silent only where its bank delivers and the contractor authorised the upload
    SELECT
        a.account_key,
        coalesce(b.told_from, w.told_from) AS told_from,
        -- entries that came later than others booked in their month: so will those that are still out
        date_add(
            coalesce(b.told_to, w.told_to), -CAST(greatest(coalesce(s.delay_days - u.delay_days, 0), 0) AS INTEGER)
        ) AS told_to,
        coalesce(e.opens_at_zero, 0) AS opens_at_zero, CAST(s.last_at AS DATE) AS last_entry_on,
        CASE WHEN s.account_key IS NULL THEN 0 WHEN e.ends_with_credit = 1 THEN e.highest_fen ELSE e.lowest_fen END
            AS balance_fen
    FROM account AS a
    CROSS JOIN whole_feed AS w
    LEFT JOIN bank_feed AS b ON b.bank = a.bank
    LEFT JOIN entry_span AS s ON s.account_key = a.account_key
    LEFT JOIN usual_delay AS u ON u.month_no = s.month_no
    LEFT JOIN entry_ends AS e ON e.account_key = a.account_key
    LEFT JOIN month_span AS m ON m.account_key = a.account_key
    WHERE s.account_key IS NOT NULL OR (m.account_key IS NULL AND a.authorised = 1 AND b.bank IS NOT NULL)
),
months AS (
    SELECT
        m.account_key,
        CAST(s.first_month || '-01' AS DATE) AS told_from,
        -- a row that came before its month was over tells up to that day
        max(CASE WHEN m.month = s.last_month THEN least(last_day(CAST(m.month || '-01' AS DATE)), m.received_on) END)
            AS told_to,
        max(CASE WHEN m.month = s.last_month THEN m.end_balance_fen END) AS balance_fen,
        max(CASE
            WHEN coalesce(m.credit_owner_fen, 0) + coalesce(m.credit_other_fen, 0) + coalesce(m.debit_wage_fen, 0)
                + coalesce(m.debit_other_fen, 0) + coalesce(m.cash_fen, 0) > 0
                THEN least(last_day(CAST(m.month || '-01' AS DATE)), m.received_on)
        END) AS last_entry_on,
        max(CASE
            WHEN m.month = s.first_month AND m.end_balance_fen
                = coalesce(m.credit_owner_fen, 0) + coalesce(m.credit_other_fen, 0)
                - coalesce(m.debit_wage_fen, 0) - coalesce(m.debit_other_fen, 0) THEN 1
            ELSE 0
        END) AS opens_at_zero,
        max(CASE WHEN s.n_months = month_number(s.last_month) - month_number(s.first_month) + 1 THEN 1 ELSE 0 END)
            AS whole
    FROM account_month AS m
    INNER JOIN month_span AS s ON s.account_key = m.account_key
    GROUP BY m.account_key, s.first_month
),
deepest AS (
    -- entries that stopped long before the totals did no longer tell
    SELECT
        a.account_key,
        CASE
            WHEN e.told_to IS NOT NULL AND (m.told_to IS NULL OR days_between(e.told_to, m.told_to) <= 45) THEN 'L3'
            WHEN m.told_to IS NOT NULL THEN 'L2'
        END AS depth
    FROM account AS a
    LEFT JOIN entries AS e ON e.account_key = a.account_key
    LEFT JOIN months AS m ON m.account_key = a.account_key
)
SELECT
    s.account_key, s.project_id, s.n_projects, s.opened_on, s.closed_on, s.received_on, d.depth,
    CASE d.depth WHEN 'L3' THEN e.told_from WHEN 'L2' THEN m.told_from END AS told_from,
    CASE d.depth WHEN 'L3' THEN e.told_to WHEN 'L2' THEN m.told_to END AS told_to,
    CASE d.depth WHEN 'L3' THEN true WHEN 'L2' THEN m.whole = 1 ELSE false END AS is_whole,
    CASE d.depth
        WHEN 'L3' THEN coalesce(e.opens_at_zero = 1 OR e.told_from <= s.opened_on, false)
        WHEN 'L2' THEN coalesce(
            m.opens_at_zero = 1 OR substr(CAST(m.told_from AS STRING), 1, 7) <= substr(CAST(s.opened_on AS STRING), 1, 7),
            false
        )
        ELSE false
    END AS has_start,
    CASE d.depth WHEN 'L3' THEN e.last_entry_on WHEN 'L2' THEN m.last_entry_on END AS last_entry_on,
    CASE d.depth WHEN 'L3' THEN e.balance_fen WHEN 'L2' THEN m.balance_fen END AS balance_fen
FROM serving AS s
INNER JOIN deepest AS d ON d.account_key = s.account_key
LEFT JOIN entries AS e ON e.account_key = s.account_key
LEFT JOIN months AS m ON m.account_key = s.account_key
ORDER BY s.project_id, s.account_key
