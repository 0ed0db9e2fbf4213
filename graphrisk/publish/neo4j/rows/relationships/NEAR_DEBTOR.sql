-- The nearest twentieth to a debtor, and no nearness below the floor of signal G05: farther off all are near all.
SELECT
    CASE entity_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || entity_id AS source,
    CASE debtor_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || debtor_id AS target,
    nearness, place, n_steps, path_zh, path_en
FROM near
WHERE (entity_kind <> debtor_kind OR entity_id <> debtor_id)
    AND NOT is_debtor AND place <= 5e-2 * n_near AND nearness >= 25e-4
