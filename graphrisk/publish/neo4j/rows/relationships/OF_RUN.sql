SELECT 'Score:' || entity_kind || '/' || entity_id || '@' || $run_id AS source, 'Run:' || $run_id AS target
FROM scores
