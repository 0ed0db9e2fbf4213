-- A division of the place: district, street, community or grid.
SELECT
    node_id, key, name, fact(attributes, 'level') AS area_level, fact(attributes, 'parent_code') AS parent_code,
    CAST(fact(attributes, 'weekly_capacity') AS BIGINT) AS weekly_capacity
FROM nodes
WHERE kind = 'Area'
