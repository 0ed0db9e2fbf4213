"""The wage deposit that stands behind the wages: stored in time, large enough, valid, and refilled after use."""

from graphrisk.core.signal import Param

EXEMPT_BELOW = Param(
    default=3_000_000,
    unit="yuan",
    because="Rule 65 art. 11: a smaller contract may be exempt if the contractor had no arrears in the year before; "
    "provinces may set another sum",
)
FEED_READS = "table_name is_delivered n_rows agency_age_days"

# Whether the register of deposits speaks: one row, n = 1 or 0. One without any row is not yet kept, and says nothing.
REGISTER = """
WITH register AS (
    SELECT count(*) AS n
    FROM feed
    WHERE table_name = 'wage_deposit' AND is_delivered AND n_rows > 0 AND agency_age_days <= $feed_days
)
"""
