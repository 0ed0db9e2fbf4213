-- A team on a project, with its employer and leader.
SELECT t.team_id AS key, t.team_id AS name, t.project_id, p.party_id AS employer, t.leader_key
FROM team AS t
LEFT JOIN party AS p ON p.uscc = t.uscc
