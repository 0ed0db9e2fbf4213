"""R02: attendance falls by more than half within weeks, and nothing known explains it; with an unpaid month, a walk-out."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.declare import POPULATION as EVERY_ONE

TREND = """
WITH asked AS (
    SELECT project_id, suspended_from, suspended_to, planned_end_on FROM project WHERE status = 'building' AND ended_on IS NULL
),
fresh AS (
    SELECT
        max(CASE WHEN table_name = 'attendance_day' THEN 1 ELSE 0 END) AS by_day,
        max(CASE WHEN table_name = 'attendance_month' THEN 1 ELSE 0 END) AS by_month
    FROM feed
    WHERE is_delivered AND age_days <= $feed_days
),
evaluable AS (
    SELECT t.*, a.planned_end_on
    FROM attendance_trend AS t
    INNER JOIN asked AS a ON a.project_id = t.project_id
    CROSS JOIN fresh AS f
    WHERE CASE t.depth WHEN 'L3' THEN f.by_day ELSE f.by_month END = 1
        AND days_between(t.late_to, $as_of) <= $late_days
        AND t.n_late_days >= $least_days AND t.n_before_days >= 2 * $least_days
        -- a quiet site is no symptom while works rest by order or by custom
        AND t.n_pause_days = 0
        -- nobody at all, not even a watchman, for a week: the gate was down
        AND t.n_dark_days <= $dark_days
        AND NOT coalesce(a.suspended_from <= t.late_to AND coalesce(a.suspended_to >= t.late_from, true), false)
        -- another device, or one that fell silent: the gate changed, of the people nothing is known
        AND coalesce(t.silent_share < $device_ratio AND t.new_share < $device_ratio, true)
)
"""

FIND = (
    TREND
    + """,
fallen AS (
    SELECT *, ratio(late_mean, before_mean) AS remains
    FROM evaluable
    WHERE n_before_heads >= $min_heads AND late_mean < $cliff_ratio * before_mean
        -- a day of the last week as full as before: rain, not a cliff
        AND coalesce(last_best < $cliff_ratio * before_mean, true)
),
worked AS (
    SELECT f.project_id, m.person_key, m.month AS piece, m.received_on, m.days, 'attendance_month' AS source
    FROM fallen AS f
    INNER JOIN attendance_month AS m
        ON m.project_id = f.project_id AND f.depth = 'L2' AND m.days > 0e0
        AND m.month >= substr(CAST(f.before_from AS STRING), 1, 7) AND m.month < substr(CAST(f.late_from AS STRING), 1, 7)
    UNION ALL
    SELECT f.project_id, d.person_key, CAST(d.day AS STRING), d.received_on, 1e0, 'attendance_day'
    FROM fallen AS f
    INNER JOIN attendance_day AS d
        ON d.project_id = f.project_id AND f.depth = 'L3' AND coalesce(d.scans, 1) > 0
        AND d.day >= f.before_from AND d.day < f.late_from
),
person AS (
    SELECT
        project_id, person_key, CAST(sum(CAST(round(days * 100e0) AS BIGINT)) AS BIGINT) AS hundredths,
        max(row_ref(source, project_id || '/' || person_key || '/' || piece, received_on)) AS ref
    FROM worked
    GROUP BY project_id, person_key
),
stay AS (
    SELECT project_id, person_key, max_by(coalesce(left_on, DATE '2999-12-31'), entered_on) AS left_on
    FROM worker
    GROUP BY project_id, person_key
),
came AS (
    SELECT p.*, coalesce(s.left_on <= f.late_to, false) AS has_left
    FROM person AS p
    INNER JOIN fallen AS f ON f.project_id = p.project_id
    LEFT JOIN stay AS s ON s.project_id = p.project_id AND s.person_key = p.person_key
),
exits AS (
    -- how much of the work before was done by people who left with a registered exit, as at the end of a phase
    SELECT project_id, ratio(sum(CASE WHEN has_left THEN hundredths ELSE 0 END), sum(hundredths)) AS left_share, count(*) AS n_persons
    FROM came
    GROUP BY project_id
),
unpaid AS (
    SELECT project_id, count(*) AS n_months, min(month) AS first_month, max(month) AS last_month, max(n_heads) AS n_heads
    FROM unpaid_month
    GROUP BY project_id
),
told AS (
    SELECT
        f.project_id, f.late_from, f.late_to, f.remains, f.before_mean, f.late_mean, u.n_months, u.first_month, u.last_month,
        CASE WHEN u.project_id IS NOT NULL THEN 'walk_out' ELSE 'cliff' END AS reason
    FROM fallen AS f
    INNER JOIN exits AS x ON x.project_id = f.project_id
    LEFT JOIN unpaid AS u ON u.project_id = f.project_id
    WHERE u.project_id IS NOT NULL
        OR (
            f.late_mean < $cliff_ratio * f.before_mean * (1e0 - x.left_share)
            AND coalesce(days_between(f.late_to, f.planned_end_on) > $ending_days, true)
        )
),
near AS (
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY project_id ORDER BY has_left, hundredths DESC, person_key) AS place FROM came) AS c
    WHERE place <= 10
),
behind AS (
    SELECT project_id, ref FROM near
    UNION ALL
    SELECT n.project_id, row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on)
    FROM near AS n
    INNER JOIN unpaid AS u ON u.project_id = n.project_id
    INNER JOIN payroll AS l
        ON l.project_id = n.project_id AND l.person_key = n.person_key AND l.wage_month = u.last_month
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason,
    least(1e0, 0.5e0 + 0.5e0 * (1e0 - t.remains)) AS strength, e.refs AS evidence,
    CAST(t.late_from AS STRING) AS since, CAST(t.late_to AS STRING) AS until,
    CAST(round(t.remains * 1000e0) AS BIGINT) / 10e0 AS percent,
    CAST(round(t.before_mean * 10e0) AS BIGINT) / 10e0 AS before_heads, CAST(round(t.late_mean * 10e0) AS BIGINT) / 10e0 AS late_heads,
    coalesce(t.n_months, 0) AS n_months, coalesce(t.first_month, '') AS first_unpaid, coalesce(t.last_month, '') AS last_unpaid
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
ORDER BY t.project_id
"""
)


@signal(
    id="R02",
    name="attendance-cliff",
    title=Text("考勤断崖", "Attendance cliff"),
    asks_zh="在施项目近期出勤是否骤降一半以上，而停工、完工、节假日、退场登记或设备更换均不能解释？",
    family="realname",
    depth="L2",
    legal_basis=(law.ORDER_724_28, law.ORDER_724_38),
    innocent_when=Text(
        "阴雨、高温或环保管控停工；春节前后；分部工程完工、工人正常退场；更换考勤设备或平台；考勤数据上传不全",
        "rain, heat or an environmental stop; the weeks around Spring Festival; the end of a phase with ordinary exits; "
        "a new device or platform; attendance uploaded in part",
    ),
    clears_when=Text(
        "提供停工通知、阶段完工和退场结算记录，或补传考勤；有未发工资的，先核实并发放",
        "the notice of stop, records of the phase's end and the leavers' settlement, or the missing attendance are shown; "
        "wages that are open are looked into and paid first",
    ),
    reads=reads(
        project="project_id status ended_on suspended_from suspended_to planned_end_on",
        attendance_trend="project_id depth late_from late_to before_from n_late_days n_before_days late_mean before_mean "
        "n_before_heads last_best silent_share new_share n_pause_days n_dark_days",
        unpaid_month="project_id month n_heads",
        attendance_month="project_id person_key month days received_on",
        attendance_day="project_id person_key day scans received_on",
        worker="project_id person_key entered_on left_on",
        payroll="project_id person_key wage_month received_on",
        feed="table_name is_delivered age_days",
    ),
    population=TREND + EVERY_ONE,
    find=FIND,
    reasons={
        "cliff": reason(
            "S3",
            "{since}至{until}日均出勤{late_heads}人，仅为此前（{before_heads}人）的{percent}%，未见停工、完工、退场或设备更换，需核实原因",
            "from {since} to {until} {late_heads} people a working day came, {percent} % of the {before_heads} before, with no "
            "suspension, completion, exits or change of device known: the cause needs checking",
        ),
        "walk_out": reason(
            "S1",
            "{since}至{until}日均出勤{late_heads}人，仅为此前（{before_heads}人）的{percent}%，且{first_unpaid}至{last_unpaid}有"
            "{n_months}个月未见工资发放，需尽快核实工人是否因欠薪离场",
            "from {since} to {until} {late_heads} people a working day came, {percent} % of the {before_heads} before, and of "
            "{n_months} month(s) from {first_unpaid} to {last_unpaid} no wage is recorded as paid: whether people left over "
            "wages needs checking soon",
        ),
    },
    params={
        "cliff_ratio": Param(default=0.5, unit="share", because="domain report R02, a design value"),
        "min_heads": Param(
            default=20, unit="persons", because="domain report R02: a small site ends a task within days"
        ),
        "least_days": Param(default=3, unit="days", because="fewer days with a gate at work make no mean of two weeks"),
        "late_days": Param(
            default=75, unit="days", because="the last month's list is late by 45 days at most, a feed's age"
        ),
        "dark_days": Param(default=5, unit="working days", because="a site at work has somebody there within a week"),
        "device_ratio": Param(default=0.5, unit="share", because="half of the heads at other gates: the gate changed"),
        "ending_days": Param(default=30, unit="days", because="in the last month of the contract a site empties"),
        "feed_days": FEED_DAYS,
    },
)
def attendance_cliff() -> None:
    """Did attendance fall by more than half of late, with nothing known that explains it?"""
