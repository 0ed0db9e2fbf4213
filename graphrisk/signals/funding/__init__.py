"""Whether the owner's money for wages reaches the special account: in time, in full, before pay day, and guaranteed."""

from graphrisk.core.signal import Param

FEED_DAYS = Param(default=45, unit="days", because="domain report section 7: an older feed tells nothing")
SCOPE = {
    "scope_min_amount": Param(
        default=0,
        unit="yuan",
        because="Order 724 art. 26 has no lower limit; where the locality states none, it binds all",
    ),
    "scope_min_months": Param(
        default=0,
        unit="months",
        because="Order 724 art. 26 has no lower limit; where the locality states none, it binds all",
    ),
}
WORKS_READS = (
    "project_id", "project_type", "fund_source", "labour_share", "cycle_months", "amount_fen", "started_on", "end_on", "n_days",
    "resumed_on", "project_ref", "contract_ref",
)  # fmt: skip

# Works under way that need a special account. Where a place sets a lower limit, a project whose sum or duration is unknown
# could not be told.
IN_SCOPE = """
WITH asked AS (
    SELECT
        *,
        ($scope_min_amount = 0 OR amount_fen IS NOT NULL) AND ($scope_min_months = 0 OR n_days IS NOT NULL)
            AS is_scope_known
    FROM works
    WHERE NOT coalesce(amount_fen < $scope_min_amount * 100, false)
        AND NOT coalesce(n_days < $scope_min_months * 30, false)
)
"""
