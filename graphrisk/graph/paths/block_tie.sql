-- What several people of a project hold in common: a row a person and thing. Cards of three and more (two may be a couple), by the
-- register and by payroll lines of the last months that name another card than the register; attendance devices of three and
-- more that at most half of those with a device use (the gate is everybody's); the team of each person so tied.
WITH registered AS (
    SELECT
        project_id, person_key, max_by(coalesce(card_key, ''), (entered_on, coalesce(card_key, ''))) AS card_key,
        max_by(coalesce(team_id, ''), (entered_on, coalesce(team_id, ''))) AS team_id
    FROM worker
    WHERE coalesce(role, 'worker') <> 'manager'
    GROUP BY project_id, person_key
),
line AS (
    SELECT DISTINCT project_id, person_key, card_key, coalesce(team_id, '') AS team_id
    FROM payroll
    WHERE card_key IS NOT NULL
        AND wage_month >= substr(CAST(add_months(CAST($as_of AS DATE), -7) AS STRING), 1, 7)
),
other AS (
    SELECT l.project_id, l.person_key, l.card_key, l.team_id
    FROM line AS l
    LEFT JOIN registered AS r ON r.project_id = l.project_id AND r.person_key = l.person_key
    WHERE r.card_key IS NULL OR r.card_key <> l.card_key
),
carded AS (
    SELECT project_id, person_key, card_key, team_id FROM registered WHERE card_key <> ''
    UNION
    SELECT project_id, person_key, card_key, team_id FROM other
),
device AS (
    SELECT project_id, person_key, device_key
    FROM attendance_day
    WHERE device_key IS NOT NULL AND day >= add_months(CAST($as_of AS DATE), -7)
    GROUP BY project_id, person_key, device_key
),
seen AS (
    SELECT project_id, count(DISTINCT person_key) AS n_persons FROM device GROUP BY project_id
),
common AS (
    SELECT 'card' AS kind, project_id, card_key AS thing FROM carded GROUP BY project_id, card_key HAVING count(DISTINCT person_key) >= 3
    UNION ALL
    SELECT 'device', d.project_id, d.device_key
    FROM device AS d
    INNER JOIN seen AS s ON s.project_id = d.project_id
    GROUP BY d.project_id, d.device_key
    HAVING count(*) >= 3 AND 2 * count(*) <= max(s.n_persons)
),
tied AS (
    SELECT c.project_id, c.person_key, m.kind, m.thing
    FROM carded AS c
    INNER JOIN common AS m ON m.kind = 'card' AND m.project_id = c.project_id AND m.thing = c.card_key
    UNION
    SELECT d.project_id, d.person_key, m.kind, m.thing
    FROM device AS d
    INNER JOIN common AS m ON m.kind = 'device' AND m.project_id = d.project_id AND m.thing = d.device_key
),
-- a block needs a card: a device that part of a site uses is a second gate
asked AS (
    SELECT project_id FROM tied WHERE kind = 'card' GROUP BY project_id
),
person AS (
    SELECT t.project_id, t.person_key, max(coalesce(r.team_id, '')) AS team_id
    FROM tied AS t
    LEFT JOIN registered AS r ON r.project_id = t.project_id AND r.person_key = t.person_key
    GROUP BY t.project_id, t.person_key
)
SELECT t.project_id, t.person_key, t.kind, t.thing
FROM tied AS t
INNER JOIN asked AS a ON a.project_id = t.project_id
UNION ALL
SELECT p.project_id, p.person_key, 'team', p.team_id
FROM person AS p
INNER JOIN asked AS a ON a.project_id = p.project_id
WHERE p.team_id <> ''
ORDER BY project_id, person_key, kind, thing
