-- A division of the place: district, street, community or grid.
SELECT area_code AS key, name, level, parent_code, weekly_capacity
FROM grid_area
