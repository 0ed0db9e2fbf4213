-- One row a credit code seen anywhere: how many rows name it, and what the register says of it.
WITH seen AS (
    SELECT uscc FROM company
    UNION ALL SELECT head_uscc FROM company
    UNION ALL SELECT owner_uscc FROM project
    UNION ALL SELECT contractor_uscc FROM project
    UNION ALL SELECT uscc FROM project_party
    UNION ALL SELECT payer_uscc FROM contract
    UNION ALL SELECT payee_uscc FROM contract
    UNION ALL SELECT insured_by_uscc FROM key_staff
    UNION ALL SELECT uscc FROM qualification
    UNION ALL SELECT holder_uscc FROM special_account
    UNION ALL SELECT holder_uscc FROM account_check
    UNION ALL SELECT counterparty_uscc FROM account_txn
    UNION ALL SELECT payer_uscc FROM wage_deposit
    UNION ALL SELECT uscc FROM team
    UNION ALL SELECT employer_uscc FROM worker
    UNION ALL SELECT uscc FROM clue
    UNION ALL SELECT uscc FROM inspection
    UNION ALL SELECT uscc FROM social_insurance_month
    UNION ALL SELECT uscc FROM company_change
    UNION ALL SELECT uscc FROM holding
    UNION ALL SELECT holder_id FROM holding WHERE holder_kind = 'company'
    UNION ALL SELECT uscc FROM position
    UNION ALL SELECT uscc FROM credit_event
    UNION ALL SELECT debtor_uscc FROM sme_arrears
    UNION ALL SELECT creditor_uscc FROM sme_arrears
    UNION ALL SELECT seller_uscc FROM invoice_month
    UNION ALL SELECT buyer_uscc FROM invoice_month
    UNION ALL SELECT uscc FROM tax_month
),
counted AS (
    SELECT uscc, count(*) AS n_records FROM seen WHERE uscc IS NOT NULL GROUP BY uscc
)
SELECT
    s.uscc, CAST(s.n_records AS BIGINT) AS n_records,
    c.uscc IS NOT NULL AS is_registered, c.name, c.former_names,
    CASE WHEN c.head_uscc <> c.uscc THEN c.head_uscc END AS head_uscc,
    coalesce(c.kind = 'branch', false) AS is_branch
FROM counted AS s
LEFT JOIN company AS c ON c.uscc = s.uscc
ORDER BY s.uscc
