"""P03: a month that is due was paid in part, below the minimum wage, or after heavy deductions."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason
from graphrisk.signals.payroll import GRACE_DAYS, POPULATION

EVALUABLE = """
WITH fresh AS (
    SELECT max(last_received_on) AS wage_on
    FROM feed
    WHERE table_name = 'payroll' AND is_delivered AND age_days <= $feed_days
),
due AS (
    SELECT
        t.project_id, t.team_id, t.month, t.bit, t.short_fen, t.gross_fen, t.gross_days, t.n_without_days,
        t.worker_due_fen AS due_fen, t.worker_paid_fen AS paid_fen, t.worker_deduction_fen AS deduction_fen
    FROM team_month AS t
    INNER JOIN project AS p ON p.project_id = t.project_id
    CROSS JOIN fresh AS f
    INNER JOIN late_day AS l ON l.day = date_add(t.due_on, CAST($grace_days AS INTEGER))
    WHERE t.has_payroll AND t.worker_due_fen > 0
        -- late only when a payroll came in after the last day that was still in time
        AND $as_of > l.open_on AND f.wage_on >= l.open_on
        AND t.months_ago BETWEEN 1 AND $lookback_months
),
evaluable AS (
    SELECT project_id FROM due GROUP BY project_id
)
"""

FIND = (
    EVALUABLE
    + """,
due_month AS (
    -- a team without any pay is told by P01, a person without any by P02
    SELECT * FROM due WHERE paid_fen > 0
),
part AS (
    SELECT
        project_id, team_id, month, bit, 'part_payment' AS reason,
        ratio(short_fen, due_fen) AS share, short_fen AS amount_fen
    FROM due_month
    WHERE short_fen > (1e0 - $paid_ratio) * due_fen
),
held_back AS (
    SELECT
        project_id, team_id, month, bit, 'deductions' AS reason,
        ratio(deduction_fen, due_fen) AS share, deduction_fen AS amount_fen
    FROM due_month
    WHERE deduction_fen > $deduction_ratio * due_fen
),
below AS (
    SELECT
        project_id, team_id, month, bit, 'below_minimum' AS reason,
        1e0 - ratio(gross_fen * $month_days, CAST($minimum_wage_yuan AS DOUBLE) * gross_days) AS share,
        CAST(round(CAST($minimum_wage_yuan AS DOUBLE) * gross_days / $month_days) AS BIGINT) - gross_fen AS amount_fen
    FROM due_month
    WHERE n_without_days = 0 AND gross_days > 0
        AND month >= $minimum_wage_since
        AND gross_fen * $month_days < CAST($minimum_wage_yuan AS DOUBLE) * gross_days
),
told AS (
    SELECT * FROM part
    UNION ALL
    SELECT * FROM held_back
    UNION ALL
    SELECT * FROM below
),
sums AS (
    SELECT
        project_id, reason,
        count(DISTINCT team_id) AS n_teams, count(DISTINCT month) AS n_months,
        min(month) AS first_month, max(month) AS last_month,
        max(share) AS share, CAST(sum(amount_fen) AS BIGINT) AS amount_fen
    FROM told
    GROUP BY project_id, reason
),
placed AS (
    SELECT
        project_id, reason, team_id, month, bit,
        row_number() OVER (PARTITION BY project_id, reason ORDER BY share DESC, month, team_id) AS place
    FROM told
),
who AS (
    SELECT
        t.project_id, t.reason, s.person_key, t.month,
        row_number() OVER (PARTITION BY t.project_id, t.reason ORDER BY t.place, s.person_key) AS place
    FROM placed AS t
    INNER JOIN person_span AS s
        ON s.project_id = t.project_id AND s.team_id = t.team_id AND (s.lined & t.bit) <> 0
    WHERE t.place <= 5 AND s.is_worker
),
lines_behind AS (
    SELECT
        w.project_id, w.reason, w.place,
        row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on) AS ref,
        row_number() OVER (PARTITION BY w.project_id, w.reason ORDER BY w.place) AS n
    FROM who AS w
    INNER JOIN payroll AS l
        ON l.project_id = w.project_id AND l.person_key = w.person_key AND l.wage_month = w.month
    WHERE CASE w.reason
        WHEN 'part_payment' THEN l.paid_fen > 0 AND l.paid_fen + coalesce(l.deduction_fen, 0) < l.due_fen
        WHEN 'deductions' THEN l.deduction_fen > 0
        ELSE l.paid_fen > 0
    END
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM lines_behind
    WHERE n <= 20
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    least(1e0, 0.5e0 + 0.5e0 * s.share) AS strength,
    e.refs AS evidence,
    s.n_teams, s.n_months, s.first_month, s.last_month,
    CAST(round(s.share * 1000e0) AS BIGINT) / 10e0 AS percent, yuan(s.amount_fen) AS amount_yuan
FROM sums AS s
INNER JOIN evidence AS e ON e.project_id = s.project_id AND e.reason = s.reason
ORDER BY s.project_id, s.reason
"""
)


@signal(
    id="P03",
    name="part-payment",
    title=Text("未足额发薪或低于最低工资", "Paid in part, or below the minimum wage"),
    asks_zh="到期月份的实发工资是否足额、是否不低于最低工资、扣款是否在两成以内？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_13, law.WAGE_RULES_16, law.INSPECTION_RULES_26),
    innocent_when=Text(
        "代扣社会保险和个税计入扣款；当月大量进退场使出勤天数很少；补发款记在次月",
        "social insurance and tax withheld among the deductions; few days worked because of many arrivals and leavers; "
        "the balance entered under the following month",
    ),
    clears_when=Text(
        "补足差额并提供回单，或逐项说明扣款依据",
        "the balance is paid with receipts, or the ground of each deduction is shown",
    ),
    reads=reads(
        project="project_id",
        team_month="project_id team_id month months_ago bit worker_due_fen worker_paid_fen worker_deduction_fen short_fen gross_fen "
        "gross_days n_without_days due_on has_payroll",
        person_span="project_id person_key team_id is_worker lined",
        late_day="day open_on",
        payroll="project_id person_key wage_month due_fen paid_fen deduction_fen received_on",
        feed="table_name is_delivered last_received_on age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "part_payment": reason(
            "S2",
            "{n_teams}个班组在{first_month}至{last_month}的{n_months}个月未足额发薪，差额合计{amount_yuan}元（最多占应发{percent}%），需核实",
            "{n_teams} team(s) paid in part in {n_months} month(s) from {first_month} to {last_month}, {amount_yuan} yuan "
            "short (up to {percent} % of what is due): needs checking",
        ),
        "below_minimum": reason(
            "S1",
            "{n_teams}个班组在{first_month}至{last_month}的人均工资低于按计薪天数折算的最低工资（最多低{percent}%），差额合计{amount_yuan}元，需核实",
            "{n_teams} team(s) from {first_month} to {last_month}: mean pay below the minimum wage for the days worked "
            "(by up to {percent} %), {amount_yuan} yuan short: needs checking",
        ),
        "deductions": reason(
            "S2",
            "{n_teams}个班组在{first_month}至{last_month}的扣款超过应发工资两成（最高{percent}%），合计{amount_yuan}元，需核实扣款依据",
            "{n_teams} team(s) from {first_month} to {last_month}: deductions above a fifth of the wage due (up to "
            "{percent} %), {amount_yuan} yuan: the ground of the deductions needs checking",
        ),
    },
    params={
        "paid_ratio": Param(
            default=0.98, unit="share", because="domain report P03: rounding and small corrections stay below 2 %"
        ),
        "deduction_ratio": Param(
            default=0.2, unit="share", because="Provisional Rules on Wage Payment art. 16: at most 20 %"
        ),
        "minimum_wage_yuan": Param(
            default=None, unit="yuan a month", because="set by each province; the locality states it"
        ),
        "minimum_wage_since": Param(
            default=None, unit="month", because="first month of the rate in force; older months had a lower one"
        ),
        "month_days": Param(default=21.75, unit="days", because="MOHRSS circular 2008 no. 3: paid days of a month"),
        "grace_days": GRACE_DAYS,
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def part_payment() -> None:
    """Were due months paid in full, not below the minimum wage, and with deductions of at most a fifth?"""
