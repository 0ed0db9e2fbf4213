-- One row a sum of the owner's money that came in for a project, or that went on from there: what shows works that are
-- passed on. By entries (L3) of accounts that serve one project: labour fee in, debits out to others than workers, wages.
-- By the month (L2): progress money in, as certified or as paid, whichever is more, so that an owner who does not pay
-- accuses nobody; invoices of sellers out, who stand with this contractor on this project only, where one of them bills
-- half of it. node: whom it went to; the owner and the contractor are none. node_name: a company's name or code, the first
-- digits of the key of a person or an account. n_days: since the owner's last money before it, of an invoice since that
-- month's last payment.
WITH own_account AS (
    SELECT account_key, max(project_id) AS project_id
    FROM account_cover
    WHERE depth = 'L3' AND n_projects = 1
    GROUP BY account_key
),
credit AS (
    SELECT project_id, booked_on, amount_fen, ref FROM labour_credit WHERE depth = 'L3' AND kind = 'labour' AND project_id IS NOT NULL
),
debit AS (
    SELECT
        a.project_id, d.txn_id, d.booked_on, d.month, d.amount_fen, d.received_on, y.party_id,
        coalesce(y.party_id, d.counterparty_uscc, d.counterparty_person_key, d.counterparty_key) AS node
    FROM strange_debit AS d
    INNER JOIN own_account AS a ON a.account_key = d.account_key
    LEFT JOIN party AS y ON y.uscc = d.counterparty_uscc
    -- sent back within a week: a wrong credit, or a wrong debit that came back
    WHERE NOT d.is_deducted AND NOT d.is_cash AND coalesce(d.refund_workdays > 5, true)
),
went AS (
    SELECT
        d.project_id, d.node, d.party_id, d.month, d.amount_fen, days_between(max(c.booked_on), d.booked_on) AS n_days,
        row_ref('account_txn', d.txn_id, d.received_on) AS ref
    FROM debit AS d
    INNER JOIN credit AS c ON c.project_id = d.project_id AND c.booked_on <= d.booked_on
    WHERE d.node IS NOT NULL
    GROUP BY d.project_id, d.txn_id, d.node, d.party_id, d.month, d.amount_fen, d.booked_on, d.received_on
),
-- a seller who stands with the contractor on one project: its invoices are of that project
seller AS (
    SELECT s.contractor_party, t.party_id, max(s.project_id) AS project_id
    FROM standing AS t
    INNER JOIN site AS s ON s.project_id = t.project_id
    WHERE t.role NOT IN ('owner', 'contractor', 'consortium', 'supervisor') AND t.party_id <> s.contractor_party
    GROUP BY s.contractor_party, t.party_id
    HAVING count(DISTINCT s.project_id) = 1
),
progress AS (
    SELECT
        project_id, month AS valued_in, substr(CAST(coalesce(paid_on, last_day(CAST(month || '-01' AS DATE))) AS STRING), 1, 7) AS month,
        paid_on, greatest(coalesce(certified_fen, 0), coalesce(paid_fen, 0)) AS amount_fen, received_on
    FROM progress_payment
    WHERE paid_fen > 0
),
invoice AS (
    SELECT
        s.project_id, s.party_id, i.month, sum(i.amount_fen) AS amount_fen,
        min(row_ref('invoice_month', i.seller_uscc || '/' || i.buyer_uscc || '/' || i.month || '/' || i.category, i.received_on)) AS ref
    FROM invoice_month AS i
    INNER JOIN party AS b ON b.uscc = i.buyer_uscc
    INNER JOIN party AS v ON v.uscc = i.seller_uscc
    INNER JOIN seller AS s ON s.contractor_party = b.party_id AND s.party_id = v.party_id
    GROUP BY s.project_id, s.party_id, i.month
),
main_seller AS (
    SELECT i.project_id, i.party_id
    FROM (SELECT project_id, party_id, sum(amount_fen) AS amount_fen FROM invoice GROUP BY project_id, party_id) AS i
    INNER JOIN (SELECT project_id, sum(amount_fen) AS amount_fen FROM progress GROUP BY project_id) AS p ON p.project_id = i.project_id
    WHERE 2 * i.amount_fen >= p.amount_fen
),
billed_site AS (
    SELECT project_id FROM main_seller GROUP BY project_id
),
lag_of AS (
    -- an invoice of the month of a payment went on at once; one of the next two months as soon as it could
    SELECT
        i.project_id, i.month,
        min(greatest(days_between(coalesce(p.paid_on, CAST(p.month || '-01' AS DATE)), CAST(i.month || '-01' AS DATE)), 0)) AS n_days
    FROM (SELECT project_id, month FROM invoice GROUP BY project_id, month) AS i
    INNER JOIN billed_site AS m ON m.project_id = i.project_id
    INNER JOIN progress AS p
        ON p.project_id = i.project_id AND month_number(i.month) - month_number(p.month) BETWEEN 0 AND 2
    GROUP BY i.project_id, i.month
),
sums AS (
    SELECT
        project_id, 'L3' AS depth, 'in' AS side, CAST(NULL AS STRING) AS node, CAST(NULL AS STRING) AS party_id,
        CAST(0 AS BIGINT) AS n_days, substr(CAST(booked_on AS STRING), 1, 7) AS month, amount_fen, ref
    FROM credit
    UNION ALL
    SELECT w.project_id, 'L3', 'out', w.node, w.party_id, w.n_days, w.month, w.amount_fen, w.ref
    FROM went AS w
    INNER JOIN site AS s ON s.project_id = w.project_id
    WHERE w.node <> coalesce(s.contractor_party, '') AND w.node <> coalesce(s.owner_party, '')
    UNION ALL
    SELECT project_id, 'L3', 'wage', CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(0 AS BIGINT), month, paid_fen, CAST(NULL AS STRING)
    FROM wage_bank
    WHERE depth = 'L3' AND paid_fen > 0
    UNION ALL
    SELECT
        project_id, 'L2', 'in', CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(0 AS BIGINT), month, amount_fen,
        row_ref('progress_payment', project_id || '/' || valued_in, received_on)
    FROM progress
    WHERE project_id IN (SELECT project_id FROM billed_site)
        -- what was paid after the last invoices that came in has none yet
        AND month <= (SELECT max(month) FROM invoice_month)
    UNION ALL
    SELECT i.project_id, 'L2', 'out', i.party_id, i.party_id, g.n_days, i.month, i.amount_fen, i.ref
    FROM invoice AS i
    INNER JOIN lag_of AS g ON g.project_id = i.project_id AND g.month = i.month
)
SELECT
    s.project_id, s.depth, s.side, s.node, coalesce(k.name, s.party_id, left(s.node, 8)) AS node_name, s.n_days, s.month,
    CAST(s.amount_fen AS BIGINT) AS amount_fen, s.ref
FROM sums AS s
LEFT JOIN company AS k ON k.uscc = s.party_id
ORDER BY s.project_id, s.depth, s.side, s.month, s.node, s.ref, s.amount_fen, s.n_days
