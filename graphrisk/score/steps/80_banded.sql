-- The sum brought into the band of its level without losing its order: lifted by a share of itself, bent beyond the knee.
WITH leveled AS (
    SELECT entity_kind, entity_id, raw, uncapped, found, level, ground FROM project_level
    UNION ALL
    SELECT * FROM company_level
),
placed AS (
    SELECT
        l.*, b.low, b.high, b.low + b.knee * (b.high - b.low) AS bend,
        CASE WHEN l.raw * (1 - c.lift) < b.low THEN CAST(round(b.low + l.raw * c.lift) AS BIGINT) ELSE l.raw END AS lifted
    FROM leveled AS l
    INNER JOIN card AS c ON c.entity_kind = l.entity_kind
    INNER JOIN card_band AS b ON b.entity_kind = l.entity_kind AND b.level = l.level
)
SELECT
    entity_kind, entity_id, level, ground, raw, uncapped, lifted,
    CASE
        WHEN lifted <= bend THEN lifted
        ELSE least(high - 1, CAST(round(bend + (high - bend) * (1 - exp(-(lifted - bend) / (high - bend)))) AS BIGINT))
    END AS micro
FROM placed
