-- One row a proof of wage arrears of a company: a verified clue, a check of that company that found arrears, an entry on
-- the joint punishment list. shown_on: the day it was established. listed_until: a listing lasts three years (Order 45
-- art. 9) unless it is repaired before. A check of a project that names no company does not say whose arrears they were.
SELECT
    p.party_id, coalesce(c.result_on, c.opened_on) AS shown_on, CAST(NULL AS DATE) AS listed_until,
    row_ref('clue', c.clue_id || '/' || c.uscc, c.received_on) AS ref
FROM clue AS c
INNER JOIN party AS p ON p.uscc = c.uscc
WHERE c.result IN ('verified', 'partly')
UNION ALL
SELECT
    p.party_id, coalesce(i.visited_on, i.closed_on, i.dispatched_on) AS shown_on, CAST(NULL AS DATE) AS listed_until,
    row_ref('inspection', i.inspection_id, i.received_on) AS ref
FROM inspection AS i
INNER JOIN party AS p ON p.uscc = i.uscc
WHERE i.result = 'arrears'
UNION ALL
SELECT
    p.party_id, e.from_on AS shown_on,
    least(coalesce(e.to_on, add_months(e.from_on, 36)), coalesce(e.repaired_on, e.to_on, add_months(e.from_on, 36)))
        AS listed_until,
    row_ref('credit_event', e.event_id, e.received_on) AS ref
FROM credit_event AS e
INNER JOIN party AS p ON p.uscc = e.uscc
WHERE e.kind = 'joint_punishment'
ORDER BY party_id, shown_on, ref
