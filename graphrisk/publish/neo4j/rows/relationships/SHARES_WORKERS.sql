-- Teams that share at least three people, where workers are loaded as teams: fewer would tell who they are.
WITH member AS (
    SELECT source AS worker, target AS team FROM edges WHERE kind = 'IN_TEAM' AND $workers = 'teams'
),
small AS (
    SELECT worker FROM member GROUP BY worker HAVING count(*) <= 20
),
kept AS (
    SELECT m.worker, m.team FROM member AS m INNER JOIN small AS s ON s.worker = m.worker
)
SELECT a.team AS source, b.team AS target, count(*) AS n_workers
FROM kept AS a
INNER JOIN kept AS b ON b.worker = a.worker AND b.team > a.team
GROUP BY a.team, b.team
HAVING count(*) >= 3
