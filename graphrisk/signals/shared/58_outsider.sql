-- One row a project under way and a natural person without employment at its contractor who takes its money or runs its
-- works, what works under a borrowed name look like. paid_fen: what its accounts paid the person, not as wages; debit_fen:
-- what they paid in all that was no wage, refunds of wrong entries and deductions left out. is_leading: leads a team and
-- signs for the contractor, as project manager or as payee of a contract. Employed is who holds a labour contract,
-- insurance or post at the contractor; of whom nobody can tell that has no row. n_contractors: contractors whose works the
-- person runs or takes. refs: rows that say so.
WITH own_account AS (
    SELECT account_key, max(project_id) AS project_id
    FROM account_cover
    WHERE n_projects = 1
    GROUP BY account_key
),
entry AS (
    SELECT
        d.account_key, CASE WHEN d.counterparty_kind = 'person' THEN d.counterparty_person_key END AS person_key, d.amount_fen,
        d.txn_id, d.received_on
    FROM strange_debit AS d
    WHERE NOT d.is_deducted AND coalesce(d.refund_workdays > 5, true)
    UNION ALL
    -- who is on the project's lists and takes money that is said to be no wage, as a team leader might
    SELECT t.account_key, t.counterparty_person_key, t.amount_fen, t.txn_id, t.received_on
    FROM account_txn AS t
    WHERE t.direction = 'debit' AND t.purpose IN ('labour_fee', 'other') AND t.counterparty_person_key IS NOT NULL
        AND coalesce(t.channel, '') <> 'cash' AND t.reversal_of IS NULL
        AND t.txn_id NOT IN (SELECT txn_id FROM strange_debit)
        AND t.txn_id NOT IN (SELECT reversal_of FROM account_txn WHERE reversal_of IS NOT NULL)
),
debit AS (
    SELECT
        s.project_id, e.person_key, e.amount_fen, row_ref('account_txn', e.txn_id, e.received_on) AS ref
    FROM entry AS e
    INNER JOIN own_account AS a ON a.account_key = e.account_key
    INNER JOIN site AS s ON s.project_id = a.project_id AND s.is_building
),
total AS (
    SELECT project_id, sum(amount_fen) AS debit_fen FROM debit GROUP BY project_id
),
signing AS (
    SELECT project_id, person_key, ref FROM key_post WHERE role = 'project_manager' AND is_outside
    UNION ALL
    SELECT s.project_id, c.payee_person_key, row_ref('contract', c.contract_id, c.received_on)
    FROM contract AS c
    INNER JOIN site AS s ON s.project_id = c.project_id AND s.is_building
    WHERE c.payee_person_key IS NOT NULL AND c.kind IN ('prime', 'specialist', 'labour')
),
lead AS (
    SELECT t.project_id, t.leader_key AS person_key, row_ref('team', t.team_id, t.received_on) AS ref
    FROM team AS t
    INNER JOIN (SELECT project_id, person_key FROM signing GROUP BY project_id, person_key) AS g
        ON g.project_id = t.project_id AND g.person_key = t.leader_key
),
part AS (
    SELECT project_id, person_key, amount_fen, 0 AS is_leading, ref FROM debit WHERE person_key IS NOT NULL
    UNION ALL
    SELECT project_id, person_key, 0, 1, ref FROM lead
    UNION ALL
    SELECT g.project_id, g.person_key, 0, 1, g.ref
    FROM signing AS g
    INNER JOIN (SELECT project_id, person_key FROM lead GROUP BY project_id, person_key) AS l
        ON l.project_id = g.project_id AND l.person_key = g.person_key
),
person AS (
    SELECT p.project_id, p.person_key, s.contractor_party, sum(p.amount_fen) AS paid_fen, max(p.is_leading) AS is_leading
    FROM part AS p
    INNER JOIN site AS s ON s.project_id = p.project_id AND s.is_contractor_sure AND s.contractor_party IS NOT NULL
    GROUP BY p.project_id, p.person_key, s.contractor_party
),
employed AS (
    SELECT contractor_party, person_key FROM key_post WHERE is_own OR NOT is_outside
    UNION
    SELECT coalesce(y.party_id, w.employer_uscc), w.person_key
    FROM worker AS w
    INNER JOIN (SELECT person_key FROM person GROUP BY person_key) AS p ON p.person_key = w.person_key
    LEFT JOIN party AS y ON y.uscc = w.employer_uscc
    WHERE w.contract_kind = 'labour_contract' AND coalesce(w.left_on >= $as_of, true)
    UNION
    SELECT coalesce(y.party_id, q.uscc), q.person_key
    FROM position AS q
    LEFT JOIN party AS y ON y.uscc = q.uscc
    WHERE coalesce(q.to_on >= $as_of, true)
),
tie AS (
    SELECT s.contractor_party, k.person_key
    FROM key_staff AS k
    INNER JOIN site AS s ON s.project_id = k.project_id AND s.is_building
    WHERE k.role = 'project_manager'
    UNION
    SELECT contractor_party, person_key FROM person
),
tied AS (
    SELECT person_key, count(DISTINCT contractor_party) AS n_contractors FROM tie GROUP BY person_key
),
shown AS (
    SELECT project_id, person_key, slice(array_sort(array_agg(ref)), 1, 8) AS refs FROM part GROUP BY project_id, person_key
)
SELECT
    p.project_id, p.person_key, CAST(p.paid_fen AS BIGINT) AS paid_fen, CAST(coalesce(t.debit_fen, 0) AS BIGINT) AS debit_fen,
    p.is_leading = 1 AS is_leading, n.n_contractors, r.refs
FROM person AS p
INNER JOIN shown AS r ON r.project_id = p.project_id AND r.person_key = p.person_key
LEFT JOIN total AS t ON t.project_id = p.project_id
LEFT JOIN tied AS n ON n.person_key = p.person_key
LEFT JOIN employed AS e ON e.contractor_party = p.contractor_party AND e.person_key = p.person_key
WHERE e.person_key IS NULL
ORDER BY p.project_id, p.person_key
