SELECT DISTINCT r.contribution, r.signal, r.reason, r.innocent_when, r.clears_when
FROM reasons AS r
INNER JOIN findings AS f USING (entity_kind, entity_id, signal, reason)
WHERE r.entity_kind = 'project' AND r.entity_id = 'DX2021-00058'
