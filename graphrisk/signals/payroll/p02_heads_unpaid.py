"""P02: in a month that is due, fewer people were paid than attended."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason
from graphrisk.signals.payroll import EVIDENCE, GRACE_DAYS, MIN_HEADS, POPULATION

EVALUABLE = """
WITH fresh AS (
    SELECT
        max(CASE WHEN table_name IN ('attendance_month', 'attendance_day') THEN 1 ELSE 0 END) AS attendance,
        max(CASE WHEN table_name = 'payroll' THEN last_received_on END) AS wage_on
    FROM feed
    WHERE is_delivered AND age_days <= $feed_days
),
due AS (
    SELECT m.project_id, m.month, m.months_ago, m.bit, m.n_counted, m.n_counted_unpaid, m.n_paid
    FROM project_month AS m
    INNER JOIN project AS p ON p.project_id = m.project_id
    CROSS JOIN fresh AS f
    INNER JOIN late_day AS l ON l.day = date_add(m.due_on, CAST($grace_days AS INTEGER))
    WHERE m.has_payroll AND m.n_counted >= $min_heads
        AND f.attendance = 1
        -- late only when a payroll came in after the last day that was still in time
        AND $as_of > l.open_on AND f.wage_on >= l.open_on
        AND m.months_ago BETWEEN 1 AND $lookback_months
),
evaluable AS (
    SELECT project_id FROM due GROUP BY project_id
)
"""

FIND = (
    EVALUABLE
    + """,
graded AS (
    SELECT
        project_id, month, bit, n_counted, n_counted_unpaid,
        CASE
            WHEN n_counted_unpaid > $red_ratio * n_counted THEN 1
            WHEN n_counted_unpaid > $orange_ratio * n_counted THEN 2
            ELSE 3
        END AS grade,
        ratio(n_counted_unpaid, n_counted) AS gap
    FROM due
    -- a month in which nobody was paid is told by P01
    WHERE n_paid > 0 AND n_counted_unpaid > 0
        -- a small gap of long ago has had its time to be told
        AND (n_counted_unpaid > $orange_ratio * n_counted
            OR months_ago <= $recent_months)
),
worst AS (
    SELECT project_id, min(grade) AS grade FROM graded GROUP BY project_id
),
told AS (
    SELECT
        g.*,
        row_number() OVER (PARTITION BY g.project_id ORDER BY g.gap DESC, g.month DESC) AS place,
        count(*) OVER (PARTITION BY g.project_id) AS n_months
    FROM graded AS g
    INNER JOIN worst AS w ON w.project_id = g.project_id AND w.grade = g.grade
),
who AS (
    SELECT
        t.project_id, s.person_key, t.month,
        row_number() OVER (PARTITION BY t.project_id ORDER BY t.place, s.person_key) AS place
    FROM told AS t
    INNER JOIN person_span AS s
        ON s.project_id = t.project_id AND (s.counted & ~s.paid & t.bit) <> 0
    WHERE s.is_worker
),
"""
    + EVIDENCE
    + """
SELECT
    'project' AS entity_kind, t.project_id AS entity_id,
    CASE t.grade WHEN 1 THEN 'above_30' WHEN 2 THEN 'above_10' ELSE 'some' END AS reason,
    -- half for a gap at all, half for how wide it is
    0.5e0 + 0.5e0 * t.gap AS strength,
    e.refs AS evidence,
    t.n_months, t.month, t.n_counted_unpaid AS n_unpaid, t.n_counted AS n_heads,
    CAST(round(t.gap * 1000e0) AS BIGINT) / 10e0 AS percent
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
WHERE t.place = 1
ORDER BY t.project_id
"""
)


def _seen(severity: str, zh: str, en: str) -> Reason:
    return reason(
        severity,
        f"{{month}}出勤满3天的{{n_heads}}人中有{{n_unpaid}}人（{{percent}}%）无工资发放记录，{zh}（共{{n_months}}个月），需核实",
        f"of {{n_heads}} people present at least 3 days in {{month}}, {{n_unpaid}} ({{percent}} %) have no wage recorded, "
        f"{en} ({{n_months}} month(s) such): needs checking",
    )


@signal(
    id="P02",
    name="heads-unpaid",
    title=Text("考勤人数大于发薪人数", "More people attended than were paid"),
    asks_zh="到期月份出勤满3天的工人是否都有工资发放记录？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_13, law.ORDER_724_31),
    innocent_when=Text(
        "访客或供应商人员计入考勤；工人在他处由其用人单位发薪；工资表补录中；离场工人已当场结清",
        "visitors or suppliers' people in the attendance; workers paid elsewhere by their employer; "
        "payroll lines still being entered; leavers settled on the spot",
    ),
    clears_when=Text(
        "逐人说明未列入工资表的原因，或补发并上传",
        "the reason is given for each person not on the payroll, or the wages are paid and uploaded",
    ),
    reads=reads(
        project="project_id",
        project_month="project_id month months_ago bit n_counted n_counted_unpaid n_paid due_on has_payroll",
        person_span="project_id person_key is_worker counted paid",
        late_day="day open_on",
        attendance_month="project_id person_key month received_on",
        attendance_day="project_id person_key day received_on",
        payroll="project_id person_key wage_month received_on",
        feed="table_name is_delivered last_received_on age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "some": _seen("S3", "不超过一成", "no more than a tenth"),
        "above_10": _seen("S2", "超过一成", "more than a tenth"),
        "above_30": _seen("S1", "超过三成", "more than three tenths"),
    },
    params={
        "orange_ratio": Param(
            default=0.1, unit="share", because="Guizhou platform rule: more than 10 % without a wage record"
        ),
        "red_ratio": Param(default=0.3, unit="share", because="domain report P02, design value"),
        "recent_months": Param(
            default=3, unit="months", because="small gaps are checked month by month; older ones would mark every site"
        ),
        "min_heads": MIN_HEADS,
        "grace_days": GRACE_DAYS,
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def heads_unpaid() -> None:
    """In months that are due, was everybody who attended at least three days paid?"""
