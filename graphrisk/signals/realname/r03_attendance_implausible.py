"""R03: attendance that cannot be, or is no day's work: one person at two sites, many with one and the same presence, days too short.

The feed tells scans and hours of a day and no time of a scan. So "many within a minute" is what equal presence leaves of it: people
of one device whose hours between first and last scan agree to the minute, where hours are told finer than the half hour.
"""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.declare import POPULATION as EVERY_ONE

DAYS = """
WITH asked AS (
    SELECT project_id, area_code FROM project WHERE status NOT IN ('completed', 'closed')
),
fresh AS (
    SELECT count(*) AS n FROM feed WHERE table_name = 'attendance_day' AND is_delivered AND age_days <= $feed_days
),
seen AS (
    SELECT project_id, count(*) AS n_days
    FROM gate_day
    GROUP BY project_id
),
evaluable AS (
    SELECT a.project_id, a.area_code
    FROM asked AS a
    INNER JOIN seen AS s ON s.project_id = a.project_id
    CROSS JOIN fresh AS f
    WHERE f.n = 1
)
"""

FIND = (
    DAYS
    + """,
span AS (
    SELECT date_add(max(day), -55) AS since FROM gate_day WHERE days_back = 0
),
-- who worked on several sites in the months that the days lie in; only their days need to be compared
mover AS (
    SELECT s.person_key
    FROM person_span AS s
    INNER JOIN seen AS d ON d.project_id = s.project_id
    INNER JOIN month_bit AS m ON m.months_ago BETWEEN 0 AND 4 AND (s.attending & m.bit) <> 0
    GROUP BY s.person_key
    HAVING min(s.project_id) <> max(s.project_id)
),
moved_day AS (
    SELECT
        d.project_id, d.person_key, d.day, d.hours,
        -- divisions by GB/T 2260; codes of a place's own say nothing of distance
        CASE WHEN try_cast(left(v.area_code, 6) AS BIGINT) BETWEEN 110000 AND 829999 THEN left(v.area_code, 4) END AS prefecture,
        row_ref('attendance_day', d.project_id || '/' || d.person_key || '/' || CAST(d.day AS STRING), d.received_on) AS ref
    FROM attendance_day AS d
    INNER JOIN mover AS w ON w.person_key = d.person_key
    INNER JOIN project AS v ON v.project_id = d.project_id
    CROSS JOIN span AS s
    WHERE d.day >= s.since AND coalesce(d.scans, 1) > 0
),
both_sites AS (
    SELECT a.project_id, a.person_key, a.day, min(b.project_id) AS other_id, min(a.ref) AS ref, min(b.ref) AS other_ref
    FROM moved_day AS a
    INNER JOIN moved_day AS b ON b.person_key = a.person_key AND b.day = a.day AND b.project_id <> a.project_id
    -- of the way between them the delivery knows the divisions; and one day has no room for two full shifts
    WHERE a.prefecture <> b.prefecture OR (a.hours >= $shift_hours AND b.hours >= $shift_hours)
    GROUP BY a.project_id, a.person_key, a.day
),
same_span AS (
    SELECT d.project_id, d.device_key, d.day, CAST(round(d.hours * 60e0) AS BIGINT) AS minutes, count(*) AS n_persons
    FROM attendance_day AS d
    CROSS JOIN span AS s
    WHERE d.day >= s.since AND d.hours > 0e0 AND d.scans >= 2 AND CAST(round(d.hours * 60e0) AS BIGINT) % 30 <> 0
    GROUP BY d.project_id, d.device_key, d.day, CAST(round(d.hours * 60e0) AS BIGINT)
    HAVING count(*) > $burst_persons
),
-- of many bunches the largest is shown, of many short days the last
largest AS (
    SELECT project_id, max_by(device_key, (n_persons, day, minutes)) AS device_key, max_by(day, (n_persons, day, minutes)) AS day,
        max_by(minutes, (n_persons, day, minutes)) AS minutes
    FROM (SELECT project_id, coalesce(device_key, '') AS device_key, day, minutes, n_persons FROM same_span) AS s
    GROUP BY project_id
),
day_counted AS (
    SELECT
        d.project_id, d.day, count(*) AS n_told,
        count(CASE WHEN coalesce(d.scans >= $valid_scans, true) AND coalesce(d.hours >= $valid_hours, true) THEN 1 END) AS n_valid
    FROM attendance_day AS d
    CROSS JOIN span AS s
    WHERE d.day >= s.since AND coalesce(d.scans, 1) > 0 AND (d.scans IS NOT NULL OR d.hours IS NOT NULL)
    GROUP BY d.project_id, d.day
),
counted AS (
    SELECT
        project_id, CAST(sum(n_told) AS BIGINT) AS n_told, CAST(sum(n_valid) AS BIGINT) AS n_valid,
        max(CASE WHEN n_valid < n_told THEN day END) AS short_on
    FROM day_counted
    GROUP BY project_id
),
behind AS (
    SELECT project_id, 'two_sites' AS reason, day, ref, person_key FROM both_sites
    UNION ALL
    SELECT project_id, 'two_sites', day, other_ref, person_key FROM both_sites
    UNION ALL
    SELECT
        d.project_id, 'same_presence', d.day,
        row_ref('attendance_day', d.project_id || '/' || d.person_key || '/' || CAST(d.day AS STRING), d.received_on), d.person_key
    FROM largest AS k
    INNER JOIN attendance_day AS d
        ON d.project_id = k.project_id AND d.day = k.day AND coalesce(d.device_key, '') = k.device_key
        AND CAST(round(d.hours * 60e0) AS BIGINT) = k.minutes AND d.scans >= 2
    UNION ALL
    SELECT
        d.project_id, 'days_not_valid', d.day,
        row_ref('attendance_day', d.project_id || '/' || d.person_key || '/' || CAST(d.day AS STRING), d.received_on), d.person_key
    FROM counted AS c
    INNER JOIN attendance_day AS d ON d.project_id = c.project_id AND d.day = c.short_on
    WHERE c.n_valid < $valid_ratio * c.n_told AND (d.scans < $valid_scans OR d.hours < $valid_hours)
),
placed AS (
    SELECT project_id, reason, ref, row_number() OVER (PARTITION BY project_id, reason ORDER BY day DESC, person_key, ref) AS place FROM behind
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM placed WHERE place <= 20 GROUP BY project_id, reason
),
told AS (
    SELECT
        project_id, 'two_sites' AS reason, count(*) AS n_cases, count(DISTINCT person_key) AS n_persons, count(DISTINCT day) AS n_days,
        min(other_id) AS other_id, CAST(0 AS DOUBLE) AS percent, least(1e0, 0.5e0 + count(*) / 40e0) AS strength
    FROM both_sites
    GROUP BY project_id
    HAVING count(*) >= $few_days
    UNION ALL
    SELECT
        project_id, 'same_presence', CAST(sum(n_persons) AS BIGINT), max(n_persons), count(DISTINCT day), '', CAST(0 AS DOUBLE),
        least(1e0, 0.5e0 + count(DISTINCT day) / 40e0)
    FROM same_span
    GROUP BY project_id
    HAVING count(DISTINCT day) >= $few_days
    UNION ALL
    SELECT
        project_id, 'days_not_valid', n_told - n_valid, n_told, CAST(0 AS BIGINT), '',
        CAST(round(n_valid * 1000e0 / n_told) AS BIGINT) / 10e0, least(1e0, 1.25e0 - 1.5e0 * ratio(n_valid, n_told))
    FROM counted
    WHERE n_valid < $valid_ratio * n_told AND n_told >= $least_days
),
absent AS (
    SELECT project_id, max(n_absent) AS n_absent FROM paid_absent GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id,
    CASE WHEN a.project_id IS NULL THEN t.reason ELSE t.reason || '_paid' END AS reason,
    t.strength, e.refs AS evidence,
    t.n_cases, t.n_persons, t.n_days, t.other_id, t.percent, coalesce(a.n_absent, 0) AS n_absent
FROM told AS t
INNER JOIN evaluable AS v ON v.project_id = t.project_id
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
LEFT JOIN absent AS a ON a.project_id = t.project_id
ORDER BY t.project_id, t.reason
"""
)
_SEEN = {
    "two_sites": (
        "近八周有{n_persons}人共{n_cases}个人日在本项目与另一项目（{other_id}等）同日全天出勤，难以兼顾",
        "in the last eight weeks {n_persons} people on {n_cases} person-days attended here and elsewhere ({other_id}) on one day",
    ),
    "same_presence": (
        "近八周有{n_days}天，同一设备上多人（最多{n_persons}人）当日在场时长一分不差",
        "on {n_days} days of the last eight weeks up to {n_persons} people of one device were present equally long to the minute",
    ),
    "days_not_valid": (
        "近八周{n_persons}个考勤人日中仅{percent}%达到有效考勤（打卡次数和在场时长）标准",
        "of {n_persons} person-days in the last eight weeks {percent} % are valid by scans and hours",
    ),
}


def _reasons() -> dict[str, Reason]:
    """Each by itself, and beside people paid without attendance."""
    alone = {code: reason("S3", f"{zh}，需核实", f"{en}: needs checking") for code, (zh, en) in _SEEN.items()}
    paid = {
        f"{code}_paid": reason(
            "S2",
            f"{zh}；同期有班组{{n_absent}}人有薪无勤，需一并核实",
            f"{en}; a team had {{n_absent}} people paid without attendance at the time: needs checking together",
        )
        for code, (zh, en) in _SEEN.items()
    }
    return alone | paid


@signal(
    id="R03",
    name="attendance-implausible",
    title=Text("考勤异常", "Implausible attendance"),
    asks_zh="考勤记录是否合乎常理：一人一日不在两处，多人不在同一时刻由同一设备代刷，多数人日为有效考勤？",
    family="realname",
    depth="L3",
    legal_basis=(law.ORDER_724_28, law.ORDER_724_31, law.REALNAME_RULES_8),
    innocent_when=Text(
        "交接班高峰在同一闸机排队；当日由一处工地调往另一处；设备只记进场不记出场；门禁网络中断；身份信息录入有误",
        "a shift change queues at one gate; people sent from one site to another within the day; a device that records entries "
        "only; a gate cut off from the network; an identity mistyped",
    ),
    clears_when=Text(
        "提供设备原始刷卡明细、调动记录或设备故障说明；有薪无勤人员另行说明",
        "the device's scans, transfer records or the fault's report are shown, and the people paid without attendance explained",
    ),
    reads=reads(
        project="project_id status area_code",
        attendance_day="project_id person_key day scans hours device_key received_on",
        gate_day="project_id day days_back",
        person_span="project_id person_key attending",
        month_bit="bit months_ago",
        paid_absent="project_id n_absent",
        feed="table_name is_delivered age_days",
    ),
    population=DAYS + EVERY_ONE,
    find=FIND,
    reasons=_reasons(),
    params={
        "shift_hours": Param(
            default=8, unit="hours", because="Labour Law art. 36: a full working day, here twice in one"
        ),
        "few_days": Param(default=3, unit="days", because="once or twice is a slip of key, clock or gate"),
        "burst_persons": Param(
            default=20,
            unit="persons",
            because="domain report R03: more than twenty in a minute; a gate takes one in three seconds",
        ),
        "valid_scans": Param(default=2, unit="scans", because="Jilin rule: a valid day has two scans"),
        "valid_hours": Param(default=4, unit="hours", because="Jilin rule: four hours between the first and the last"),
        "valid_ratio": Param(default=0.5, unit="share", because="domain report R03, a design value"),
        "least_days": Param(
            default=60, unit="days", because="person-days: twenty people for three days; fewer make no share"
        ),
        "feed_days": FEED_DAYS,
    },
)
def attendance_implausible() -> None:
    """Can attendance be as it is told: nobody at two sites at once, nobody scanned in a bunch, most days full enough?"""
