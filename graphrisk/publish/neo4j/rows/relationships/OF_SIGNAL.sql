SELECT
    'Finding:' || entity_kind || '/' || entity_id || '/' || signal || '/' || reason AS source,
    'Signal:' || signal AS target
FROM findings
