-- What a signal found of a project or company: needs checking, never guilt.
SELECT
    'Finding:' || f.entity_kind || '/' || f.entity_id || '/' || f.signal || '/' || f.reason AS node_id,
    f.entity_kind, f.entity_id, f.signal, f.reason, c.severity, c.title_zh, c.title_en, f.strength, f.facts,
    r.contribution, r.sentence_zh, r.sentence_en, r.law, r.innocent_when, r.clears_when
FROM findings AS f
LEFT JOIN signals AS c ON c.signal = f.signal AND c.reason = f.reason
LEFT JOIN reasons AS r
    ON r.entity_kind = f.entity_kind AND r.entity_id = f.entity_id AND r.signal = f.signal AND r.reason = f.reason
