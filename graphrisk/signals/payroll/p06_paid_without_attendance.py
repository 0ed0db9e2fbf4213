"""P06: people are on the paid payroll of a month in which they were not on site."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason
from graphrisk.signals.payroll import POPULATION

EVALUABLE = """
WITH around AS (
    SELECT
        project_id, month, months_ago, n_attending, n_paid,
        lag(month) OVER (PARTITION BY project_id ORDER BY month) AS month_before,
        lag(n_attending) OVER (PARTITION BY project_id ORDER BY month) AS n_before,
        lead(month) OVER (PARTITION BY project_id ORDER BY month) AS month_after,
        lead(n_attending) OVER (PARTITION BY project_id ORDER BY month) AS n_after
    FROM project_month
),
readable AS (
    -- heads that halve for one month and come back are a broken device, not ghosts
    SELECT a.project_id, a.month
    FROM around AS a
    INNER JOIN project AS p ON p.project_id = a.project_id
    -- in a month that is mostly Spring Festival pause an empty site is no symptom
    INNER JOIN month_bit AS m ON m.month = a.month AND m.n_pause_days <= 15
    -- while works are suspended people may be paid for waiting
    WHERE NOT coalesce(
            p.suspended_from <= last_day(CAST(a.month || '-01' AS DATE))
            AND coalesce(p.suspended_to >= CAST(a.month || '-01' AS DATE), true),
            false
        )
        AND a.n_attending > 0 AND a.n_paid > 0
        AND a.months_ago BETWEEN 1 AND $lookback_months
        AND NOT coalesce(
            month_number(a.month) - month_number(a.month_before) = 1
            AND month_number(a.month_after) - month_number(a.month) = 1
            AND a.n_attending < $outage_ratio * least(a.n_before, a.n_after),
            false
        )
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
    CROSS JOIN fresh AS f
    WHERE f.attendance = 1 AND f.wage = 1
        AND EXISTS (SELECT 1 FROM readable AS r WHERE r.project_id = p.project_id)
)
"""

FIND = (
    EVALUABLE
    + """,
candidate AS (
    SELECT
        t.project_id, t.team_id, t.month, t.n_paid, t.bit, CAST(t.bit / 2 AS BIGINT) AS bit_before
    FROM team_month AS t
    INNER JOIN readable AS r ON r.project_id = t.project_id AND r.month = t.month
    INNER JOIN evaluable AS v ON v.project_id = t.project_id
    WHERE t.n_paid_absent > $yellow_ratio * t.n_paid
),
absent AS (
    SELECT c.project_id, c.team_id, c.month, c.n_paid, s.person_key
    FROM candidate AS c
    INNER JOIN person_span AS s ON s.project_id = c.project_id AND s.team_id = c.team_id
    -- a wage period need not follow the calendar month: who was there the month before may be paid now
    LEFT JOIN person_span AS b
        ON b.project_id = c.project_id AND b.person_key = s.person_key
        AND (b.attending & c.bit_before) <> 0
    WHERE s.is_worker AND (s.paid & c.bit) <> 0 AND (s.attending & c.bit) = 0 AND b.person_key IS NULL
),
line AS (
    SELECT
        a.project_id, a.team_id, a.month, a.n_paid, a.person_key, l.paid_fen,
        row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on) AS ref
    FROM absent AS a
    INNER JOIN payroll AS l
        ON l.project_id = a.project_id AND l.person_key = a.person_key AND l.wage_month = a.month
    -- pay for no day is back pay or an allowance and says so
    WHERE coalesce(l.days, 1e0) > 0e0
),
team AS (
    SELECT
        project_id, team_id, month, max(n_paid) AS n_paid, count(*) AS n_absent,
        CAST(count(*) AS DOUBLE) / max(n_paid) AS share, CAST(sum(paid_fen) AS BIGINT) AS paid_fen
    FROM line
    GROUP BY project_id, team_id, month
),
graded AS (
    SELECT
        *,
        CASE
            WHEN n_absent > $red_ratio * n_paid AND n_absent >= $min_persons THEN 1
            WHEN n_absent > $orange_ratio * n_paid AND n_absent >= $min_persons THEN 2
            ELSE 3
        END AS grade
    FROM team
    WHERE n_absent > $yellow_ratio * n_paid AND n_absent >= $few_persons
),
worst AS (
    SELECT project_id, min(grade) AS grade FROM graded GROUP BY project_id
),
told AS (
    SELECT g.* FROM graded AS g INNER JOIN worst AS w ON w.project_id = g.project_id AND w.grade = g.grade
),
sums AS (
    SELECT
        project_id, CASE max(grade) WHEN 1 THEN 'above_30' WHEN 2 THEN 'above_10' ELSE 'above_5' END AS reason,
        count(DISTINCT team_id) AS n_teams, count(DISTINCT month) AS n_months,
        min(month) AS first_month, max(month) AS last_month,
        max(share) AS share, CAST(max(n_absent) AS BIGINT) AS n_persons, CAST(sum(paid_fen) AS BIGINT) AS paid_fen
    FROM told
    GROUP BY project_id
),
placed AS (
    SELECT l.project_id, l.ref, row_number() OVER (PARTITION BY l.project_id ORDER BY t.share DESC, l.ref) AS place
    FROM line AS l
    INNER JOIN told AS t ON t.project_id = l.project_id AND t.team_id = l.team_id AND t.month = l.month
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM placed
    WHERE place <= 20
    GROUP BY project_id
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    least(1e0, 0.5e0 + 0.5e0 * s.share) AS strength,
    e.refs AS evidence,
    s.n_teams, s.n_months, s.first_month, s.last_month, s.n_persons,
    CAST(round(s.share * 1000e0) AS BIGINT) / 10e0 AS percent, yuan(s.paid_fen) AS paid_yuan
FROM sums AS s
INNER JOIN evidence AS e ON e.project_id = s.project_id
ORDER BY s.project_id
"""
)


def _seen(severity: str, zh: str, en: str) -> Reason:
    return reason(
        severity,
        f"{{n_teams}}个班组在{{first_month}}至{{last_month}}有人领薪而无考勤，{zh}（最多{{n_persons}}人、{{percent}}%）,"
        "涉及{paid_yuan}元，需核实是否虚列",
        f"{{n_teams}} team(s) from {{first_month}} to {{last_month}}: people paid without attendance, {en} (up to "
        "{n_persons} people, {percent} %), {paid_yuan} yuan: whether all of them worked needs checking",
    )


@signal(
    id="P06",
    name="paid-without-attendance",
    title=Text("有薪无勤", "Paid without attendance"),
    asks_zh="领取当月工资的工人是否都在该项目有考勤？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_28, law.ORDER_724_31),
    innocent_when=Text(
        "考勤设备故障；后勤、办公人员；补发以前月份工资；工资周期与自然月不一致；停工、春节期间发放的留守补助",
        "a broken attendance device; office and canteen staff; back pay of earlier months; a wage period that does not "
        "follow the calendar month; allowances during a suspension or the Spring Festival pause",
    ),
    clears_when=Text(
        "提供相关人员的考勤、用工协议或补发说明",
        "attendance, agreement or the ground of back pay is shown for the people named",
    ),
    reads=reads(
        project="project_id suspended_from suspended_to",
        project_month="project_id month months_ago n_attending n_paid",
        team_month="project_id team_id month bit n_paid n_paid_absent",
        person_span="project_id person_key team_id is_worker attending paid",
        payroll="project_id person_key wage_month days paid_fen received_on",
        month_bit="month n_pause_days",
        feed="table_name is_delivered age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "above_5": _seen("S3", "超过半成", "more than a twentieth"),
        "above_10": _seen("S2", "超过一成", "more than a tenth"),
        "above_30": _seen("S1", "超过三成", "more than three tenths"),
    },
    params={
        "yellow_ratio": Param(default=0.05, unit="share", because="domain report P06"),
        "orange_ratio": Param(default=0.1, unit="share", because="domain report P06"),
        "red_ratio": Param(default=0.3, unit="share", because="domain report P06"),
        "min_persons": Param(default=5, unit="persons", because="domain report P06: single people have single reasons"),
        "few_persons": Param(default=3, unit="persons", because="cook and watchman need not pass the gate"),
        "outage_ratio": Param(
            default=0.5, unit="share", because="a site does not halve for one month and double again"
        ),
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def paid_without_attendance() -> None:
    """Was everybody who was paid for a month on the site in that month?"""
