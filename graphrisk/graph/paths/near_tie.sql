-- The ties that nearness walks by, one row an edge: what its kind passes on, times its fading, 0 to 1. Who works, answers or
-- is named together. No money: who sells to a debtor is more often his victim, and who sues him too, so that no court case
-- counts. What a kind passes on: control as much as the share held or the post gives (.9 legal representative, .5 director,
-- .3 supervisor or contact), a telephone .6, an address or agent .3 (domain report G02, GOTCHA); a crew all to the firm that
-- employs it and to its leader; a site a third to its crews and a tenth to its firms, who have the place in common and neither
-- people nor purse (what partners owe each other the score follows by itself); a clue all to those it names, a third to the
-- site. A tie that ended fades by exp(-days / 365) since its end, and a naming, which is an
-- event, since its day; a crew ends when the last of its people has left. What begins after the as-of day is no tie yet.
WITH crew AS (
    SELECT source AS team, CASE WHEN count(*) = count(until) THEN max(until) END AS until
    FROM edges
    WHERE kind = 'BUILDS'
    GROUP BY source
),
tie AS (
    SELECT
        e.kind, e.source, e.target,
        CASE
            WHEN e.kind IN ('CONTROLS', 'OWNS') THEN least(e.weight, 1e0)
            WHEN e.kind = 'REACHED_AT' THEN 6e-1
            WHEN e.kind IN ('LOCATED_AT', 'REGISTERED_BY', 'BUILDS', 'CONCERNS') THEN 3e-1
            WHEN e.kind = 'CONTRACTS_FOR' THEN 1e-1
            ELSE 1e0
        END AS passes,
        e.since,
        CASE
            WHEN e.kind IN ('LEADS', 'EMPLOYS') THEN c.until
            WHEN e.kind IN ('PARTY_TO', 'CONCERNS') THEN coalesce(e.until, e.since)
            ELSE e.until
        END AS until
    FROM edges AS e
    LEFT JOIN crew AS c ON c.team = e.target
    WHERE e.kind IN (
            'CONTROLS', 'OWNS', 'REACHED_AT', 'LOCATED_AT', 'REGISTERED_BY', 'CONTRACTS_FOR', 'BUILDS', 'LEADS', 'EMPLOYS'
        )
        OR (e.kind = 'PARTY_TO' AND e.target LIKE 'Case:clue/%')
        OR (e.kind = 'CONCERNS' AND e.source LIKE 'Case:clue/%')
    UNION ALL
    -- people who went from a debtor to another firm: the share they are of all people of both (Jaccard, domain report E12),
    -- so that a crew among many of an established firm passes on little
    SELECT 'MOVED_TO', 'Company:' || debtor_id, 'Company:' || firm_id, ratio(n_moved, n_workers + n_firm_workers - n_moved),
        first_on, last_on
    FROM crew_move
    WHERE project_id IS NULL AND n_moved >= 5
)
SELECT
    kind, source, target,
    passes * CASE WHEN until < $as_of THEN exp(days_between(until, $as_of) / -365e0) ELSE 1e0 END AS weight
FROM tie
WHERE passes > 0e0 AND coalesce(since <= $as_of, true)
ORDER BY kind, source, target
