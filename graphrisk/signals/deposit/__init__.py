"""The wage deposit that stands behind the wages: stored in time, large enough, valid, and refilled after use."""

from graphrisk.core.signal import Param

EXEMPT_BELOW = Param(
    default=3_000_000,
    unit="yuan",
    because="Rule 65 art. 11: a smaller contract may be exempt if the contractor had no arrears in the year before; "
    "provinces may set another sum",
)
HISTORY_READS = {
    "clue": ("clue_id", "uscc", "opened_on", "result", "result_on", "received_on"),
    "inspection": ("inspection_id", "uscc", "dispatched_on", "visited_on", "result", "received_on"),
    "credit_event": ("event_id", "uscc", "kind", "from_on", "to_on", "repaired_on", "received_on"),
}

# Arrears shown of a company and since when: by verified clues, by checks of that company, by the joint punishment list.
# A check of a project without a company named does not say whose arrears they were.
SHOWN_ARREARS = """,
arrears AS (
    SELECT
        p.party_id, coalesce(c.result_on, c.opened_on) AS shown_on, CAST(NULL AS DATE) AS listed_until,
        row_ref('clue', c.clue_id || '/' || c.uscc, c.received_on) AS ref
    FROM clue AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    WHERE c.result IN ('verified', 'partly')
    UNION ALL
    SELECT
        p.party_id, coalesce(i.visited_on, i.dispatched_on), CAST(NULL AS DATE),
        row_ref('inspection', i.inspection_id, i.received_on)
    FROM inspection AS i
    INNER JOIN party AS p ON p.uscc = i.uscc
    WHERE i.result = 'arrears'
    UNION ALL
    SELECT
        p.party_id, e.from_on,
        -- a listing lasts three years (Order 45 art. 9) unless it is repaired before
        least(coalesce(e.to_on, add_months(e.from_on, 36)), coalesce(e.repaired_on, e.to_on, add_months(e.from_on, 36))),
        row_ref('credit_event', e.event_id, e.received_on)
    FROM credit_event AS e
    INNER JOIN party AS p ON p.uscc = e.uscc
    WHERE e.kind = 'joint_punishment'
)
"""

# Companies whom the owner contracted directly for special works: each stores its own deposit, not the contractor's.
DIRECT = """,
direct AS (
    SELECT r.project_id, p.party_id
    FROM project_party AS r
    INNER JOIN party AS p ON p.uscc = r.uscc
    GROUP BY r.project_id, p.party_id
    HAVING max(CASE WHEN r.role = 'direct_specialist' THEN 1 ELSE 0 END) = 1
        AND max(CASE WHEN r.role IN ('contractor', 'consortium') THEN 1 ELSE 0 END) = 0
)
"""
