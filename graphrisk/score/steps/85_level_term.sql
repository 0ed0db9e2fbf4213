-- What the level added to the sum or took from it.
SELECT
    entity_kind, entity_id, 'level_floor' AS signal, concat_ws('_', level, ground) AS reason, 'level' AS family, lifted - raw AS micro,
    round(1 - exp(-raw / 1e6), 4) AS sum_score
FROM banded
WHERE lifted <> raw
UNION ALL
SELECT
    entity_kind, entity_id, 'level_cap', CASE WHEN level IN ('blue', 'green') THEN 'watch' ELSE level END, 'level', micro - lifted,
    round(1 - exp(-raw / 1e6), 4)
FROM banded
WHERE micro <> lifted
