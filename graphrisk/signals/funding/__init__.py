"""Whether the owner's money for wages reaches the special account: in time, in full, before pay day, and guaranteed."""

WORKS_READS = (
    "project_id project_type fund_source labour_share cycle_months amount_fen started_on end_on n_days resumed_on "
    "project_ref contract_ref"
)

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

# An account that falls silent altogether has stopped, or its upload has, or the site rests and nothing is due. Its silence
# is a fact while entries of any kind still come, while another feed shows the site at work, or where no such feed exists.
HEARD = """,
heard AS (
    SELECT f.project_id
    FROM labour_fund AS f
    CROSS JOIN (
        SELECT count(*) AS n
        FROM feed
        WHERE table_name IN ('attendance_month', 'attendance_day', 'payroll') AND is_delivered
    ) AS site
    LEFT JOIN (
        SELECT project_id, max(month) AS month FROM project_month WHERE n_attending > 0 OR has_payroll GROUP BY project_id
    ) AS at_work ON at_work.project_id = f.project_id
    WHERE site.n = 0 OR days_between(f.last_entry_on, f.told_to) <= $feed_days
        OR at_work.month > substr(CAST(coalesce(f.last_entry_on, f.opened_on) AS STRING), 1, 7)
)
"""
