WITH shown AS (SELECT *, each_of(evidence) AS e FROM findings)
SELECT upper(left(entity_kind, 1)) || substr(entity_kind, 2) || ':' || entity_id AS entity_id, signal, reason, len(evidence) - 1 AS n_other_records
FROM shown
WHERE e.table = 'contract' AND e.key = 'HT-N6-000155'
