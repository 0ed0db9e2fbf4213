-- How much of what could be asked of an entity could also be told; notes that count for nothing are not asked about risk.
SELECT
    a.entity_kind, a.entity_id,
    count(*) AS n_asked,
    count(*) FILTER (WHERE a.answer <> 'could_not_tell') AS n_evaluable,
    count(*) FILTER (WHERE a.answer <> 'could_not_tell' AND s.family = c.green_family) AS n_evaluable_needed,
    -- mean depth in ten-thousandths, summed as integers
    coalesce(sum(CAST(round(d.factor * 1e4) AS BIGINT)) FILTER (WHERE a.answer <> 'could_not_tell'), 0) AS depth_sum
FROM asked AS a
INNER JOIN entity AS e ON e.entity_kind = a.entity_kind AND e.entity_id = a.entity_id
INNER JOIN card AS c ON c.entity_kind = a.entity_kind
INNER JOIN (SELECT signal, min(family) AS family, min(depth) AS depth FROM catalogue GROUP BY signal) AS s ON s.signal = a.signal
INNER JOIN card_depth AS d ON d.entity_kind = a.entity_kind AND d.depth = s.depth
WHERE NOT EXISTS (
    SELECT 1 FROM card_apart AS p WHERE p.entity_kind = a.entity_kind AND p.signal = a.signal AND p.counts = 'not'
)
GROUP BY a.entity_kind, a.entity_id
