-- One row a wage deposit, guarantee or exemption on record, with its payer as a real company. is_returned: given back by the
-- as-of day. is_specialist: lodged by a company that the owner contracted directly for special works, which stores its own
-- deposit and not the contractor's. Dates that ingest marks as implausible count as unknown.
WITH specialist AS (
    SELECT r.project_id, p.party_id
    FROM project_party AS r
    INNER JOIN party AS p ON p.uscc = r.uscc
    GROUP BY r.project_id, p.party_id
    HAVING max(CASE WHEN r.role = 'direct_specialist' THEN 1 ELSE 0 END) = 1
        AND max(CASE WHEN r.role IN ('contractor', 'consortium') THEN 1 ELSE 0 END) = 0
)
SELECT
    d.project_id, d.deposit_id, coalesce(p.party_id, d.payer_uscc) AS payer_id, d.form,
    d.form IN ('bank_guarantee', 'surety', 'insurance') AS is_guarantee,
    nullif(upper(trim(d.guarantee_no)), '') AS guarantee_no,
    d.amount_fen, d.required_fen, d.used_fen,
    CASE WHEN NOT coalesce(array_contains(d.flags, 'implausible_date:stored_on'), false) THEN d.stored_on END AS stored_on,
    CASE WHEN NOT coalesce(array_contains(d.flags, 'implausible_date:valid_from'), false) THEN d.valid_from END AS valid_from,
    CASE WHEN NOT coalesce(array_contains(d.flags, 'implausible_date:valid_to'), false) THEN d.valid_to END AS valid_to,
    CASE WHEN NOT coalesce(array_contains(d.flags, 'implausible_date:used_on'), false) THEN d.used_on END AS used_on,
    -- a refill whose day is a slip of the pen is a refill
    CASE WHEN coalesce(array_contains(d.flags, 'implausible_date:refilled_on'), false) THEN d.used_on ELSE d.refilled_on END
        AS refilled_on,
    d.returned_on,
    coalesce(d.returned_on <= $as_of, false) AS is_returned,
    s.party_id IS NOT NULL AND d.payer_uscc <> w.contractor_uscc AS is_specialist,
    row_ref('wage_deposit', d.deposit_id, d.received_on) AS ref
FROM (
    SELECT
        deposit_id, project_id, payer_uscc, form, guarantee_no, amount_fen, required_fen, used_fen, stored_on, valid_from,
        valid_to, used_on, refilled_on, flags, received_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:returned_on'), false) THEN returned_on END
            AS returned_on
    FROM wage_deposit
) AS d
LEFT JOIN party AS p ON p.uscc = d.payer_uscc
LEFT JOIN project AS w ON w.project_id = d.project_id
LEFT JOIN specialist AS s ON s.project_id = d.project_id AND s.party_id = p.party_id
ORDER BY d.project_id, d.deposit_id
