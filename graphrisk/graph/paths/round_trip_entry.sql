-- Transfers that can lie on a way of money out of a special account and back: one row a transfer, as far as the bank tells
-- of it from either side. source, target: node of the party that sends or gets it, else of the account; the special accounts
-- of one project are one node, as their money is. Out are: entries taken back and what takes them back, refunds, fees,
-- interest, cash, the bank itself, the treasury and wage deposits; what a worker's card gives back, which is a payout
-- returned; and wages to cards of which no entry tells that anything left them again and whose holder heads no company:
-- these are what the account is for.
WITH special AS (
    SELECT a.account_key, min(b.account_key) AS pool
    FROM special_account AS a
    INNER JOIN special_account AS b ON b.project_id = a.project_id
    GROUP BY a.account_key
),
deposit AS (
    SELECT account_key FROM wage_deposit WHERE account_key IS NOT NULL GROUP BY account_key
),
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS amount_fen FROM account_txn WHERE reversal_of IS NOT NULL GROUP BY reversal_of
),
entry AS (
    SELECT
        t.txn_id, t.account_key, t.counterparty_key, t.counterparty_person_key, t.counterparty_uscc, t.direction, t.amount_fen,
        t.booked_at, t.received_on,
        t.direction = 'debit' AND (coalesce(t.purpose, '') = 'wage' OR coalesce(t.counterparty_kind, '') = 'worker') AS is_wage,
        t.direction = 'credit' AND coalesce(t.counterparty_kind, '') = 'worker' AS is_by_worker
    FROM account_txn AS t
    WHERE t.reversal_of IS NULL
        AND coalesce(t.purpose, 'other') NOT IN ('refund', 'fee', 'interest')
        AND coalesce(t.counterparty_kind, 'other') NOT IN ('bank', 'treasury')
        AND coalesce(t.channel, 'online') <> 'cash'
        AND (t.counterparty_key IS NOT NULL OR t.counterparty_person_key IS NOT NULL OR t.counterparty_uscc IS NOT NULL)
),
sends AS (
    SELECT counterparty_key AS key FROM entry WHERE direction = 'credit' AND counterparty_key IS NOT NULL
    UNION
    SELECT counterparty_person_key FROM entry WHERE direction = 'credit' AND counterparty_person_key IS NOT NULL
    UNION
    SELECT e.account_key FROM entry AS e LEFT JOIN special AS s ON s.account_key = e.account_key
    WHERE e.direction = 'debit' AND s.account_key IS NULL
    UNION
    SELECT person_key FROM head_of
),
moving AS (
    SELECT
        e.txn_id, e.account_key, e.counterparty_key, e.direction, e.amount_fen - coalesce(r.amount_fen, 0) AS amount_fen, e.booked_at,
        e.received_on,
        CASE
            WHEN e.counterparty_uscc IS NOT NULL THEN 'Company:' || coalesce(k.party_id, e.counterparty_uscc)
            WHEN e.counterparty_person_key IS NOT NULL THEN 'Person:' || e.counterparty_person_key
        END AS other
    FROM entry AS e
    LEFT JOIN sends AS card ON card.key = e.counterparty_key AND e.is_wage
    LEFT JOIN sends AS person ON person.key = e.counterparty_person_key AND e.is_wage
    LEFT JOIN reversed AS r ON r.txn_id = e.txn_id
    LEFT JOIN party AS k ON k.uscc = e.counterparty_uscc
    LEFT JOIN special AS s ON s.account_key = e.account_key AND e.is_by_worker
    LEFT JOIN deposit AS d ON d.account_key = e.account_key
    LEFT JOIN deposit AS o ON o.account_key = e.counterparty_key
    WHERE (NOT e.is_wage OR card.key IS NOT NULL OR person.key IS NOT NULL)
        AND d.account_key IS NULL AND o.account_key IS NULL AND s.account_key IS NULL
        AND e.amount_fen > coalesce(r.amount_fen, 0)
),
owner_of AS (
    -- an account that entries name with one party is that party's, also where another entry names the account alone
    SELECT counterparty_key AS account_key, min(other) AS owner
    FROM moving
    WHERE other IS NOT NULL AND counterparty_key IS NOT NULL
    GROUP BY counterparty_key
    HAVING count(DISTINCT other) = 1
),
sided AS (
    SELECT
        m.txn_id, m.direction, m.amount_fen, m.booked_at, m.received_on,
        CASE m.direction WHEN 'debit' THEN m.account_key ELSE m.counterparty_key END AS from_key,
        CASE m.direction WHEN 'debit' THEN m.counterparty_key ELSE m.account_key END AS to_key,
        coalesce('Account:' || s.pool, h.owner, 'Account:' || m.account_key) AS own,
        coalesce('Account:' || o.pool, m.other, c.owner, 'Account:' || m.counterparty_key) AS other,
        s.account_key IS NOT NULL AS is_own_special, o.account_key IS NOT NULL AS is_other_special
    FROM moving AS m
    LEFT JOIN special AS s ON s.account_key = m.account_key
    LEFT JOIN special AS o ON o.account_key = m.counterparty_key
    LEFT JOIN owner_of AS h ON h.account_key = m.account_key
    LEFT JOIN owner_of AS c ON c.account_key = m.counterparty_key
),
parted AS (
    -- the same sum between the same accounts, both banks' entries one behind the other by at most three days
    SELECT
        *, CASE WHEN days_between(
            CAST(lag(booked_at) OVER (PARTITION BY from_key, to_key, amount_fen ORDER BY booked_at, txn_id) AS DATE), CAST(booked_at AS DATE)
        ) <= 3 THEN 0 ELSE 1 END AS is_new
    FROM sided
),
run AS (
    SELECT *, sum(is_new) OVER (PARTITION BY from_key, to_key, amount_fen ORDER BY booked_at, txn_id) AS nth FROM parted
),
told AS (
    SELECT
        *, sum(CASE direction WHEN 'debit' THEN 1 ELSE -1 END) OVER (PARTITION BY from_key, to_key, amount_fen, nth) AS more_debits
    FROM run
)
SELECT
    txn_id, row_ref('account_txn', txn_id, received_on) AS ref, booked_at, CAST(amount_fen AS BIGINT) AS amount_fen, from_key, to_key,
    CASE direction WHEN 'debit' THEN own ELSE other END AS source,
    CASE direction WHEN 'debit' THEN other ELSE own END AS target,
    CASE direction WHEN 'debit' THEN is_own_special ELSE is_other_special END AS is_from_special
FROM told
WHERE from_key IS NULL OR to_key IS NULL OR (direction = 'debit') = (more_debits >= 0)
ORDER BY booked_at, txn_id
