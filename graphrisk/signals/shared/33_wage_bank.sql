-- One row a project, booking month and wage month: what its special accounts paid out as wages, after reversals.
-- Entries (L3) where the bank shares them, else monthly totals (L2, wage_month unknown). Rows without wages stay, with 0:
-- they show which months the bank covers. An account that serves several projects cannot be split and is left out.
WITH own_account AS (
    SELECT a.account_key, max(a.project_id) AS project_id
    FROM special_account AS a
    GROUP BY a.account_key
    HAVING count(DISTINCT a.project_id) = 1
),
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS reversed_fen
    FROM account_txn
    WHERE reversal_of IS NOT NULL
    GROUP BY reversal_of
),
entry_day AS (
    SELECT
        t.account_key, CAST(t.booked_at AS DATE) AS booked_on,
        CASE WHEN t.direction = 'debit' AND t.purpose = 'wage' THEN t.wage_month END AS wage_month,
        sum(CASE
            WHEN t.direction = 'debit' AND t.purpose = 'wage' AND t.reversal_of IS NULL
                THEN greatest(t.amount_fen - coalesce(r.reversed_fen, 0), 0)
            ELSE 0
        END) AS paid_fen
    FROM account_txn AS t
    LEFT JOIN reversed AS r ON r.txn_id = t.txn_id
    GROUP BY
        t.account_key, CAST(t.booked_at AS DATE),
        CASE WHEN t.direction = 'debit' AND t.purpose = 'wage' THEN t.wage_month END
),
entries AS (
    SELECT a.project_id, substr(CAST(e.booked_on AS STRING), 1, 7) AS month, e.booked_on, e.wage_month, e.paid_fen
    FROM entry_day AS e
    INNER JOIN own_account AS a ON a.account_key = e.account_key
),
totals AS (
    SELECT a.project_id, m.month, last_day(CAST(m.month || '-01' AS DATE)) AS booked_on, m.debit_wage_fen AS paid_fen
    FROM account_month AS m
    INNER JOIN own_account AS a ON a.account_key = m.account_key
    WHERE m.debit_wage_fen IS NOT NULL
        AND m.account_key NOT IN (SELECT account_key FROM account_txn GROUP BY account_key)
),
sides AS (
    SELECT project_id, month, wage_month, booked_on, paid_fen, 'L3' AS depth FROM entries
    UNION ALL
    SELECT project_id, month, CAST(NULL AS STRING), booked_on, paid_fen, 'L2' FROM totals
)
SELECT
    project_id, month, wage_month, depth,
    CAST(sum(paid_fen) AS BIGINT) AS paid_fen,
    max(booked_on) AS last_on
FROM sides
GROUP BY project_id, month, wage_month, depth
ORDER BY project_id, month, wage_month, depth
