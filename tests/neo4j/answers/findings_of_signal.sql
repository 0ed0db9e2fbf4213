SELECT upper(left(f.entity_kind, 1)) || substr(f.entity_kind, 2) || ':' || f.entity_id AS entity_id, f.reason, f.strength, r.contribution
FROM findings AS f
INNER JOIN reasons AS r USING (entity_kind, entity_id, signal, reason)
WHERE f.signal = 'C03'
