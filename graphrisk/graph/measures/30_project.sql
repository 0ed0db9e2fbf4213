-- One row a project: its peers by type, order of size and stage, and what it can be compared by. Nothing here is good or
-- bad; NULL is "not known". The two wage tables are read once each and only summed; money and days are summed as integers.
WITH party_of AS (
    SELECT x.project_id,
        count(DISTINCT p.party_id) AS n_parties,
        count(DISTINCT p.party_id) FILTER (WHERE x.role IN ('specialist_sub', 'labour_sub')) AS n_subs
    FROM project_party AS x
    INNER JOIN party AS p ON p.uscc = x.uscc
    GROUP BY x.project_id
),
team_of AS (
    SELECT project_id, count(*) AS n_teams, count(DISTINCT leader_key) AS n_leaders FROM team GROUP BY project_id
),
worker_of AS (
    SELECT project_id, count(*) AS n_workers,
        count(*) FILTER (WHERE contract_kind = 'none' OR contract_on IS NULL) AS n_without_contract
    FROM worker
    GROUP BY project_id
),
contract_of AS (
    SELECT project_id,
        count(*) AS n_contracts,
        count(parent_contract_id) AS n_below,
        sum(amount_fen) FILTER (WHERE kind = 'labour') AS labour_fen
    FROM contract
    GROUP BY project_id
),
progress_of AS (
    SELECT project_id, sum(certified_fen) AS certified_fen, sum(paid_fen) AS paid_fen FROM progress_payment GROUP BY project_id
),
account_of AS (
    SELECT
        s.project_id,
        sum(m.credit_owner_fen) AS credit_owner_fen, sum(m.credit_other_fen) AS credit_other_fen,
        sum(m.debit_wage_fen) AS wage_fen, sum(m.debit_other_fen) AS other_fen, sum(m.cash_fen) AS cash_fen,
        sum(m.payees) AS payees,
        count(DISTINCT m.month) AS n_months,
        count(DISTINCT m.month) FILTER (WHERE m.credit_owner_fen > 0) AS n_months_credited
    FROM account_month AS m
    INNER JOIN (SELECT account_key, min(project_id) AS project_id FROM special_account GROUP BY account_key) AS s
        ON s.account_key = m.account_key
    GROUP BY s.project_id
),
deposit_of AS (
    SELECT project_id, sum(amount_fen) AS amount_fen, sum(required_fen) AS required_fen FROM wage_deposit GROUP BY project_id
),
payroll_of AS (
    SELECT
        project_id, count(*) AS n_lines, sum(due_fen) AS due_fen, sum(coalesce(paid_fen, 0)) AS paid_fen,
        count(*) FILTER (WHERE coalesce(paid_fen, 0) < due_fen - coalesce(deduction_fen, 0)) AS n_short,
        sum(CAST(round(days * 100e0) AS BIGINT)) AS days
    FROM payroll
    GROUP BY project_id
),
attendance_of AS (
    SELECT project_id, count(*) AS n_lines, sum(CAST(round(days * 100e0) AS BIGINT)) AS days
    FROM attendance_month
    GROUP BY project_id
),
claim_of AS (
    SELECT node_id, count(*) AS n FROM claim GROUP BY node_id
),
feed_of AS (
    SELECT count(project_id) AS n FROM clue
)
SELECT
    'Project:' || p.project_id AS node_id,
    p.project_type AS peer_type,
    CASE
        WHEN p.contract_amount_fen >= 100000000000 THEN '1bn'
        WHEN p.contract_amount_fen >= 10000000000 THEN '100m'
        WHEN p.contract_amount_fen >= 1000000000 THEN '10m'
        WHEN p.contract_amount_fen IS NOT NULL THEN 'small'
        ELSE 'unknown'
    END AS peer_size,
    CASE
        WHEN p.status <> 'building' THEN p.status
        WHEN days_between(p.started_on, $as_of) * 3 < days_between(p.started_on, p.planned_end_on) THEN 'early'
        WHEN days_between(p.started_on, $as_of) * 3 < days_between(p.started_on, p.planned_end_on) * 2 THEN 'middle'
        WHEN days_between(p.started_on, p.planned_end_on) > 0 THEN 'late'
        ELSE 'building'
    END AS peer_stage,
    CAST(p.contract_amount_fen AS DOUBLE) AS contract_amount,
    p.labour_share AS labour_share,
    CAST(days_between(p.started_on, p.planned_end_on) AS DOUBLE) AS planned_days,
    CAST(days_between(p.planned_end_on, coalesce(p.ended_on, $as_of)) AS DOUBLE) AS days_past_plan,
    CAST(y.n_parties AS DOUBLE) AS n_parties,
    CAST(y.n_subs AS DOUBLE) AS n_subs,
    CAST(t.n_teams AS DOUBLE) AS n_teams,
    t.n_teams / CAST(nullif(t.n_leaders, 0) AS DOUBLE) AS teams_per_leader,
    CAST(w.n_workers AS DOUBLE) AS n_workers,
    w.n_workers / CAST(nullif(p.contract_amount_fen, 0) AS DOUBLE) AS workers_per_fen,
    w.n_without_contract / CAST(w.n_workers AS DOUBLE) AS without_contract_share,
    c.n_below / CAST(c.n_contracts AS DOUBLE) AS contracts_below_share,
    CAST(c.labour_fen AS DOUBLE) / nullif(p.contract_amount_fen, 0) AS labour_contract_share,
    CAST(g.paid_fen AS DOUBLE) / nullif(g.certified_fen, 0) AS paid_of_certified,
    CAST(a.credit_owner_fen AS DOUBLE) / nullif(g.certified_fen, 0) AS credited_of_certified,
    CAST(a.credit_other_fen AS DOUBLE) / nullif(a.credit_owner_fen, 0) AS credited_by_others,
    a.n_months_credited / CAST(a.n_months AS DOUBLE) AS months_credited_share,
    (coalesce(a.other_fen, 0) + coalesce(a.cash_fen, 0)) / CAST(nullif(a.wage_fen, 0) AS DOUBLE) AS other_of_wage,
    -- a mean over fewer than five workers is nearly one person's wage
    CASE WHEN w.n_workers >= 5 THEN CAST(a.wage_fen AS DOUBLE) / nullif(a.payees, 0) END AS wage_per_payee,
    CAST(d.amount_fen AS DOUBLE) / nullif(coalesce(d.required_fen, p.contract_amount_fen), 0) AS deposit_ratio,
    CAST(r.paid_fen AS DOUBLE) / nullif(r.due_fen, 0) AS paid_of_due,
    r.n_short / CAST(r.n_lines AS DOUBLE) AS short_paid_share,
    CASE WHEN w.n_workers >= 5 THEN CAST(r.due_fen AS DOUBLE) / r.n_lines END AS wage_due_per_head,
    CAST(r.days AS DOUBLE) / nullif(n.days, 0) AS days_paid_of_attended,
    r.n_lines / CAST(n.n_lines AS DOUBLE) AS heads_paid_of_attended,
    CASE WHEN f.n > 0 THEN CAST(coalesce(k.n, 0) AS DOUBLE) END AS n_claims
FROM project AS p
LEFT JOIN party_of AS y ON y.project_id = p.project_id
LEFT JOIN team_of AS t ON t.project_id = p.project_id
LEFT JOIN worker_of AS w ON w.project_id = p.project_id
LEFT JOIN contract_of AS c ON c.project_id = p.project_id
LEFT JOIN progress_of AS g ON g.project_id = p.project_id
LEFT JOIN account_of AS a ON a.project_id = p.project_id
LEFT JOIN deposit_of AS d ON d.project_id = p.project_id
LEFT JOIN payroll_of AS r ON r.project_id = p.project_id
LEFT JOIN attendance_of AS n ON n.project_id = p.project_id
LEFT JOIN claim_of AS k ON k.node_id = 'Project:' || p.project_id
CROSS JOIN feed_of AS f
ORDER BY node_id
