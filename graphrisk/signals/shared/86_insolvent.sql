-- One row a company that cannot pay by what a court or the credit register has open of it: is_listed: on the list of dishonest
-- debtors, or in bankruptcy; enforced_fen: sums under enforcement (null: some are unknown), with capital_fen, its registered
-- capital, beside them. signs: the same in words; ref, last_ref: rows that say so.
WITH row_of AS (
    SELECT
        y.party_id, j.kind, j.amount_fen, row_ref('judicial', j.case_no || '/' || j.party_id, j.received_on) AS ref
    FROM judicial AS j
    INNER JOIN party AS y ON y.uscc = j.party_id
    WHERE j.role = 'debtor' AND j.kind IN ('dishonest', 'bankruptcy', 'enforcement') AND coalesce(j.closed_on > $as_of, true)
    UNION ALL
    SELECT y.party_id, 'dishonest', CAST(NULL AS BIGINT), row_ref('credit_event', e.event_id, e.received_on)
    FROM credit_event AS e
    INNER JOIN party AS y ON y.uscc = e.uscc
    WHERE e.kind = 'dishonest_debtor' AND coalesce(e.to_on >= $as_of, true) AND coalesce(e.repaired_on > $as_of, true)
),
summed AS (
    SELECT
        party_id,
        max(CASE WHEN kind = 'dishonest' THEN 1 ELSE 0 END) AS dishonest,
        max(CASE WHEN kind = 'bankruptcy' THEN 1 ELSE 0 END) AS bankrupt,
        count(CASE WHEN kind = 'enforcement' THEN 1 END) AS n_enforced,
        count(CASE WHEN kind = 'enforcement' THEN amount_fen END) AS n_told,
        CAST(sum(CASE WHEN kind = 'enforcement' THEN amount_fen END) AS BIGINT) AS enforced_fen,
        min(ref) AS ref, max(ref) AS last_ref
    FROM row_of
    GROUP BY party_id
)
SELECT
    s.party_id, s.dishonest + s.bankrupt > 0 AS is_listed, s.n_enforced,
    CASE WHEN s.n_told = s.n_enforced THEN s.enforced_fen END AS enforced_fen, c.registered_capital_fen AS capital_fen,
    CASE WHEN s.bankrupt = 1 THEN '进入破产程序；' ELSE '' END || CASE WHEN s.dishonest = 1 THEN '列入失信被执行人；' ELSE '' END
        || CASE WHEN s.n_enforced > 0 THEN '有未结的被执行案件；' ELSE '' END AS signs_zh,
    CASE WHEN s.bankrupt = 1 THEN 'in bankruptcy; ' ELSE '' END
        || CASE WHEN s.dishonest = 1 THEN 'on the list of dishonest debtors; ' ELSE '' END
        || CASE WHEN s.n_enforced > 0 THEN 'under enforcement; ' ELSE '' END AS signs_en,
    s.ref, s.last_ref
FROM summed AS s
LEFT JOIN company AS c ON c.uscc = s.party_id AND c.registered_capital_fen > 0
ORDER BY s.party_id
