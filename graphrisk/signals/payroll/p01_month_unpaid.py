"""P01: a team worked a month, pay day and grace are over, and no wage of that month was paid."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason
from graphrisk.signals.payroll import EVIDENCE, GRACE_DAYS, MIN_HEADS, POPULATION

EVALUABLE = """
WITH fresh AS (
    SELECT
        max(CASE WHEN table_name IN ('attendance_month', 'attendance_day') THEN 1 ELSE 0 END) AS attendance,
        max(CASE WHEN table_name IN ('payroll', 'account_txn', 'account_month') THEN last_received_on END) AS wage_on
    FROM feed
    WHERE is_delivered AND age_days <= $feed_days
),
due AS (
    SELECT
        t.project_id, t.team_id, t.month, t.months_ago, t.bit, t.n_attending, t.worker_due_fen AS due_fen,
        t.worker_paid_fen AS paid_fen, $as_of > agreed.open_on AS is_past_agreed_day
    FROM team_month AS t
    CROSS JOIN fresh AS f
    -- wages may be agreed for the same or the following period, not later (Order 724 art. 13)
    INNER JOIN late_day AS lawful
        ON lawful.day = date_add(
            least(t.due_on, last_day(add_months(CAST(t.month || '-01' AS DATE), 1))), CAST($grace_days AS INTEGER)
        )
    LEFT JOIN late_day AS agreed ON agreed.day = date_add(t.due_on, CAST($grace_days AS INTEGER))
    WHERE t.n_attending >= $min_heads
        AND f.attendance = 1
        -- late only when a wage feed came in after the last day that was still in time
        AND $as_of > lawful.open_on AND f.wage_on >= lawful.open_on
        AND t.months_ago BETWEEN 1 AND $lookback_months
),
asked AS (
    SELECT d.*
    FROM due AS d
    INNER JOIN project AS p ON p.project_id = d.project_id
    INNER JOIN (SELECT project_id FROM team_month WHERE has_payroll UNION SELECT project_id FROM bank_cover) AS w
        ON w.project_id = d.project_id
),
unpaid_month AS (
    -- what is owed to a team on no payroll is reckoned by the pay of the others' heads
    SELECT
        u.project_id, u.month, max(m.paid_fen) AS declared_fen,
        sum(CASE WHEN u.due_fen = 0 AND m.n_paid > 0 THEN CAST(u.n_attending * ratio(m.paid_fen, m.n_paid) AS BIGINT) ELSE u.due_fen END) AS owed_fen
    FROM asked AS u
    INNER JOIN project_month AS m ON m.project_id = u.project_id AND m.month = u.month
    WHERE u.paid_fen = 0
    GROUP BY u.project_id, u.month
),
bank_since AS (
    SELECT
        u.project_id, u.month,
        sum(CASE WHEN b.wage_month = u.month THEN b.paid_fen ELSE 0 END) AS of_month_fen,
        -- entries name their wage month: what was paid for a later one, whose payroll may still be to come, is not this one's
        sum(CASE WHEN b.wage_month = u.month OR (b.wage_month IS NULL AND b.month > u.month)
            THEN b.paid_fen ELSE 0 END) AS since_fen
    FROM unpaid_month AS u
    INNER JOIN wage_bank AS b ON b.project_id = u.project_id
    GROUP BY u.project_id, u.month
),
claimed_since AS (
    -- what else the money paid after the month had to serve: all that payrolls declare as paid since
    SELECT u.project_id, u.month, sum(m.paid_fen) AS declared_fen
    FROM unpaid_month AS u
    INNER JOIN project_month AS m
        ON m.project_id = u.project_id AND (m.month >= u.month OR substr(CAST(m.last_paid_on AS STRING), 1, 7) > u.month)
    GROUP BY u.project_id, u.month
),
owed_since AS (
    SELECT u.project_id, u.month, sum(o.owed_fen) AS owed_fen
    FROM unpaid_month AS u
    INNER JOIN unpaid_month AS o ON o.project_id = u.project_id AND o.month >= u.month
    GROUP BY u.project_id, u.month
),
seen_at_bank AS (
    -- money that no payroll declares. Entries that name the month show it paid. A total names nothing: only one that covers
    -- this and every later unpaid month, less the lawful deductions, leaves the month open, and then nobody can tell
    SELECT u.project_id, u.month, b.of_month_fen > u.declared_fen * 1.01e0 AS is_named
    FROM unpaid_month AS u
    INNER JOIN bank_since AS b ON b.project_id = u.project_id AND b.month = u.month
    INNER JOIN claimed_since AS d ON d.project_id = u.project_id AND d.month = u.month
    INNER JOIN owed_since AS o ON o.project_id = u.project_id AND o.month = u.month
    WHERE b.of_month_fen > u.declared_fen * 1.01e0
        OR b.since_fen - d.declared_fen > greatest(o.owed_fen * (1e0 - $deduction_ratio), b.since_fen * 0.1e0)
),
evaluable AS (
    SELECT a.project_id
    FROM asked AS a
    LEFT JOIN seen_at_bank AS s ON s.project_id = a.project_id AND s.month = a.month
    WHERE a.paid_fen > 0 OR s.project_id IS NULL OR s.is_named
    GROUP BY a.project_id
)
"""

FIND = (
    EVALUABLE
    + """,
late AS (
    SELECT u.*
    FROM asked AS u
    LEFT JOIN seen_at_bank AS s ON s.project_id = u.project_id AND s.month = u.month
    WHERE u.paid_fen = 0 AND s.project_id IS NULL
),
graded AS (
    SELECT
        project_id, team_id, is_past_agreed_day,
        count(*) OVER (PARTITION BY project_id, team_id, is_past_agreed_day) AS n_months, month, months_ago, bit, n_attending
    FROM late
),
chosen AS (
    SELECT
        project_id,
        CASE
            WHEN max(CASE WHEN is_past_agreed_day THEN n_months ELSE 0 END) >= 2 THEN 'two_months'
            WHEN $red_after_next_month AND max(CASE WHEN is_past_agreed_day THEN months_ago ELSE 0 END) >= 2 THEN 'next_month_over'
            WHEN max(CASE WHEN is_past_agreed_day THEN n_months ELSE 0 END) = 1 THEN 'one_month'
            ELSE 'longer_cycle'
        END AS reason,
        max(CASE WHEN is_past_agreed_day THEN n_months ELSE 0 END) AS n_past_months
    FROM graded
    GROUP BY project_id
),
told AS (
    SELECT g.project_id, c.reason, g.team_id, g.month, g.bit, g.n_months, g.n_attending
    FROM graded AS g
    INNER JOIN chosen AS c
        ON c.project_id = g.project_id AND g.is_past_agreed_day = (c.reason <> 'longer_cycle')
),
sums AS (
    SELECT
        project_id, reason,
        max(n_months) AS n_months, count(DISTINCT team_id) AS n_teams,
        min(month) AS first_month, max(month) AS last_month, sum(n_attending) AS head_months
    FROM told
    GROUP BY project_id, reason
),
largest AS (
    SELECT project_id, reason, max(heads) AS n_heads
    FROM (SELECT project_id, reason, month, sum(n_attending) AS heads FROM told GROUP BY project_id, reason, month) AS m
    GROUP BY project_id, reason
),
site AS (
    SELECT m.project_id, sum(m.n_attending) AS head_months
    FROM project_month AS m
    WHERE EXISTS (SELECT 1 FROM told AS t WHERE t.project_id = m.project_id AND t.month = m.month)
    GROUP BY m.project_id
),
who AS (
    SELECT
        t.project_id, s.person_key, t.month,
        row_number() OVER (PARTITION BY t.project_id ORDER BY t.month, s.person_key) AS place
    FROM told AS t
    INNER JOIN person_span AS s
        ON s.project_id = t.project_id AND s.team_id = t.team_id AND (s.attending & t.bit) <> 0
    WHERE s.is_worker
),
"""
    + EVIDENCE
    + """SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    -- how much of the site goes unpaid, and for how long
    least(1e0, 0.4e0 + 0.3e0 * s.head_months / greatest(a.head_months, 1) + 0.1e0 * s.n_months) AS strength,
    e.refs AS evidence,
    s.n_months, s.n_teams, s.first_month, s.last_month, CAST(l.n_heads AS BIGINT) AS n_heads
FROM sums AS s
INNER JOIN site AS a ON a.project_id = s.project_id
INNER JOIN largest AS l ON l.project_id = s.project_id AND l.reason = s.reason
INNER JOIN evidence AS e ON e.project_id = s.project_id
ORDER BY s.project_id
"""
)


@signal(
    id="P01",
    name="month-unpaid",
    title=Text("整月未发薪", "A month unpaid"),
    asks_zh="班组有人出勤的月份，约定发薪日及宽限期过后，是否仍无一人领到当月工资？",
    family="payroll",
    depth="L2",
    version=2,
    legal_basis=(law.ORDER_724_13, law.ORDER_724_31, law.WAGE_RULES_7),
    innocent_when=Text(
        "约定了较长结算周期的计件班组；工资经其他合法账户支付；工资表尚未上传；考勤中混有访客",
        "a piece-rate team with an agreed longer cycle; wages paid from another lawful account; "
        "a payroll not yet uploaded; visitors among the attendance",
    ),
    clears_when=Text(
        "提供该月银行代发回单或工人签字的工资表，或补发并上传",
        "bank receipts or the signed payroll of the month are shown, or the month is paid and uploaded",
    ),
    reads=reads(
        project="project_id",
        team_month="project_id team_id month months_ago bit n_attending worker_paid_fen worker_due_fen due_on has_payroll",
        project_month="project_id month n_attending n_paid paid_fen last_paid_on",
        person_span="project_id person_key team_id is_worker attending",
        wage_bank="project_id month wage_month paid_fen",
        bank_cover="project_id",
        late_day="day open_on",
        attendance_month="project_id person_key month received_on",
        attendance_day="project_id person_key day received_on",
        payroll="project_id person_key wage_month received_on",
        feed="table_name is_delivered last_received_on age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "one_month": reason(
            "S2",
            "{n_teams}个班组在{first_month}有人出勤（最多{n_heads}人），发薪日及宽限期已过，当月工资记录为零，需核实",
            "{n_teams} team(s) worked in {first_month} (up to {n_heads} people); pay day and grace are over and no "
            "wage of a month is recorded as paid: needs checking",
        ),
        "two_months": reason(
            "S1",
            "{n_teams}个班组有{n_months}个月（{first_month}至{last_month}）有人出勤而无工资发放记录，最多涉及{n_heads}人，需尽快核实",
            "{n_teams} team(s) with up to {n_months} months ({first_month} to {last_month}) worked and none recorded as "
            "paid, up to {n_heads} people: needs checking soon",
        ),
        "next_month_over": reason(
            "S1",
            "{n_teams}个班组在{first_month}有人出勤（最多{n_heads}人），当月及次月均无该月工资发放记录，需尽快核实",
            "{n_teams} team(s) worked in {first_month} (up to {n_heads} people) and no wage of it is recorded as paid in "
            "that month or the next: needs checking soon",
        ),
        "longer_cycle": reason(
            "S3",
            "{first_month}至{last_month}的约定发薪日晚于次月末，至今未发，最多涉及{n_heads}人，请核对约定周期",
            "the agreed pay day for {first_month} to {last_month} lies after the end of the following month and nothing "
            "is paid yet, up to {n_heads} people: check the agreed cycle",
        ),
    },
    params={
        "red_after_next_month": Param(
            default=False,
            unit="yes or no",
            because="Guizhou platform rule: red when that month and the next pass unpaid",
        ),
        "deduction_ratio": Param(default=0.2, unit="share", because="Wage Rules art. 16: a fifth may be held back"),
        "grace_days": GRACE_DAYS,
        "min_heads": MIN_HEADS,
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def month_unpaid() -> None:
    """Is there a month in which a team worked, whose pay day and grace are over, and of which no wage was paid?"""
