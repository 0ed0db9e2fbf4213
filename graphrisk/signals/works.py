"""Which projects a question about funding or deposits is put to: works under way, in scope, not suspended."""

from graphrisk.core.signal import Param

FEED_DAYS = Param(default=45, unit="days", because="domain report section 7: an older feed tells nothing")

# Columns of `project` that the text below reads.
WORKS_READS = (
    "project_id", "status", "suspended_from", "suspended_to", "started_on", "planned_end_on", "ended_on",
    "contract_amount_fen", "received_on",
)  # fmt: skip

# A CTE to stand first: no finding of works that rest, are over or not begun.
WORKS = """
WITH works AS (
    SELECT *
    FROM project
    WHERE status = 'building'
        AND coalesce(ended_on > $as_of, true)
        AND NOT coalesce(suspended_from <= $as_of AND coalesce(suspended_to >= $as_of, true), false)
)
"""

SCOPE_PARAMS = {
    "scope_min_yuan": Param(
        default=0,
        unit="yuan",
        because="Order 724 art. 26 knows no lower limit of special accounts; some places set one, e.g. Chongqing 4 million",
    ),
    "scope_min_months": Param(
        default=0, unit="months", because="no lower limit nationally; some places set one, e.g. Chongqing 3 months"
    ),
}

# The same, for questions about the special account: a place may leave small or short works out.
WORKS_IN_SCOPE = """
WITH works AS (
    SELECT *
    FROM project
    WHERE status = 'building'
        AND coalesce(ended_on > $as_of, true)
        AND NOT coalesce(suspended_from <= $as_of AND coalesce(suspended_to >= $as_of, true), false)
        AND coalesce(contract_amount_fen / 100e0 >= CAST($scope_min_yuan AS DOUBLE), true)
        AND coalesce(add_months(started_on, CAST($scope_min_months AS INTEGER)) <= planned_end_on, true)
)
"""
