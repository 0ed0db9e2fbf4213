SELECT 'Project:' || p.project_id AS project_id, s.level, s.rank, s.workers_at_risk, g.name AS street
FROM project AS p
INNER JOIN grid_area AS g ON g.area_code = p.area_code
INNER JOIN scores AS s ON s.entity_kind = 'project' AND s.entity_id = p.project_id
WHERE g.area_code = '110115007' OR g.parent_code = '110115007'
