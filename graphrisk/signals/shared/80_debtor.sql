-- One row a company shown by the as-of day to owe wages that nothing says were paid: a verified clue or a check that found
-- arrears, not closed; a listing or labour penalty, not repaired; an enforced judgment about wages, not closed. Who took a
-- debt over and paid it is no debtor any more (Order 724 art. 21). has_ended: struck off, revoked or listed as abnormal, or
-- none of its crews has people left on a register of workers that knows them. refs: at most five rows that show the debt.
WITH proof AS (
    SELECT uscc, row_ref('clue', clue_id || '/' || uscc, received_on) AS ref
    FROM clue
    WHERE result IN ('verified', 'partly') AND coalesce(closed_on > $as_of, true)
    UNION ALL
    SELECT uscc, row_ref('inspection', inspection_id, received_on) AS ref
    FROM inspection
    WHERE result = 'arrears' AND coalesce(closed_on > $as_of, true)
    UNION ALL
    SELECT uscc, row_ref('credit_event', event_id, received_on) AS ref
    FROM credit_event
    WHERE kind IN ('joint_punishment', 'labour_penalty') AND coalesce(repaired_on > $as_of, true)
    UNION ALL
    SELECT party_id AS uscc, row_ref('judicial', case_no || '/' || party_id, received_on) AS ref
    FROM judicial
    WHERE role = 'debtor' AND about_wage AND kind IN ('enforcement', 'dishonest') AND coalesce(closed_on > $as_of, true)
),
owes AS (
    SELECT y.party_id, slice(array_sort(array_agg(DISTINCT p.ref)), 1, 5) AS refs
    FROM proof AS p
    INNER JOIN party AS y ON y.uscc = p.uscc
    GROUP BY y.party_id
),
-- of a company and its branches the head's own row, which bears the party's code
register AS (
    SELECT
        y.party_id, max(CASE WHEN c.uscc = y.party_id THEN c.name END) AS name,
        max(CASE WHEN c.uscc = y.party_id AND c.status <> 'active' THEN 1 ELSE 0 END) AS is_off
    FROM company AS c
    INNER JOIN party AS y ON y.uscc = c.uscc
    GROUP BY y.party_id
),
crew AS (
    SELECT o.party_id, max(CASE WHEN coalesce(w.left_on > $as_of, true) THEN 1 ELSE 0 END) AS works
    FROM owes AS o
    INNER JOIN party AS y ON y.party_id = o.party_id
    INNER JOIN team AS t ON t.uscc = y.uscc
    INNER JOIN worker AS w ON w.team_id = t.team_id
    GROUP BY o.party_id
)
SELECT
    o.party_id, coalesce(r.name, o.party_id) AS name, coalesce(r.is_off, 0) = 1 OR coalesce(c.works, 1) = 0 AS has_ended, o.refs
FROM owes AS o
LEFT JOIN register AS r ON r.party_id = o.party_id
LEFT JOIN crew AS c ON c.party_id = o.party_id
ORDER BY o.party_id
