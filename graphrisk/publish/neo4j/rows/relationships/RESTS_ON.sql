SELECT
    'Reason:' || r.entity_kind || '/' || r.entity_id || '/' || r.signal || '/' || r.reason AS source,
    'Finding:' || r.entity_kind || '/' || r.entity_id || '/' || r.signal || '/' || r.reason AS target
FROM reasons AS r
INNER JOIN findings AS f
    ON f.entity_kind = r.entity_kind AND f.entity_id = r.entity_id AND f.signal = r.signal AND f.reason = r.reason
