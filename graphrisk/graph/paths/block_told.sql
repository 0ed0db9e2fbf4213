-- What a block is, a row a project: people, what they hold in common, who of them was paid and never seen, and the rows that say so.
WITH held AS (
    SELECT m.project_id, t.kind, t.thing, count(*) AS n
    FROM block_member AS m
    INNER JOIN block_tie AS t ON t.project_id = m.project_id AND t.person_key = m.person_key
    GROUP BY m.project_id, t.kind, t.thing
    HAVING count(*) >= 3
),
things AS (
    SELECT
        project_id,
        count(CASE WHEN kind = 'card' THEN 1 END) AS n_cards, count(CASE WHEN kind = 'device' THEN 1 END) AS n_devices,
        count(CASE WHEN kind = 'team' THEN 1 END) AS n_teams,
        max_by(CASE WHEN kind = 'team' THEN thing END, (CASE WHEN kind = 'team' THEN n ELSE 0 END, thing)) AS team_id
    FROM held
    GROUP BY project_id
),
people AS (
    SELECT
        m.project_id, max(m.density) AS density, count(*) AS n_persons,
        count(CASE WHEN p.n_paid > 0 AND 2 * p.n_absent >= p.n_paid THEN 1 END) AS n_absent
    FROM block_member AS m
    INNER JOIN block_person AS p ON p.project_id = m.project_id AND p.person_key = m.person_key
    GROUP BY m.project_id
),
placed AS (
    SELECT project_id, person_key, row_number() OVER (PARTITION BY project_id ORDER BY person_key) AS place FROM block_member
),
proof AS (
    SELECT
        p.project_id,
        row_ref('worker', w.project_id || '/' || w.person_key || '/' || CAST(w.entered_on AS STRING), w.received_on) AS ref
    FROM placed AS p
    INNER JOIN worker AS w ON w.project_id = p.project_id AND w.person_key = p.person_key
    WHERE p.place <= 8
    UNION
    SELECT l.project_id, max(row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on))
    FROM placed AS p
    INNER JOIN payroll AS l ON l.project_id = p.project_id AND l.person_key = p.person_key
    WHERE p.place <= 8
    GROUP BY l.project_id, l.person_key
),
rows_behind AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS evidence FROM proof GROUP BY project_id
)
SELECT p.project_id, t.team_id, p.n_persons, t.n_cards, t.n_devices, t.n_teams, p.n_absent, p.density, r.evidence
FROM people AS p
INNER JOIN things AS t ON t.project_id = p.project_id
INNER JOIN rows_behind AS r ON r.project_id = p.project_id
WHERE t.n_cards > 0
ORDER BY p.project_id
