-- A term of a score; the contributions of an entity add up.
SELECT
    'Reason:' || entity_kind || '/' || entity_id || '/' || signal || '/' || reason AS node_id,
    entity_kind, entity_id, signal, reason, contribution, sentence_zh, sentence_en, law, innocent_when, clears_when
FROM reasons
