-- Company PAYS Company: the buyer of an invoice, or the payer of a contract. Weight: yuan invoiced or contracted,
-- whichever is more; the two tell of the same money and are not added.
WITH payment AS (
    SELECT
        buyer_uscc AS payer, seller_uscc AS payee, amount_fen AS invoiced_fen, CAST(0 AS BIGINT) AS contracted_fen,
        CAST(month || '-01' AS DATE) AS since, last_day(CAST(month || '-01' AS DATE)) AS until,
        row_ref('invoice_month', seller_uscc || '/' || buyer_uscc || '/' || month || '/' || category, received_on) AS proof
    FROM invoice_month
    UNION ALL
    SELECT
        payer_uscc AS payer, payee_uscc AS payee, CAST(0 AS BIGINT) AS invoiced_fen,
        coalesce(amount_fen, 0) AS contracted_fen,
        coalesce(signed_on, started_on) AS since, ended_on AS until,
        row_ref('contract', contract_id, received_on) AS proof
    FROM contract
)
SELECT
    a.party_id AS source, b.party_id AS target,
    CAST(greatest(sum(m.invoiced_fen), sum(m.contracted_fen), 0) AS BIGINT) / 100e0 AS weight,
    min(m.since) AS since, max(m.until) AS until,
    slice(array_sort(array_agg(m.proof)), 1, 20) AS evidence
FROM payment AS m
INNER JOIN party AS a ON a.uscc = m.payer
INNER JOIN party AS b ON b.uscc = m.payee
WHERE a.party_id <> b.party_id
GROUP BY a.party_id, b.party_id
