-- Company OWES Company: arrears to small firms, and debtor and creditor of one court case (at most ten of each side).
-- Weight: yuan; of a case the sum on the debtor's row. A debt that is cleared has its day as `until`.
WITH debtor AS (
    SELECT j.case_no, p.party_id, j.amount_fen, j.filed_on, j.closed_on,
        row_ref('judicial', j.case_no || '/' || j.party_id, j.received_on) AS proof,
        row_number() OVER (PARTITION BY j.case_no ORDER BY j.party_id) AS place
    FROM judicial AS j
    INNER JOIN party AS p ON p.uscc = j.party_id
    WHERE j.role = 'debtor'
),
creditor AS (
    SELECT j.case_no, p.party_id, row_number() OVER (PARTITION BY j.case_no ORDER BY j.party_id) AS place
    FROM judicial AS j
    INNER JOIN party AS p ON p.uscc = j.party_id
    WHERE j.role = 'creditor'
),
debt AS (
    SELECT
        a.party_id AS source, b.party_id AS target, s.amount_fen, s.due_on AS since, s.cleared_on AS until,
        row_ref('sme_arrears', s.ref_no, s.received_on) AS proof
    FROM sme_arrears AS s
    INNER JOIN party AS a ON a.uscc = s.debtor_uscc
    INNER JOIN party AS b ON b.uscc = s.creditor_uscc
    UNION ALL
    SELECT
        d.party_id AS source, c.party_id AS target, coalesce(d.amount_fen, 0) AS amount_fen,
        d.filed_on AS since, d.closed_on AS until, d.proof
    FROM debtor AS d
    INNER JOIN creditor AS c ON c.case_no = d.case_no
    WHERE d.place <= 10 AND c.place <= 10
)
SELECT
    source, target, CAST(sum(amount_fen) AS BIGINT) / 100e0 AS weight, min(since) AS since,
    CASE WHEN count(*) = count(until) THEN max(until) END AS until,
    slice(array_sort(array_agg(proof)), 1, 20) AS evidence
FROM debt
WHERE source <> target
GROUP BY source, target
