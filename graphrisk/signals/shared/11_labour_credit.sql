-- One row a credit to a special account, after reversals: an entry (L3), or a month's total (L2, dated at the end of what
-- it may cover). kind labour: what the bank calls so, what owner or treasury credits without another purpose, what comes
-- without purpose from nobody knows whom; in totals what the owner credited. kind unsure: in totals, what others credited
-- where public money is in the works, for the treasury pays. kind other: money of others, e.g. the contractor's own; wages
-- that came back, interest and fees are no credits here. project_id: on a shared account the one project of the owner who
-- paid, null where nobody can say.
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
        CASE
            WHEN t.purpose = 'labour_fee'
                OR (coalesce(t.purpose, 'other') = 'other' AND t.counterparty_kind IN ('owner', 'treasury'))
                OR (t.purpose IS NULL AND t.counterparty_kind IS NULL) THEN 'labour'
            ELSE 'other'
        END AS kind,
        t.amount_fen - coalesce(r.reversed_fen, 0) AS amount_fen,
        row_ref('account_txn', t.txn_id, t.received_on) AS ref
    FROM account_txn AS t
    LEFT JOIN reversed AS r ON r.txn_id = t.txn_id
    WHERE t.direction = 'credit' AND t.reversal_of IS NULL
        AND coalesce(t.purpose, 'other') IN ('labour_fee', 'other')
        AND coalesce(t.counterparty_kind, 'owner') <> 'worker'
),
month_sides AS (
    SELECT
        m.account_key, 'labour' AS kind, m.credit_owner_fen AS amount_fen, m.month, m.received_on
    FROM account_month AS m
    UNION ALL
    SELECT
        m.account_key, CASE WHEN a.fund_source IN ('government', 'mixed') THEN 'unsure' ELSE 'other' END,
        m.credit_other_fen, m.month, m.received_on
    FROM account_month AS m
    LEFT JOIN alone AS a ON a.account_key = m.account_key
),
totals AS (
    SELECT
        account_key, kind, amount_fen, least(last_day(CAST(month || '-01' AS DATE)), received_on) AS booked_on,
        row_ref('account_month', account_key || '/' || month, received_on) AS ref
    FROM month_sides
),
credits AS (
    SELECT
        e.account_key, coalesce(a.project_id, s.project_id) AS project_id, d.depth, e.kind, e.booked_on, e.amount_fen, e.ref
    FROM entries AS e
    INNER JOIN by_depth AS d ON d.account_key = e.account_key AND d.depth = 'L3'
    LEFT JOIN alone AS a ON a.account_key = e.account_key
    LEFT JOIN party AS o ON o.uscc = e.counterparty_uscc
    LEFT JOIN one_of_owner AS s ON s.account_key = e.account_key AND s.owner_id = o.party_id
    UNION ALL
    SELECT t.account_key, a.project_id, d.depth, t.kind, t.booked_on, t.amount_fen, t.ref
    FROM totals AS t
    INNER JOIN by_depth AS d ON d.account_key = t.account_key AND d.depth = 'L2'
    LEFT JOIN alone AS a ON a.account_key = t.account_key
)
SELECT account_key, project_id, depth, kind, booked_on, CAST(amount_fen AS BIGINT) AS amount_fen, ref
FROM credits
WHERE amount_fen > 0
ORDER BY project_id, booked_on, ref, kind
