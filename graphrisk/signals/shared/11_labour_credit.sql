-- One row a credit of labour fee to a special account, after reversals: an entry (L3), or a month's total (L2, dated at
-- the end of what it may cover). Labour fee is what the bank calls so, what owner or treasury credits without another
-- purpose, and what comes without purpose from nobody knows whom; in monthly totals what the owner credited and, where public money is in the works, what others did (the
-- treasury pays). project_id: on a shared account the one project of the owner who paid, null where nobody can say.
WITH owned AS (
    SELECT
        a.account_key, a.project_id, a.depth, a.n_projects, p.fund_source, o.party_id AS owner_id
    FROM account_cover AS a
    LEFT JOIN project AS p ON p.project_id = a.project_id
    LEFT JOIN party AS o ON o.uscc = p.owner_uscc
),
alone AS (
    SELECT account_key, project_id, depth, fund_source FROM owned WHERE n_projects = 1
),
one_of_owner AS (
    SELECT account_key, owner_id, max(project_id) AS project_id
    FROM owned
    WHERE n_projects > 1 AND owner_id IS NOT NULL
    GROUP BY account_key, owner_id
    HAVING count(*) = 1
),
by_depth AS (
    SELECT account_key, depth FROM account_cover WHERE depth IS NOT NULL GROUP BY account_key, depth
),
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS reversed_fen
    FROM account_txn
    WHERE reversal_of IS NOT NULL
    GROUP BY reversal_of
),
entries AS (
    SELECT
        t.account_key, t.counterparty_uscc, least(CAST(t.booked_at AS DATE), t.received_on) AS booked_on,
        t.amount_fen - coalesce(r.reversed_fen, 0) AS amount_fen,
        row_ref('account_txn', t.txn_id, t.received_on) AS ref
    FROM account_txn AS t
    LEFT JOIN reversed AS r ON r.txn_id = t.txn_id
    WHERE t.direction = 'credit' AND t.reversal_of IS NULL
        AND (
            t.purpose = 'labour_fee'
            OR (coalesce(t.purpose, 'other') = 'other' AND t.counterparty_kind IN ('owner', 'treasury'))
            OR (t.purpose IS NULL AND t.counterparty_kind IS NULL)
        )
),
totals AS (
    SELECT
        m.account_key,
        least(last_day(CAST(m.month || '-01' AS DATE)), m.received_on) AS booked_on,
        coalesce(m.credit_owner_fen, 0)
        + CASE WHEN a.fund_source IN ('government', 'mixed') THEN coalesce(m.credit_other_fen, 0) ELSE 0 END
            AS amount_fen,
        row_ref('account_month', m.account_key || '/' || m.month, m.received_on) AS ref
    FROM account_month AS m
    LEFT JOIN alone AS a ON a.account_key = m.account_key
),
credits AS (
    SELECT
        e.account_key, coalesce(a.project_id, s.project_id) AS project_id, d.depth, e.booked_on, e.amount_fen, e.ref
    FROM entries AS e
    INNER JOIN by_depth AS d ON d.account_key = e.account_key AND d.depth = 'L3'
    LEFT JOIN alone AS a ON a.account_key = e.account_key
    LEFT JOIN party AS o ON o.uscc = e.counterparty_uscc
    LEFT JOIN one_of_owner AS s ON s.account_key = e.account_key AND s.owner_id = o.party_id
    UNION ALL
    SELECT t.account_key, a.project_id, d.depth, t.booked_on, t.amount_fen, t.ref
    FROM totals AS t
    INNER JOIN by_depth AS d ON d.account_key = t.account_key AND d.depth = 'L2'
    LEFT JOIN alone AS a ON a.account_key = t.account_key
)
SELECT account_key, project_id, depth, booked_on, CAST(amount_fen AS BIGINT) AS amount_fen, ref
FROM credits
WHERE amount_fen > 0
ORDER BY project_id, booked_on, ref
