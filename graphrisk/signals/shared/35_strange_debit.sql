-- One row a debit of a special account, after reversals, that names somebody else than the workers of the projects that the
-- account serves (registered, attending or on a payroll), or is cash. A batch without a named payee is a wage batch, fees
-- and interest are the bank's; where nobody told us a project's workers, the bank's word for a worker is taken.
-- refund_workdays: working days to or from a credit of the same sum by the same party, a wrong credit sent back or a wrong
-- debit that came back; is_deducted: by a court.
WITH served AS (
    SELECT account_key, project_id FROM special_account GROUP BY account_key, project_id
),
own_person AS (
    SELECT s.account_key, p.person_key FROM served AS s INNER JOIN person_span AS p ON p.project_id = s.project_id
),
listed AS (
    SELECT s.account_key
    FROM served AS s
    INNER JOIN (SELECT project_id FROM person_span GROUP BY project_id) AS p ON p.project_id = s.project_id
    GROUP BY s.account_key
),
stranger AS (
    SELECT
        t.txn_id, t.account_key, CAST(t.booked_at AS DATE) AS booked_on, t.amount_fen, t.counterparty_kind, t.counterparty_uscc,
        t.counterparty_key, t.counterparty_person_key, coalesce(t.channel, '') = 'cash' AS is_cash, t.received_on
    FROM account_txn AS t
    WHERE t.direction = 'debit' AND t.reversal_of IS NULL
        AND (
            t.channel = 'cash'
            OR (
                coalesce(t.purpose, '') NOT IN ('fee', 'interest') AND coalesce(t.counterparty_kind, '') <> 'bank'
                AND (
                    t.counterparty_uscc IS NOT NULL OR t.counterparty_person_key IS NOT NULL
                    OR t.counterparty_kind IN ('owner', 'contractor', 'subcontractor', 'company', 'person', 'treasury')
                    OR (t.counterparty_kind = 'other' AND coalesce(t.purpose, '') <> 'wage')
                )
            )
        )
        AND NOT EXISTS (
            SELECT 1 FROM own_person AS o
            WHERE o.account_key = t.account_key AND o.person_key = t.counterparty_person_key AND coalesce(t.channel, '') <> 'cash'
        )
),
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS amount_fen FROM account_txn WHERE reversal_of IS NOT NULL GROUP BY reversal_of
),
strange AS (
    SELECT
        s.txn_id, s.account_key, s.booked_on, c.workday_no, s.amount_fen - coalesce(r.amount_fen, 0) AS amount_fen,
        s.counterparty_kind, s.counterparty_uscc, s.counterparty_key, s.counterparty_person_key, s.is_cash, s.received_on
    FROM stranger AS s
    LEFT JOIN calendar AS c ON c.day = s.booked_on
    LEFT JOIN reversed AS r ON r.txn_id = s.txn_id
    LEFT JOIN listed AS l ON l.account_key = s.account_key
    WHERE s.amount_fen > coalesce(r.amount_fen, 0)
        AND NOT (l.account_key IS NULL AND coalesce(s.counterparty_kind, '') = 'worker' AND NOT s.is_cash)
),
refund AS (
    SELECT s.txn_id, min(abs(c.workday_no - s.workday_no)) AS n_workdays
    FROM strange AS s
    INNER JOIN account_txn AS t
        ON t.account_key = s.account_key AND t.direction = 'credit' AND t.amount_fen = s.amount_fen
        AND (t.counterparty_key = s.counterparty_key OR t.counterparty_uscc = s.counterparty_uscc)
    INNER JOIN calendar AS c ON c.day = CAST(t.booked_at AS DATE)
    WHERE coalesce(t.purpose, '') <> 'labour_fee'
    GROUP BY s.txn_id
),
deducted AS (
    SELECT s.txn_id
    FROM strange AS s
    INNER JOIN account_restriction AS r
        ON r.account_key = s.account_key AND r.kind = 'deduct' AND (r.amount_fen IS NULL OR r.amount_fen = s.amount_fen)
        AND s.booked_on >= r.from_on AND s.booked_on <= coalesce(r.to_on, date_add(r.from_on, 10))
    GROUP BY s.txn_id
)
SELECT
    s.txn_id, s.account_key, s.booked_on, substr(CAST(s.booked_on AS STRING), 1, 7) AS month,
    CAST(s.amount_fen AS BIGINT) AS amount_fen, s.counterparty_kind, s.counterparty_uscc, s.counterparty_key, s.counterparty_person_key,
    s.is_cash, f.n_workdays AS refund_workdays, d.txn_id IS NOT NULL AS is_deducted, s.received_on
FROM strange AS s
LEFT JOIN refund AS f ON f.txn_id = s.txn_id
LEFT JOIN deducted AS d ON d.txn_id = s.txn_id
ORDER BY s.account_key, s.txn_id
