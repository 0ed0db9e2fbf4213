-- One row a wage that a worker's bank sent back, on an account of one project: how many working days ago, and whether the
-- account paid wages to the same payee since. txn_id: the payment; return_id, month: the entry that reverses it.
WITH own_account AS (
    SELECT account_key, max(project_id) AS project_id
    FROM special_account AS s
    GROUP BY account_key
    HAVING count(DISTINCT s.project_id) = 1
),
returned AS (
    SELECT
        a.project_id, t.txn_id, t.account_key, t.counterparty_key, t.amount_fen, t.received_on, r.txn_id AS return_id,
        r.received_on AS return_received_on, CAST(r.booked_at AS DATE) AS returned_on
    FROM account_txn AS r
    INNER JOIN account_txn AS t ON t.txn_id = r.reversal_of AND t.direction = 'debit' AND t.purpose = 'wage'
    INNER JOIN own_account AS a ON a.account_key = t.account_key
    WHERE t.counterparty_key IS NOT NULL AND r.direction = 'credit'
),
paid_again AS (
    SELECT r.return_id
    FROM returned AS r
    INNER JOIN account_txn AS n
        ON n.account_key = r.account_key AND n.counterparty_key = r.counterparty_key AND n.txn_id <> r.txn_id
        AND n.direction = 'debit' AND n.purpose = 'wage' AND CAST(n.booked_at AS DATE) >= r.returned_on
    GROUP BY r.return_id
)
SELECT
    r.project_id, r.txn_id, r.return_id, r.amount_fen, substr(CAST(r.returned_on AS STRING), 1, 7) AS month,
    today.workday_no - c.workday_no AS n_workdays, p.return_id IS NOT NULL AS is_paid_again, r.received_on, r.return_received_on
FROM returned AS r
INNER JOIN calendar AS c ON c.day = r.returned_on
INNER JOIN calendar AS today ON today.day = $as_of
LEFT JOIN paid_again AS p ON p.return_id = r.return_id
ORDER BY r.project_id, r.return_id
