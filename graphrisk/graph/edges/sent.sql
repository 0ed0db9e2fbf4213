-- Account SENT Account: bank entries summed. A worker's card is no account of the graph: wages are left out, and with
-- them the mass of entries. Entries taken back and the entries that take back are out. Both banks may report one transfer,
-- so the larger of the two sides counts, never their sum. Weight: yuan. Evidence: the five largest entries.
WITH entry AS (
    SELECT txn_id, account_key, counterparty_key, direction, amount_fen, booked_at, received_on, reversal_of
    FROM account_txn
    WHERE counterparty_key IS NOT NULL
        AND coalesce(counterparty_kind, 'other') <> 'worker'
        AND coalesce(purpose, 'other') <> 'wage'
),
taken_back AS (
    SELECT DISTINCT reversal_of AS txn_id FROM entry WHERE reversal_of IS NOT NULL
),
flow AS (
    SELECT
        CASE WHEN e.direction = 'debit' THEN e.account_key ELSE e.counterparty_key END AS source,
        CASE WHEN e.direction = 'debit' THEN e.counterparty_key ELSE e.account_key END AS target,
        e.direction, e.amount_fen, CAST(e.booked_at AS DATE) AS day,
        row_ref('account_txn', e.txn_id, e.received_on) AS proof
    FROM entry AS e
    LEFT JOIN taken_back AS t ON t.txn_id = e.txn_id
    WHERE t.txn_id IS NULL AND e.reversal_of IS NULL
),
ordered AS (
    SELECT *, row_number() OVER (PARTITION BY source, target ORDER BY amount_fen DESC, proof) AS place FROM flow
)
SELECT
    source, target,
    CAST(greatest(
        coalesce(sum(amount_fen) FILTER (WHERE direction = 'debit'), 0),
        coalesce(sum(amount_fen) FILTER (WHERE direction = 'credit'), 0)
    ) AS BIGINT) / 100e0 AS weight,
    min(day) AS since, max(day) AS until,
    array_sort(array_agg(proof) FILTER (WHERE place <= 5)) AS evidence
FROM ordered
WHERE source <> target
GROUP BY source, target
