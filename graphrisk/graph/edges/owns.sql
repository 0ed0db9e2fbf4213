-- Company OWNS Company. Weight: the largest share held, 0 to 1; a branch is the same party as its head and owns nothing here.
SELECT
    a.party_id AS source, b.party_id AS target, max(coalesce(h.share, 0e0)) AS weight, min(h.from_on) AS since,
    CASE WHEN count(*) = count(h.to_on) THEN max(h.to_on) END AS until,
    slice(array_sort(array_agg(
        row_ref('holding', h.holder_kind || '/' || h.holder_id || '/' || h.uscc || '/' || CAST(h.from_on AS STRING), h.received_on)
    )), 1, 20) AS evidence
FROM holding AS h
INNER JOIN party AS a ON a.uscc = h.holder_id
INNER JOIN party AS b ON b.uscc = h.uscc
WHERE h.holder_kind = 'company' AND a.party_id <> b.party_id
GROUP BY a.party_id, b.party_id
