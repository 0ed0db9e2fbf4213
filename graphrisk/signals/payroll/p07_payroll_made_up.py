"""P07: a payroll looks as if it had been made at a desk: signed ahead or in one minute, copied, or one sum for all."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.payroll import POPULATION

EVALUABLE = """
WITH sheet AS (
    -- a team's payroll of a month; of a few lines nothing can be told
    SELECT t.*, t.worker_due_fen / CAST(greatest(t.n_lines, 1) AS DOUBLE) AS mean_fen
    FROM team_month AS t
    INNER JOIN feed AS f ON f.table_name = 'payroll' AND f.is_delivered AND f.age_days <= $feed_days
    WHERE t.months_ago BETWEEN 1 AND $recent_months
        AND (t.n_signed >= $min_lines OR t.n_dated >= $min_lines)
),
evaluable AS (
    SELECT project_id FROM sheet GROUP BY project_id
)
"""

FIND = (
    EVALUABLE
    + """,
asked AS (
    -- what the sums of a sheet leave possible; only such sheets are read line by line
    SELECT
        s.project_id, s.team_id, s.month, s.bit, s.n_lines, s.n_signed, s.n_dated, m.month AS month_before,
        s.mean_fen,
        greatest(s.n_lines, coalesce(b.n_lines, 0)) AS n_either,
        s.n_signed >= $min_lines
            AND s.signed_from < moment(CAST(s.month || '-01' AS DATE), 86400 * ($cycle_day - 1)) AS may_be_ahead,
        -- where only days are kept, midnight stands for an unknown time
        s.n_signed >= $min_lines AND s.signed_to <= moment(s.signed_from, $sign_seconds)
            AND NOT (s.signed_to = s.signed_from AND s.signed_from = moment(CAST(s.signed_from AS DATE), 0)) AS is_at_once,
        s.n_dated >= $min_lines AND greatest(
            abs(s.worker_due_fen - b.worker_due_fen) / CAST(greatest(s.most_fen, b.most_fen) AS DOUBLE),
            abs(s.by_7 - b.by_7) / 6e0, abs(s.by_11 - b.by_11) / 10e0, abs(s.by_13 - b.by_13) / 12e0
        ) <= floor((1e0 - $same_ratio) * greatest(s.n_lines, b.n_lines) + 1e-9) AS may_be_same,
        -- no value lies further from the mean than sqrt(n - 1) standard deviations (Samuelson's inequality)
        s.n_dated >= $min_lines
            AND s.most_fen - s.mean_fen
                <= $equal_ratio * s.mean_fen * sqrt(CAST(s.n_lines AS DOUBLE)) AS may_be_equal
    FROM sheet AS s
    INNER JOIN month_bit AS m ON m.months_ago = s.months_ago + 1
    LEFT JOIN team_month AS b
        ON b.project_id = s.project_id AND b.team_id = s.team_id AND b.month = m.month AND b.n_lines > 0
),
chosen AS (
    SELECT * FROM asked WHERE may_be_ahead OR is_at_once OR may_be_same OR may_be_equal
),
line AS (
    SELECT
        c.project_id, c.team_id, c.month, s.person_key,
        max(CASE WHEN l.wage_month = c.month THEN l.due_fen END) AS due_fen,
        max(CASE WHEN l.wage_month = c.month THEN l.days END) AS days,
        max(CASE WHEN l.wage_month = c.month THEN l.signed_at END) AS signed_at,
        max(CASE WHEN l.wage_month = c.month THEN l.received_on END) AS received_on,
        max(CASE WHEN l.wage_month = c.month_before THEN l.due_fen END) AS due_before_fen,
        max(CASE WHEN l.wage_month = c.month_before THEN l.days END) AS days_before,
        max(CASE WHEN c.may_be_ahead THEN 1 ELSE 0 END) = 1 AS may_be_ahead
    FROM chosen AS c
    INNER JOIN person_span AS s ON s.project_id = c.project_id AND s.team_id = c.team_id AND (s.lined & c.bit) <> 0
    INNER JOIN payroll AS l
        ON l.project_id = c.project_id AND l.person_key = s.person_key AND l.wage_month BETWEEN c.month_before AND c.month
    WHERE s.is_worker
    GROUP BY c.project_id, c.team_id, c.month, s.person_key
    HAVING max(CASE WHEN l.wage_month = c.month THEN l.due_fen END) > 0
),
last_day_on AS (
    SELECT project_id, person_key, month, max(last_on) AS last_on
    FROM (
        SELECT a.project_id, a.person_key, a.month, a.last_on
        FROM attendance_month AS a
        INNER JOIN line AS l ON l.project_id = a.project_id AND l.person_key = a.person_key AND l.month = a.month
        WHERE l.may_be_ahead
        UNION ALL
        SELECT a.project_id, a.person_key, l.month, a.day
        FROM attendance_day AS a
        INNER JOIN line AS l
            ON l.project_id = a.project_id AND l.person_key = a.person_key AND l.month = substr(CAST(a.day AS STRING), 1, 7)
        WHERE l.may_be_ahead AND coalesce(a.scans, 1) > 0
    ) AS days_on_site
    GROUP BY project_id, person_key, month
),
read_line AS (
    SELECT
        l.*,
        -- signed before the person's last day on site; where no attendance is known, for more days than had passed
        l.signed_at < moment(CAST(l.month || '-01' AS DATE), 86400 * ($cycle_day - 1))
            AND coalesce(
                CAST(l.signed_at AS DATE) < d.last_on,
                days_between(CAST(l.month || '-01' AS DATE), CAST(l.signed_at AS DATE)) + 1 < l.days
            ) AS is_ahead,
        -- a fixed monthly pay is the same for every full month, whatever its days
        l.due_fen = l.due_before_fen
            AND (l.days = l.days_before OR least(l.days, l.days_before) < $full_days) AS is_same
    FROM line AS l
    LEFT JOIN last_day_on AS d ON d.project_id = l.project_id AND d.person_key = l.person_key AND d.month = l.month
),
counted AS (
    SELECT
        l.project_id, l.team_id, l.month,
        count(CASE WHEN l.is_ahead THEN 1 END) AS n_ahead,
        count(CASE WHEN l.is_same THEN 1 END) AS n_same,
        count(CASE WHEN l.days < $full_days THEN 1 END) AS n_part,
        -- whole yuan and hundredths of days: sums of whole numbers are the same in any order
        sum(power(round((l.due_fen - c.mean_fen) / 100e0), 2e0)) / count(*) AS pay_variance,
        sum(round(l.days * 100e0)) / nullif(count(l.days), 0) AS days_mean,
        sum(power(round(l.days * 100e0), 2e0)) / nullif(count(l.days), 0) AS days_square
    FROM read_line AS l
    INNER JOIN chosen AS c ON c.project_id = l.project_id AND c.team_id = l.team_id AND c.month = l.month
    GROUP BY l.project_id, l.team_id, l.month
),
judged AS (
    SELECT
        c.project_id, c.team_id, c.month, c.n_lines,
        CASE WHEN c.may_be_ahead AND k.n_ahead >= $ahead_ratio * c.n_signed THEN 1 ELSE 0 END AS ahead,
        CASE WHEN c.is_at_once THEN 1 ELSE 0 END AS at_once,
        CASE
            WHEN c.may_be_same AND k.n_same >= $same_ratio * c.n_either
                AND sqrt(greatest(k.days_square - power(k.days_mean, 2e0), 0e0)) > $days_ratio * k.days_mean THEN 1
            ELSE 0
        END AS same,
        CASE
            WHEN c.may_be_equal AND sqrt(k.pay_variance) < $equal_ratio * c.mean_fen / 100e0
                AND sqrt(greatest(k.days_square - power(k.days_mean, 2e0), 0e0)) > $days_ratio * k.days_mean
                AND k.n_part >= $part_ratio * c.n_lines THEN 1
            ELSE 0
        END AS equal
    FROM chosen AS c
    INNER JOIN counted AS k ON k.project_id = c.project_id AND k.team_id = c.team_id AND k.month = c.month
),
signed_off AS (
    SELECT * FROM (SELECT j.*, ahead + at_once + same + equal AS n_signs FROM judged AS j) AS j WHERE n_signs > 0
),
worst AS (
    SELECT project_id, max(n_signs) AS n_signs FROM signed_off GROUP BY project_id
),
told AS (
    SELECT s.*, r.reason
    FROM signed_off AS s
    INNER JOIN worst AS w ON w.project_id = s.project_id
    INNER JOIN (
        VALUES ('several_signs'), ('signed_ahead'), ('signed_at_once'), ('same_as_before'), ('same_for_all')
    ) AS r (reason) ON CASE r.reason
        WHEN 'several_signs' THEN w.n_signs >= $several
        WHEN 'signed_ahead' THEN w.n_signs < $several AND s.ahead = 1
        WHEN 'signed_at_once' THEN w.n_signs < $several AND s.at_once = 1
        WHEN 'same_as_before' THEN w.n_signs < $several AND s.same = 1
        ELSE w.n_signs < $several AND s.equal = 1
    END
),
placed AS (
    SELECT
        t.*,
        row_number() OVER (
            PARTITION BY t.project_id, t.reason ORDER BY t.n_signs DESC, t.month DESC, t.n_lines DESC, t.team_id
        ) AS place
    FROM told AS t
),
sums AS (
    SELECT
        project_id, reason, count(*) AS n_sheets, count(DISTINCT team_id) AS n_teams,
        min(month) AS first_month, max(month) AS last_month,
        CAST(sum(ahead) AS BIGINT) AS n_ahead, CAST(sum(at_once) AS BIGINT) AS n_at_once,
        CAST(sum(same) AS BIGINT) AS n_same, CAST(sum(equal) AS BIGINT) AS n_equal, max(n_signs) AS n_signs
    FROM told
    GROUP BY project_id, reason
),
rows_behind AS (
    SELECT
        p.project_id, p.reason,
        row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.month, l.received_on) AS ref
    FROM placed AS p
    INNER JOIN line AS l ON l.project_id = p.project_id AND l.team_id = p.team_id AND l.month = p.month
    WHERE p.place = 1
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY project_id, reason
),
asked_sheets AS (
    SELECT project_id, count(*) AS n_sheets FROM sheet GROUP BY project_id
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    -- half for the signs, half for how many of the payrolls show them
    least(1e0, s.n_signs / 8e0 + 0.5e0 * ratio(s.n_sheets, a.n_sheets)) AS strength,
    e.refs AS evidence,
    s.n_sheets, a.n_sheets AS n_asked, s.n_teams, s.first_month, s.last_month,
    CASE p.team_id WHEN '' THEN '-' ELSE p.team_id END AS team, p.month, p.n_lines,
    s.n_ahead, s.n_at_once, s.n_same, s.n_equal
FROM sums AS s
INNER JOIN placed AS p ON p.project_id = s.project_id AND p.reason = s.reason AND p.place = 1
INNER JOIN evidence AS e ON e.project_id = s.project_id AND e.reason = s.reason
INNER JOIN asked_sheets AS a ON a.project_id = s.project_id
ORDER BY s.project_id, s.reason
"""
)


def _seen(severity: str, zh: str, en: str) -> Reason:
    return reason(
        severity,
        f"{{n_teams}}个班组{{first_month}}至{{last_month}}的{{n_sheets}}张月工资表（共查{{n_asked}}张）{zh}，"
        "如班组{team}{month}的{n_lines}人，需核实工资表是否据实编制、由本人签字",
        f"{{n_sheets}} of {{n_asked}} monthly payrolls, {{n_teams}} team(s), {{first_month}} to {{last_month}}, {en}, as of "
        "team {team} in {month} ({n_lines} people): whether they state what was worked and were signed by each worker "
        "needs checking",
    )


@signal(
    id="P07",
    name="payroll-made-up",
    title=Text("工资表雷同、预签", "Payrolls copied or signed ahead"),
    asks_zh="月工资表是否在出勤结束后由本人逐一签字，金额是否随出勤变化？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_15, law.ORDER_724_31),
    innocent_when=Text(
        "按月固定工资且全月出勤；纸质工资表签字后由系统统一录入时间；工资周期与自然月不一致；班组提前完工离场",
        "a fixed monthly pay for a full month; a sheet signed on paper and entered at one time; a wage period that does not "
        "follow the calendar month; a team that finished and left before the month's end",
    ),
    clears_when=Text(
        "提供考勤、工作量考核记录和本人签字的原始工资表，并抽访工人",
        "attendance, work records and the original signed payroll are shown, and some workers are asked",
    ),
    reads=reads(
        team_month="project_id team_id month months_ago bit n_lines n_dated n_signed signed_from signed_to most_fen by_7 by_11 "
        "by_13 worker_due_fen",
        person_span="project_id person_key team_id is_worker lined",
        month_bit="month months_ago",
        payroll="project_id person_key wage_month days due_fen signed_at received_on",
        attendance_month="project_id person_key month last_on",
        attendance_day="project_id person_key day scans",
        feed="table_name is_delivered age_days",
        project="project_id",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "several_signs": _seen(
            "S2",
            "有雷同或预签迹象，且同一张表上不止一种（月末前签字{n_ahead}张、一分钟内集中签字{n_at_once}张、与上月雷同{n_same}张、"
            "天数不同而金额相同{n_equal}张）",
            "show signs of having been made at a desk, several on one sheet (signed ahead {n_ahead}, signed within a minute "
            "{n_at_once}, like the month before {n_same}, one sum for different days {n_equal})",
        ),
        "signed_ahead": _seen("S3", "在当月出勤结束前已签字", "were signed before the month's work was over"),
        "signed_at_once": _seen("S3", "全部签字集中在一分钟内", "were signed by all within a minute"),
        "same_as_before": _seen("S3", "与上月人员、天数和金额雷同", "repeat people, days and sums of the month before"),
        "same_for_all": _seen("S3", "出勤天数不同而金额相同", "give one sum to all, though the days differ"),
    },
    params={
        "min_lines": Param(default=10, unit="lines", because="domain report P07: of fewer lines chance tells nothing"),
        "several": Param(
            default=2, unit="signs", because="domain report P07: each sign has an innocent ground, two together seldom"
        ),
        "sign_seconds": Param(
            default=60,
            unit="seconds",
            because="domain report P07: ten people do not sign one after another in a minute",
        ),
        "same_ratio": Param(
            default=0.95, unit="share", because="domain report P07: a line or two change in a copy too"
        ),
        "equal_ratio": Param(
            default=0.02, unit="share", because="domain report P07: standard deviation of pay by its mean"
        ),
        "days_ratio": Param(
            default=0.05, unit="share", because="days vary when they spread more than twice as wide as equal pay may"
        ),
        "part_ratio": Param(
            default=0.2,
            unit="share",
            because="one or two who came late may be given the month; a fifth of a team is a rule",
        ),
        "full_days": Param(
            default=20.83,
            unit="days",
            because="MOHRSS circular 2008 no. 3: working days of a month; a fixed pay is due in full",
        ),
        "ahead_ratio": Param(
            default=0.5, unit="share", because="who leaves early may sign early; half a team that works on may not"
        ),
        "cycle_day": Param(
            default=25,
            unit="day of the month",
            because="wage periods that end on the 25th are common; its payroll may be signed then",
        ),
        "recent_months": Param(
            default=12,
            unit="months",
            because="a year shows a habit; older payrolls were settled or are told by what was not paid",
        ),
        "feed_days": FEED_DAYS,
    },
)
def payroll_made_up() -> None:
    """Was each monthly payroll signed by the workers one by one after the month's work, with pay that follows the days?"""
