-- One row a company with a sign that it runs out of money: n_signs of four (tax in arrears; insurance unpaid for two months of
-- twelve; an enforcement, listing or bankruptcy not closed; abnormal or revoked in the register), each of another agency, and
-- the rows that say so. What was last reported more than four months ago tells nothing of today (as in X02).
WITH row_of AS (
    SELECT x.party_id, 'tax' AS sign, row_ref('tax_month', t.uscc || '/' || t.month, t.received_on) AS ref
    FROM company_tax AS x
    INNER JOIN party AS y ON y.party_id = x.party_id
    INNER JOIN tax_month AS t ON t.uscc = y.uscc
    WHERE x.months_ago <= 4 AND x.arrears_fen > 0 AND t.arrears_fen > 0 AND month_number(t.month) = x.last_no
    UNION ALL
    SELECT x.party_id, 'insurance', row_ref('social_insurance_month', s.uscc || '/' || s.month, s.received_on)
    FROM company_insurance AS x
    INNER JOIN party AS y ON y.party_id = x.party_id
    INNER JOIN social_insurance_month AS s ON s.uscc = y.uscc
    WHERE x.months_ago <= 4 AND x.n_unpaid >= 2 AND s.paid_fen < s.due_fen AND x.last_no - month_number(s.month) BETWEEN 0 AND 11
    UNION ALL
    SELECT y.party_id, 'court', row_ref('judicial', j.case_no || '/' || j.party_id, j.received_on)
    FROM judicial AS j
    INNER JOIN party AS y ON y.uscc = j.party_id
    WHERE j.role = 'debtor' AND j.kind IN ('enforcement', 'dishonest', 'bankruptcy') AND j.closed_on IS NULL
    UNION ALL
    SELECT y.party_id, 'register', row_ref('company', c.uscc, c.received_on)
    FROM company AS c
    INNER JOIN party AS y ON y.uscc = c.uscc AND y.party_id = c.uscc
    WHERE c.status IN ('abnormal', 'revoked')
),
each_sign AS (
    SELECT party_id, sign, max(ref) AS ref FROM row_of GROUP BY party_id, sign
)
SELECT party_id, count(*) AS n_signs, array_sort(array_agg(ref)) AS refs
FROM each_sign
GROUP BY party_id
ORDER BY party_id
