SELECT DISTINCT 'Person:' || b.person_key AS person_id, 'Project:' || b.project_id AS other_project_id
FROM key_staff AS a
INNER JOIN key_staff AS b ON b.person_key = a.person_key AND b.project_id <> a.project_id
INNER JOIN project AS p ON p.project_id = a.project_id
INNER JOIN project AS q ON q.project_id = b.project_id
WHERE a.project_id = 'DX2021-00045'
    AND greatest(p.started_on, q.started_on) <= least(coalesce(p.ended_on, p.planned_end_on), coalesce(q.ended_on, q.planned_end_on))
