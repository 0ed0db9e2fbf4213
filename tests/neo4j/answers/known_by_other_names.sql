SELECT 'Alias:' || kind || '/' || record AS alias_id, record, kind, score, reason, decided_by
FROM links
WHERE party_id = '91110115MA1056WF91' AND kind IN ('uscc', 'name')
