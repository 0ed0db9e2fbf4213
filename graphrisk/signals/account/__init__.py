"""The wage special account: whether there is one, whose it is, and what happens on it; what the signals of it share."""

from graphrisk.core.signal import Param

# Projects that the duty binds and that are under way. A locality may set lower limits; a project whose sum or duration
# is unknown there could not be told. A register row stands until a later version replaces it, so a register is fresh
# while its agency sends anything; only flows are held to their own table's age.
ASKED = """
asked AS (
    SELECT
        s.*,
        ($scope_min_amount = 0 OR s.amount_fen IS NOT NULL) AND ($scope_min_months = 0 OR s.n_days IS NOT NULL)
            AS is_scope_known
    FROM site AS s
    WHERE s.is_building
        AND NOT coalesce(s.amount_fen < $scope_min_amount * 100, false)
        AND NOT coalesce(s.n_days < $scope_min_months * 30, false)
),
register AS (
    SELECT max(CASE WHEN table_name = 'special_account' AND is_delivered AND agency_age_days <= $feed_days THEN 1 ELSE 0 END)
        AS is_fresh
    FROM feed
)
"""
WORK_DAYS = Param(default=45, unit="days", because="people counted in the month of that day or later are at work now")
SITE_READS = "project_id is_building amount_fen n_days"
FEED_READS = "table_name is_delivered agency_age_days"
