-- One row a company party: its peers by kind, part in projects and order of capital, and what it can be compared by.
-- Nothing here is good or bad; NULL is "not known". A party's records (branches, former names) are summed.
WITH register AS (
    SELECT
        p.party_id, min(c.established_on) AS established_on, max(c.registered_capital_fen) AS registered_fen,
        max(c.paid_capital_fen) AS paid_fen,
        coalesce(min(c.kind) FILTER (WHERE c.uscc = p.party_id), min(c.kind)) AS kind
    FROM company AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    GROUP BY p.party_id
),
part AS (
    SELECT p.party_id, x.project_id, x.place
    FROM (
        SELECT contractor_uscc AS uscc, project_id, 1 AS place FROM project
        UNION ALL
        SELECT owner_uscc AS uscc, project_id, 2 AS place FROM project
        UNION ALL
        SELECT
            uscc, project_id,
            CASE
                WHEN role IN ('contractor', 'consortium') THEN 1
                WHEN role = 'owner' THEN 2
                WHEN role IN ('labour_sub', 'specialist_sub', 'direct_specialist') THEN 3
                ELSE 4
            END AS place
        FROM project_party
    ) AS x
    INNER JOIN party AS p ON p.uscc = x.uscc
),
part_of AS (
    SELECT party_id, min(place) AS place, count(DISTINCT project_id) AS n_projects FROM part GROUP BY party_id
),
contract_of AS (
    SELECT p.party_id, sum(c.amount_fen) AS taken_fen, count(DISTINCT c.payer_uscc) AS n_payers
    FROM contract AS c
    INNER JOIN party AS p ON p.uscc = c.payee_uscc
    GROUP BY p.party_id
),
team_of AS (
    SELECT p.party_id, count(*) AS n_teams, count(DISTINCT t.project_id) AS n_projects
    FROM team AS t
    INNER JOIN party AS p ON p.uscc = t.uscc
    GROUP BY p.party_id
),
insured_month AS (
    SELECT p.party_id, s.month, sum(s.insured_heads) AS heads, sum(s.due_fen) AS due_fen, sum(s.paid_fen) AS paid_fen
    FROM social_insurance_month AS s
    INNER JOIN party AS p ON p.uscc = s.uscc
    GROUP BY p.party_id, s.month
),
insured AS (
    SELECT
        party_id, max_by(heads, month) AS heads, max(heads) AS most_heads, sum(due_fen) AS due_fen, sum(paid_fen) AS paid_fen
    FROM insured_month
    GROUP BY party_id
),
taxed_month AS (
    SELECT
        p.party_id, t.month, sum(t.sales_fen) AS sales_fen, sum(t.due_fen) AS due_fen, sum(t.paid_fen) AS paid_fen,
        sum(t.arrears_fen) AS arrears_fen, sum(t.wage_heads) AS wage_heads
    FROM tax_month AS t
    INNER JOIN party AS p ON p.uscc = t.uscc
    GROUP BY p.party_id, t.month
),
taxed AS (
    SELECT
        party_id, max_by(sales_fen, month) AS sales_fen, max(sales_fen) AS most_sales_fen, sum(due_fen) AS due_fen,
        sum(paid_fen) AS paid_fen, max_by(arrears_fen, month) AS arrears_fen, max_by(wage_heads, month) AS wage_heads
    FROM taxed_month
    GROUP BY party_id
),
sale AS (
    SELECT a.party_id AS seller, b.party_id AS buyer, sum(i.amount_fen) AS amount_fen
    FROM invoice_month AS i
    INNER JOIN party AS a ON a.uscc = i.seller_uscc
    INNER JOIN party AS b ON b.uscc = i.buyer_uscc
    GROUP BY a.party_id, b.party_id
),
sold AS (
    SELECT seller AS party_id, count(*) AS n_buyers, max(amount_fen) AS largest_fen, sum(amount_fen) AS amount_fen FROM sale GROUP BY seller
),
bought AS (
    SELECT buyer AS party_id, count(*) AS n_sellers, sum(amount_fen) AS amount_fen FROM sale GROUP BY buyer
),
changed AS (
    SELECT p.party_id, count(*) AS n_changes
    FROM company_change AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    GROUP BY p.party_id
),
sued AS (
    SELECT p.party_id, count(DISTINCT j.case_no) AS n_cases, sum(j.amount_fen) AS amount_fen
    FROM judicial AS j
    INNER JOIN party AS p ON p.uscc = j.party_id
    WHERE j.role = 'debtor'
    GROUP BY p.party_id
),
claim_of AS (
    SELECT node_id, count(*) AS n, max(on_day) AS last_on FROM claim GROUP BY node_id
),
verified_of AS (
    SELECT node_id, count(*) AS n FROM verified GROUP BY node_id
),
feed_of AS (
    SELECT
        (SELECT count(*) FROM clue) AS n_clues,
        (SELECT count(*) FROM judicial) AS n_cases,
        (SELECT count(*) FROM company_change) AS n_changes
)
SELECT
    'Company:' || t.party_id AS node_id,
    coalesce(r.kind, 'unknown') AS peer_kind,
    CASE x.place WHEN 1 THEN 'contractor' WHEN 2 THEN 'owner' WHEN 3 THEN 'subcontractor' WHEN 4 THEN 'supplier' ELSE 'none' END AS peer_part,
    CASE
        WHEN r.registered_fen >= 10000000000 THEN '100m'
        WHEN r.registered_fen >= 1000000000 THEN '10m'
        WHEN r.registered_fen >= 100000000 THEN '1m'
        WHEN r.registered_fen IS NOT NULL THEN 'small'
        ELSE 'unknown'
    END AS peer_size,
    CAST(days_between(r.established_on, $as_of) AS DOUBLE) AS age_days,
    CAST(r.registered_fen AS DOUBLE) AS registered_capital,
    CAST(r.paid_fen AS DOUBLE) / nullif(r.registered_fen, 0) AS paid_capital_share,
    CAST(t.n_records AS DOUBLE) AS n_records,
    CAST(x.n_projects AS DOUBLE) AS n_projects,
    CAST(c.taken_fen AS DOUBLE) / nullif(r.registered_fen, 0) AS contracts_of_capital,
    CAST(c.n_payers AS DOUBLE) AS n_payers,
    CAST(m.n_teams AS DOUBLE) AS n_teams,
    m.n_teams / CAST(m.n_projects AS DOUBLE) AS teams_per_project,
    CAST(s.heads AS DOUBLE) AS insured_heads,
    s.heads / CAST(nullif(s.most_heads, 0) AS DOUBLE) AS insured_of_most,
    CAST(s.paid_fen AS DOUBLE) / nullif(s.due_fen, 0) AS insurance_paid_share,
    CAST(g.sales_fen AS DOUBLE) / nullif(g.most_sales_fen, 0) AS sales_of_most,
    CAST(g.paid_fen AS DOUBLE) / nullif(g.due_fen, 0) AS tax_paid_share,
    CAST(g.arrears_fen AS DOUBLE) / nullif(g.most_sales_fen, 0) AS tax_arrears_of_sales,
    g.wage_heads / CAST(nullif(s.heads, 0) AS DOUBLE) AS taxed_of_insured_heads,
    CAST(v.n_buyers AS DOUBLE) AS n_buyers,
    CAST(v.largest_fen AS DOUBLE) / nullif(v.amount_fen, 0) AS largest_buyer_share,
    CAST(v.amount_fen AS DOUBLE) / nullif(b.amount_fen, 0) AS sold_of_bought,
    CASE WHEN f.n_changes > 0 THEN CAST(coalesce(h.n_changes, 0) AS DOUBLE) END AS n_changes,
    CASE WHEN f.n_cases > 0 THEN CAST(coalesce(j.n_cases, 0) AS DOUBLE) END AS n_debtor_cases,
    CAST(j.amount_fen AS DOUBLE) / nullif(r.registered_fen, 0) AS cases_of_capital,
    CASE WHEN f.n_clues > 0 THEN CAST(coalesce(k.n, 0) AS DOUBLE) END AS n_claims,
    CASE WHEN f.n_clues > 0 THEN CAST(coalesce(q.n, 0) AS DOUBLE) END AS n_verified,
    CAST(days_between(k.last_on, $as_of) AS DOUBLE) AS days_since_claim
FROM parties AS t
LEFT JOIN register AS r ON r.party_id = t.party_id
LEFT JOIN part_of AS x ON x.party_id = t.party_id
LEFT JOIN contract_of AS c ON c.party_id = t.party_id
LEFT JOIN team_of AS m ON m.party_id = t.party_id
LEFT JOIN insured AS s ON s.party_id = t.party_id
LEFT JOIN taxed AS g ON g.party_id = t.party_id
LEFT JOIN sold AS v ON v.party_id = t.party_id
LEFT JOIN bought AS b ON b.party_id = t.party_id
LEFT JOIN changed AS h ON h.party_id = t.party_id
LEFT JOIN sued AS j ON j.party_id = t.party_id
LEFT JOIN claim_of AS k ON k.node_id = 'Company:' || t.party_id
LEFT JOIN verified_of AS q ON q.node_id = 'Company:' || t.party_id
CROSS JOIN feed_of AS f
WHERE t.kind = 'company'
ORDER BY node_id
