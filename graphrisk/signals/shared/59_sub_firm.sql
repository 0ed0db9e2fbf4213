-- One row a company that takes works from others on projects not over: by a contract of specialist or labour works, by the
-- list of parties, or with a team. contract_fen: its contracts in all, null where none is known; ref: the largest contract,
-- else a row that says so. Of those whom the last return says to insure nobody: n_on_payroll, the most workers that
-- payrolls of its teams name in one of the last four months; n_insured_elsewhere, those of them whose registered employer
-- is another company that insures as many. is_known_leader: who represents it led a team before it was founded.
WITH part AS (
    SELECT
        l.payee AS party_id, 2 AS weight, row_ref('contract', c.contract_id, c.received_on) AS ref,
        CASE WHEN NOT coalesce(array_contains(c.flags, 'magnitude:amount_yuan'), false) THEN c.amount_fen END AS amount_fen
    FROM let_works AS l
    INNER JOIN contract AS c ON c.project_id = l.project_id AND c.contract_id = l.contract_id
    WHERE l.kind IN ('specialist', 'labour') AND l.step = 1 AND l.payee IS NOT NULL AND NOT l.is_let_by_owner
    UNION ALL
    SELECT
        coalesce(y.party_id, q.uscc), 1, row_ref('project_party', q.project_id || '/' || q.uscc || '/' || q.role, q.received_on),
        CAST(NULL AS BIGINT)
    FROM project_party AS q
    INNER JOIN project AS p ON p.project_id = q.project_id AND p.status NOT IN ('completed', 'closed')
    LEFT JOIN party AS y ON y.uscc = q.uscc
    WHERE q.role IN ('specialist_sub', 'labour_sub')
    UNION ALL
    SELECT coalesce(y.party_id, t.uscc), 0, row_ref('team', t.team_id, t.received_on), CAST(NULL AS BIGINT)
    FROM team AS t
    INNER JOIN project AS p ON p.project_id = t.project_id AND p.status NOT IN ('completed', 'closed')
    LEFT JOIN party AS y ON y.uscc = t.uscc
    LEFT JOIN party AS k ON k.uscc = p.contractor_uscc
    WHERE t.uscc IS NOT NULL AND coalesce(y.party_id, t.uscc) <> coalesce(k.party_id, p.contractor_uscc, '')
),
taken AS (
    SELECT party_id, sum(amount_fen) AS contract_fen, max_by(ref, (weight, coalesce(amount_fen, 0), ref)) AS ref
    FROM part
    GROUP BY party_id
),
uninsured AS (
    SELECT party_id FROM company_insurance WHERE heads = 0
),
crew AS (
    SELECT y.party_id, p.project_id, p.person_key, bit_or(p.lined) AS lined
    FROM uninsured AS u
    INNER JOIN party AS y ON y.party_id = u.party_id
    INNER JOIN team AS t ON t.uscc = y.uscc
    INNER JOIN person_span AS p ON p.project_id = t.project_id AND p.team_id = t.team_id
    WHERE p.is_worker
    GROUP BY y.party_id, p.project_id, p.person_key
),
employer AS (
    SELECT c.party_id, c.project_id, c.person_key, max_by(coalesce(w.employer_uscc, ''), w.entered_on) AS uscc
    FROM crew AS c
    INNER JOIN worker AS w ON w.project_id = c.project_id AND w.person_key = c.person_key
    GROUP BY c.party_id, c.project_id, c.person_key
),
crew_month AS (
    SELECT
        party_id, month, sum(n) AS n_on_payroll,
        sum(CASE WHEN employer_id <> party_id AND insured >= n THEN n ELSE 0 END) AS n_insured_elsewhere
    FROM (
        SELECT
            c.party_id, m.month, coalesce(y.party_id, c.party_id) AS employer_id, max(i.heads) AS insured,
            count(DISTINCT c.person_key) AS n
        FROM crew AS c
        INNER JOIN month_bit AS m ON m.months_ago BETWEEN 0 AND 3 AND (c.lined & m.bit) <> 0
        LEFT JOIN employer AS e ON e.party_id = c.party_id AND e.project_id = c.project_id AND e.person_key = c.person_key
        LEFT JOIN party AS y ON y.uscc = e.uscc
        LEFT JOIN company_insurance AS i ON i.party_id = y.party_id
        GROUP BY c.party_id, m.month, coalesce(y.party_id, c.party_id)
    ) AS by_employer
    GROUP BY party_id, month
),
heads AS (
    SELECT party_id, max(n_on_payroll) AS n_on_payroll, max_by(n_insured_elsewhere, (n_on_payroll, month)) AS n_insured_elsewhere
    FROM crew_month
    GROUP BY party_id
),
led AS (
    SELECT leader_key, min(received_on) AS since FROM team WHERE leader_key IS NOT NULL GROUP BY leader_key
),
known AS (
    SELECT k.uscc AS party_id
    FROM company AS k
    INNER JOIN led AS l ON l.leader_key = k.legal_rep_key AND l.since < k.established_on
    GROUP BY k.uscc
)
SELECT
    t.party_id, CAST(t.contract_fen AS BIGINT) AS contract_fen, t.ref,
    CAST(coalesce(h.n_on_payroll, 0) AS BIGINT) AS n_on_payroll,
    CAST(coalesce(h.n_insured_elsewhere, 0) AS BIGINT) AS n_insured_elsewhere,
    n.party_id IS NOT NULL AS is_known_leader
FROM taken AS t
LEFT JOIN heads AS h ON h.party_id = t.party_id
LEFT JOIN known AS n ON n.party_id = t.party_id
ORDER BY t.party_id
