-- What a record is about: the ends of the edges it proves, and the nodes its key names.
WITH shown AS (
    SELECT table_name, key FROM record WHERE $workers = 'keys' OR NOT array_contains($worker_tables, table_name)
),
proof AS (
    SELECT source, target, each_of(evidence) AS e FROM edges
),
proven AS (
    SELECT r.table_name, r.key, p.source, p.target
    FROM proof AS p
    INNER JOIN shown AS r ON r.table_name = p.e.table AND r.key = p.e.key
),
about AS (
    SELECT table_name, key, source AS node_id FROM proven
    UNION
    SELECT table_name, key, target AS node_id FROM proven
    UNION
    SELECT table_name, key, 'Project:' || split_part(key, '/', 1) AS node_id FROM shown
    WHERE table_name IN (
        'project', 'worker', 'payroll', 'attendance_day', 'attendance_month', 'key_staff', 'progress_payment', 'project_party',
        'team_funnel'
    )
    UNION
    SELECT table_name, key, 'Worker:' || split_part(key, '/', 2) AS node_id FROM shown
    WHERE table_name IN ('worker', 'payroll', 'attendance_day', 'attendance_month')
    UNION
    SELECT table_name, key, 'Team:' || split_part(key, '/', 2) AS node_id FROM shown WHERE table_name = 'team_funnel'
    UNION
    SELECT table_name, key, 'Account:' || split_part(key, '/', 1) AS node_id FROM shown
    WHERE table_name IN ('account_check', 'account_month', 'account_restriction', 'special_account')
    UNION
    SELECT table_name, key, 'Company:' || p.party_id AS node_id
    FROM shown AS r
    INNER JOIN party AS p ON p.uscc = split_part(r.key, '/', 1)
    WHERE table_name IN ('company', 'company_change', 'invoice_month', 'qualification', 'social_insurance_month', 'tax_month')
    UNION
    SELECT r.table_name, r.key, 'Account:' || t.account_key AS node_id
    FROM shown AS r
    INNER JOIN account_txn AS t ON t.txn_id = r.key
    WHERE r.table_name = 'account_txn'
    UNION
    SELECT r.table_name, r.key, 'Project:' || split_part(r.key, '/', -1) AS node_id FROM shown AS r
    WHERE r.table_name = 'payment_guarantee'
)
SELECT 'Record:' || a.table_name || '/' || a.key AS source, a.node_id AS target
FROM about AS a
INNER JOIN nodes AS n ON n.node_id = a.node_id
WHERE $workers = 'keys' OR n.kind <> 'Worker'
UNION
SELECT 'Record:contract/' || key AS source, 'Contract:' || key AS target FROM shown WHERE table_name = 'contract'
