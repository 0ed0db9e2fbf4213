"""P08: sums on a payroll are far above what the trade earns, or above the locality's limit; told of the project only."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.payroll import POPULATION

EVALUABLE = """
WITH bound AS (
    -- where a trade is paid nearly alike, a tenth of its middle stands for the spread
    SELECT trade, q3_fen + $iqr_times * greatest(q3_fen - q1_fen, $least_spread * middle_fen) AS bound_fen
    FROM trade_pay
    WHERE n_lines >= $min_peers AND trade <> ''
),
paying AS (
    SELECT t.project_id
    FROM team_month AS t
    INNER JOIN feed AS f ON f.table_name = 'payroll' AND f.is_delivered AND f.age_days <= $feed_days
    WHERE t.n_paid > 0 AND t.months_ago BETWEEN 0 AND $recent_months - 1
    GROUP BY t.project_id
),
evaluable AS (
    SELECT p.project_id
    FROM paying AS p
    WHERE $month_limit_yuan IS NOT NULL OR $year_limit_yuan IS NOT NULL
        OR p.project_id IN (SELECT w.project_id FROM worker AS w INNER JOIN bound AS b ON b.trade = w.trade GROUP BY w.project_id)
)
"""

FIND = (
    EVALUABLE
    + """,
recent AS (
    SELECT month, months_ago, bit FROM month_bit WHERE months_ago BETWEEN 0 AND $recent_months - 1
),
start AS (
    -- twelve months above a limit have one above its twelfth
    SELECT least(
        coalesce(100e0 * $month_limit_yuan, 1e18), coalesce(100e0 * $year_limit_yuan / $recent_months, 1e18),
        coalesce(min(bound_fen), 1e18)
    ) AS from_fen
    FROM bound
),
candidate AS (
    SELECT l.project_id, l.person_key
    FROM payroll AS l
    INNER JOIN recent AS m ON m.month = l.wage_month
    INNER JOIN evaluable AS e ON e.project_id = l.project_id
    WHERE l.paid_fen > (SELECT from_fen FROM start)
    GROUP BY l.project_id, l.person_key
),
registered AS (
    SELECT w.project_id, w.person_key, max_by(coalesce(w.trade, ''), w.entered_on) AS trade
    FROM worker AS w
    INNER JOIN candidate AS c ON c.project_id = w.project_id AND c.person_key = w.person_key
    GROUP BY w.project_id, w.person_key
),
one AS (
    SELECT
        s.project_id, s.person_key, max(s.home_team_id) AS home_team_id, bit_or(s.attending | s.lined) AS seen,
        max(b.bound_fen) AS bound_fen, max(coalesce(p.middle_fen, a.middle_fen)) AS middle_fen,
        max(t.leader_key IS NOT NULL) AS is_leader
    FROM candidate AS c
    INNER JOIN person_span AS s ON s.project_id = c.project_id AND s.person_key = c.person_key AND s.is_worker
    LEFT JOIN registered AS w ON w.project_id = c.project_id AND w.person_key = c.person_key
    LEFT JOIN bound AS b ON b.trade = w.trade
    LEFT JOIN trade_pay AS p ON p.trade = b.trade
    LEFT JOIN trade_pay AS a ON a.trade = ''
    LEFT JOIN team AS t ON t.project_id = c.project_id AND t.leader_key = c.person_key
    GROUP BY s.project_id, s.person_key
),
month_of AS (
    SELECT
        o.project_id, o.person_key, m.months_ago, o.bound_fen, coalesce(l.paid_fen, 0) AS paid_fen,
        greatest(coalesce(o.middle_fen, 0) - coalesce(l.paid_fen, 0), 0) AS missing_fen,
        row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on) AS ref
    FROM one AS o
    INNER JOIN recent AS m ON (o.seen & m.bit) <> 0
    LEFT JOIN payroll AS l ON l.project_id = o.project_id AND l.person_key = o.person_key AND l.wage_month = m.month
),
high AS (
    SELECT
        h.project_id, h.person_key, h.months_ago, h.paid_fen, h.bound_fen, h.ref,
        h.paid_fen > 100e0 * $month_limit_yuan AS is_above_limit, h.paid_fen > h.bound_fen AS is_above_trade,
        -- a settlement brings what earlier months were short of the trade's middle pay
        h.paid_fen - coalesce(sum(e.missing_fen), 0) AS own_fen
    FROM month_of AS h
    LEFT JOIN month_of AS e
        ON e.project_id = h.project_id AND e.person_key = h.person_key AND e.months_ago > h.months_ago
    WHERE h.paid_fen > 100e0 * $month_limit_yuan OR h.paid_fen > h.bound_fen
    GROUP BY h.project_id, h.person_key, h.months_ago, h.paid_fen, h.bound_fen, h.ref
),
year AS (
    SELECT project_id, person_key, sum(paid_fen) > 100e0 * $year_limit_yuan AS is_above_limit
    FROM month_of
    GROUP BY project_id, person_key
),
graded AS (
    SELECT
        o.project_id, o.person_key, o.home_team_id,
        CASE
            WHEN o.is_leader THEN 'explained'
            WHEN coalesce(max(y.is_above_limit), false)
                OR coalesce(max(h.is_above_limit AND h.own_fen > 100e0 * $month_limit_yuan), false) THEN 'above_limit'
            WHEN coalesce(max(h.is_above_trade AND h.own_fen > h.bound_fen), false) THEN 'above_trade'
            ELSE 'explained'
        END AS kind,
        coalesce(max(h.own_fen > $few_times * h.bound_fen), false) AS is_far
    FROM one AS o
    INNER JOIN year AS y ON y.project_id = o.project_id AND y.person_key = o.person_key
    LEFT JOIN high AS h ON h.project_id = o.project_id AND h.person_key = o.person_key
    GROUP BY o.project_id, o.person_key, o.home_team_id, o.is_leader
    HAVING coalesce(max(y.is_above_limit), false) OR count(h.ref) > 0
),
heads AS (
    SELECT s.project_id, count(DISTINCT s.person_key) AS n_heads
    FROM person_span AS s
    INNER JOIN (SELECT project_id FROM graded GROUP BY project_id) AS g ON g.project_id = s.project_id
    CROSS JOIN (SELECT CAST(sum(bit) AS BIGINT) AS bits FROM recent) AS m
    WHERE s.is_worker AND (s.paid & m.bits) <> 0
    GROUP BY s.project_id
),
project_of AS (
    SELECT
        g.project_id, h.n_heads, max(g.kind = 'above_limit') AS is_above_limit,
        CASE
            -- some people of any trade lie far out; one or two count where they lie further still
            WHEN count(CASE WHEN g.kind = 'above_trade' THEN 1 END) >= greatest($several_persons, $usual_share * h.n_heads)
                THEN 'above_trade'
            WHEN max(g.kind = 'above_trade' AND g.is_far) THEN 'few_above_trade'
        END AS trade_reason
    FROM graded AS g
    INNER JOIN heads AS h ON h.project_id = g.project_id
    GROUP BY g.project_id, h.n_heads
),
told AS (
    SELECT
        g.project_id, g.person_key, g.home_team_id, p.n_heads,
        CASE g.kind WHEN 'above_trade' THEN p.trade_reason ELSE g.kind END AS reason
    FROM graded AS g
    INNER JOIN project_of AS p ON p.project_id = g.project_id
    WHERE CASE g.kind
        WHEN 'above_limit' THEN true
        WHEN 'above_trade' THEN coalesce(p.trade_reason = 'above_trade' OR g.is_far, false)
        ELSE p.trade_reason IS NULL AND NOT p.is_above_limit
    END
),
line AS (
    -- months above; of who is above over the year only, all of them
    SELECT t.project_id, t.reason, t.person_key, t.home_team_id, t.n_heads, m.paid_fen, m.bound_fen, m.ref
    FROM told AS t
    INNER JOIN month_of AS m ON m.project_id = t.project_id AND m.person_key = t.person_key
    LEFT JOIN (SELECT project_id, person_key, min(paid_fen) AS least_fen FROM high GROUP BY project_id, person_key) AS h
        ON h.project_id = t.project_id AND h.person_key = t.person_key
    WHERE m.paid_fen > 0 AND m.paid_fen >= coalesce(h.least_fen, 0)
),
team_of AS (
    SELECT
        project_id, reason, home_team_id,
        row_number() OVER (PARTITION BY project_id, reason ORDER BY sum(paid_fen) DESC, home_team_id) AS place
    FROM line
    GROUP BY project_id, reason, home_team_id
),
sums AS (
    SELECT
        project_id, reason, max(n_heads) AS n_heads, count(DISTINCT person_key) AS n_persons,
        count(DISTINCT home_team_id) AS n_teams, count(*) AS n_lines,
        CAST(sum(paid_fen) AS BIGINT) AS paid_fen, min(bound_fen) AS bound_fen, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM line
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    least(1e0, 0.5e0 + 0.1e0 * s.n_persons) AS strength,
    s.refs AS evidence,
    s.n_persons, s.n_heads, s.n_teams, CASE t.home_team_id WHEN '' THEN '-' ELSE t.home_team_id END AS team,
    s.n_lines, yuan(s.paid_fen) AS paid_yuan,
    coalesce(yuan(CAST(round(s.bound_fen) AS BIGINT)), '-') AS bound_yuan,
    coalesce(yuan(CAST(100 * $month_limit_yuan AS BIGINT)), '-') AS month_limit,
    coalesce(yuan(CAST(100 * $year_limit_yuan AS BIGINT)), '-') AS year_limit
FROM sums AS s
INNER JOIN team_of AS t ON t.project_id = s.project_id AND t.reason = s.reason AND t.place = 1
ORDER BY s.project_id, s.reason
"""
)


def _seen(severity: str, zh: str, en: str) -> Reason:
    return reason(
        severity,
        f"近一年领薪的{{n_heads}}人中有{{n_persons}}人（{{n_teams}}个班组，主要为班组{{team}}）{zh}，涉及{{n_lines}}条工资记录、合计{{paid_yuan}}元，"
        "需核实工资是否属本人所得",
        f"of {{n_heads}} people paid within a year {{n_persons}} ({{n_teams}} team(s), mostly team {{team}}) {en}; {{n_lines}} "
        "payroll lines, {paid_yuan} yuan in all: whether the wages are the people's own needs checking",
    )


@signal(
    id="P08",
    name="pay-too-high",
    title=Text("异常高薪", "Abnormally high pay"),
    asks_zh="单笔或全年工资是否明显高于同工种水平或当地限额？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_31, law.ORDER_724_15),
    innocent_when=Text(
        "年终一次结清以前月份的差额；计件班组长、技术骨干收入高；补发多月工资记在同一月",
        "a settlement at the year's end of what earlier months were short; piece-rate leaders and rare skills earn more; back pay "
        "of several months entered under one",
    ),
    clears_when=Text(
        "提供计件或计时结算单、考勤和本人银行流水，说明金额由来",
        "the settlement by piece or day, attendance and bank receipts of the people show how the sums came about",
    ),
    reads=reads(
        trade_pay="trade n_lines q1_fen middle_fen q3_fen",
        team_month="project_id months_ago n_paid",
        person_span="project_id person_key home_team_id is_worker attending lined paid",
        month_bit="month months_ago bit",
        payroll="project_id person_key wage_month paid_fen received_on",
        worker="project_id person_key entered_on trade",
        team="project_id leader_key",
        project="project_id",
        feed="table_name is_delivered age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "above_limit": _seen(
            "S2",
            "单月或全年工资超过当地限额（月{month_limit}元、年{year_limit}元）",
            "were paid above the locality's limit ({month_limit} yuan a month, {year_limit} a year)",
        ),
        "above_trade": _seen(
            "S2",
            "单月工资远高于同工种水平（界限{bound_yuan}元起）",
            "were paid far above their trade in a month (bound from {bound_yuan} yuan)",
        ),
        "few_above_trade": _seen(
            "S3",
            "单月工资远高于同工种水平（界限{bound_yuan}元起），人数很少",
            "were paid far above their trade in a month (bound from {bound_yuan} yuan), a few only",
        ),
        "explained": _seen(
            "S4",
            "单月或全年工资较高，但系班组长，或与此前少发的月份相抵",
            "had high pay, but lead a team or were paid what earlier months had been short of",
        ),
    },
    params={
        "month_limit_yuan": Param(
            default=None, unit="yuan", because="some localities state a limit for one person's month"
        ),
        "year_limit_yuan": Param(
            default=None, unit="yuan", because="some localities state a limit for one person's year"
        ),
        "iqr_times": Param(
            default=3, unit="times the spread of quartiles", because="domain report P08: far out by Tukey's rule"
        ),
        "least_spread": Param(
            default=0.1,
            unit="share",
            because="quartiles of a trade paid alike lie together; a tenth more is no riddle yet",
        ),
        "min_peers": Param(default=100, unit="paid months", because="quartiles of fewer are loose"),
        "several_persons": Param(default=3, unit="persons", because="one or two have reasons of their own"),
        "few_times": Param(
            default=2,
            unit="times the bound",
            because="beyond twice the bound lies hardly one person's year in a thousand",
        ),
        "usual_share": Param(
            default=0.01,
            unit="share",
            because="of pay spread like most (log-normal, sigma up to 0.5) 0.7 % lies beyond",
        ),
        "recent_months": Param(
            default=12, unit="months", because="domain report P08: the year's limit counts twelve months"
        ),
        "feed_days": FEED_DAYS,
    },
)
def pay_too_high() -> None:
    """Is pay of a month or a year far above the trade's, or above the locality's limit?"""
