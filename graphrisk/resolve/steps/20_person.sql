-- One row a person key of the registers. Attendance and payroll name no one whom the site's register should not hold.
WITH seen AS (
    SELECT legal_rep_key AS person_key FROM company
    UNION ALL SELECT person_key FROM position
    UNION ALL SELECT holder_id FROM holding WHERE holder_kind = 'person'
    UNION ALL SELECT leader_key FROM team
    UNION ALL SELECT person_key FROM worker
    UNION ALL SELECT person_key FROM key_staff
    UNION ALL SELECT payee_person_key FROM contract
    UNION ALL SELECT counterparty_person_key FROM account_txn
    UNION ALL SELECT person_key FROM credit_event
)
SELECT person_key, CAST(count(*) AS BIGINT) AS n_records
FROM seen
WHERE person_key IS NOT NULL
GROUP BY person_key
ORDER BY person_key
