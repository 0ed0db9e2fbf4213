"""P02: in a month that is due, fewer people were paid than attended."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.payroll import FEED_DAYS, GRACE_DAYS, LOOKBACK_MONTHS, MIN_HEADS

EVALUABLE = """
WITH judged AS (
    SELECT m.project_id
    FROM project_month AS m
    INNER JOIN late_day AS l ON l.day = date_add(m.due_on, CAST($grace_days AS INTEGER))
    WHERE m.has_payroll AND m.n_counted >= $min_heads
        AND $as_of > l.open_on
        AND month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(m.month) BETWEEN 1 AND $lookback_months
    GROUP BY m.project_id
),
fresh AS (
    SELECT
        max(CASE WHEN table_name IN ('attendance_month', 'attendance_day') THEN 1 ELSE 0 END) AS attendance,
        max(CASE WHEN table_name = 'payroll' THEN 1 ELSE 0 END) AS wage
    FROM feed
    WHERE is_delivered AND age_days <= $feed_days
),
evaluable AS (
    SELECT p.project_id
    FROM project AS p
    INNER JOIN judged AS j ON j.project_id = p.project_id
    CROSS JOIN fresh AS f
    WHERE f.attendance = 1 AND f.wage = 1
)
"""

POPULATION = (
    EVALUABLE
    + """
SELECT 'project' AS entity_kind, p.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM project AS p
LEFT JOIN evaluable AS e ON e.project_id = p.project_id
"""
)

FIND = (
    EVALUABLE
    + """,
due_month AS (
    SELECT m.project_id, m.month, m.n_counted, m.n_counted_unpaid
    FROM project_month AS m
    INNER JOIN late_day AS l ON l.day = date_add(m.due_on, CAST($grace_days AS INTEGER))
    WHERE m.has_payroll AND m.n_counted >= $min_heads
        -- a month in which nobody was paid is told by P01
        AND m.n_paid > 0 AND m.n_counted_unpaid > 0
        AND $as_of > l.open_on
        AND month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(m.month) BETWEEN 1 AND $lookback_months
),
graded AS (
    SELECT
        project_id, month, n_counted, n_counted_unpaid,
        CASE
            WHEN n_counted_unpaid > $red_ratio * n_counted THEN 'above_30'
            WHEN n_counted_unpaid > $orange_ratio * n_counted THEN 'above_10'
            ELSE 'some'
        END AS reason,
        CAST(n_counted_unpaid AS DOUBLE) / n_counted AS gap
    FROM due_month
),
worst AS (
    SELECT project_id, max(gap) AS gap FROM graded GROUP BY project_id
),
told AS (
    SELECT g.project_id, g.month, g.reason, g.gap, g.n_counted, g.n_counted_unpaid
    FROM graded AS g
    INNER JOIN (
        SELECT project_id, min(CASE reason WHEN 'above_30' THEN 1 WHEN 'above_10' THEN 2 ELSE 3 END) AS grade
        FROM graded GROUP BY project_id
    ) AS b
        ON b.project_id = g.project_id
        AND b.grade = CASE g.reason WHEN 'above_30' THEN 1 WHEN 'above_10' THEN 2 ELSE 3 END
),
sums AS (
    SELECT
        project_id, reason, count(*) AS n_months,
        max_by(month, gap * 1e6 + month_number(month)) AS month,
        max_by(n_counted_unpaid, gap * 1e6 + month_number(month)) AS n_unpaid,
        max_by(n_counted, gap * 1e6 + month_number(month)) AS n_heads
    FROM told
    GROUP BY project_id, reason
),
who AS (
    SELECT
        t.project_id, s.person_key, t.month,
        row_number() OVER (PARTITION BY t.project_id ORDER BY t.gap DESC, t.month, s.person_key) AS place
    FROM told AS t
    INNER JOIN person_span AS s
        ON s.project_id = t.project_id AND s.span = CAST(floor(month_number(t.month) / 60e0) AS INTEGER)
    WHERE s.is_worker
        AND (s.counted & ~s.paid & CAST(power(2e0, month_number(t.month) % 60) AS BIGINT)) <> 0
),
rows_behind AS (
    SELECT w.project_id, row_ref('attendance_month', a.project_id || '/' || a.person_key || '/' || a.month, a.received_on) AS ref
    FROM who AS w
    INNER JOIN attendance_month AS a
        ON a.project_id = w.project_id AND a.person_key = w.person_key AND a.month = w.month
    WHERE w.place <= 10
    UNION ALL
    SELECT w.project_id, row_ref('attendance_day', a.project_id || '/' || a.person_key || '/' || CAST(a.day AS STRING), a.received_on)
    FROM who AS w
    INNER JOIN attendance_day AS a
        ON a.project_id = w.project_id AND a.person_key = w.person_key AND substr(CAST(a.day AS STRING), 1, 7) = w.month
    WHERE w.place <= 10
    UNION ALL
    SELECT w.project_id, row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on)
    FROM who AS w
    INNER JOIN payroll AS l
        ON l.project_id = w.project_id AND l.person_key = w.person_key AND l.wage_month = w.month
    WHERE w.place <= 10
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    -- half for a gap at all, half for how wide it is
    0.5e0 + 0.5e0 * w.gap AS strength,
    e.refs AS evidence,
    s.n_months, s.month, s.n_unpaid, s.n_heads, CAST(round(w.gap * 1000e0) AS BIGINT) / 10e0 AS percent
FROM sums AS s
INNER JOIN worst AS w ON w.project_id = s.project_id
INNER JOIN evidence AS e ON e.project_id = s.project_id
INNER JOIN evaluable AS v ON v.project_id = s.project_id
ORDER BY s.project_id
"""
)


def _seen(severity: str, zh: str, en: str) -> Reason:
    return Reason(
        severity=severity,
        text=Text(
            f"{{month}}出勤满3天的{{n_heads}}人中有{{n_unpaid}}人({{percent}}%)无工资发放记录,{zh}(共{{n_months}}个月),需核实",
            f"of {{n_heads}} people present at least 3 days in {{month}}, {{n_unpaid}} ({{percent}} %) have no wage recorded, "
            f"{en} ({{n_months}} month(s) such): needs checking",
        ),
    )


@signal(
    id="P02",
    name="heads-unpaid",
    title=Text("考勤人数大于发薪人数", "More people attended than were paid"),
    asks_zh="到期月份出勤满3天的工人是否都有工资发放记录?",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_13, law.ORDER_724_31),
    innocent_when=Text(
        "访客或供应商人员计入考勤;工人在他处由其用人单位发薪;工资表补录中;离场工人已当场结清",
        "visitors or suppliers' people in the attendance; workers paid elsewhere by their employer; "
        "payroll lines still being entered; leavers settled on the spot",
    ),
    clears_when=Text(
        "逐人说明未列入工资表的原因,或补发并上传",
        "the reason is given for each person not on the payroll, or the wages are paid and uploaded",
    ),
    reads={
        "project": ("project_id",),
        "project_month": (
            "project_id",
            "month",
            "n_counted",
            "n_counted_unpaid",
            "n_paid",
            "due_on",
            "has_payroll",
        ),
        "person_span": ("project_id", "person_key", "is_worker", "span", "counted", "paid"),
        "late_day": ("day", "open_on"),
        "attendance_month": ("project_id", "person_key", "month", "received_on"),
        "attendance_day": ("project_id", "person_key", "day", "received_on"),
        "payroll": ("project_id", "person_key", "wage_month", "received_on"),
        "feed": ("table_name", "is_delivered", "age_days"),
    },
    population=POPULATION,
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
        "min_heads": MIN_HEADS,
        "grace_days": GRACE_DAYS,
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def heads_unpaid() -> None:
    """In months that are due, was everybody who attended at least three days paid?"""
