WITH member AS (SELECT DISTINCT split_part(source, ':', 2) AS person, split_part(target, ':', 2) AS team_id FROM edges WHERE kind = 'IN_TEAM')
SELECT 'Team:' || a.team_id AS team_id, 'Team:' || b.team_id AS other_team_id, count(*) AS n_shared, 'Project:' || y.project_id AS other_project_id
FROM member AS a
INNER JOIN member AS b ON b.person = a.person AND b.team_id <> a.team_id
INNER JOIN team AS x ON x.team_id = a.team_id
INNER JOIN team AS y ON y.team_id = b.team_id
WHERE x.project_id = 'DX2021-00063' AND y.project_id <> x.project_id
GROUP BY a.team_id, b.team_id, y.project_id
HAVING count(*) >= 3
