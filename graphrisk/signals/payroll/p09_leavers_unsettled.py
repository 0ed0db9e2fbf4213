"""P09: people left the site, their settlement is due, and payrolls still owe them wages."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason
from graphrisk.signals.payroll import GRACE_DAYS, POPULATION

EVALUABLE = """
WITH fresh AS (
    SELECT max(CASE WHEN table_name = 'payroll' AND age_days <= $feed_days THEN last_received_on END) AS wage_on
    FROM feed
    WHERE is_delivered
),
gone AS (
    -- who left within the lookback, and whose settlement a payroll could have shown
    SELECT w.project_id, w.person_key, w.entered_on, w.left_on
    FROM worker AS w
    CROSS JOIN fresh AS f
    INNER JOIN late_day AS l ON l.day = date_add(w.left_on, CAST($settle_days AS INTEGER))
    WHERE w.role = 'worker' AND w.left_on >= add_months(CAST($as_of AS DATE), CAST(-$lookback_months AS INTEGER))
        AND $as_of > l.open_on AND f.wage_on >= l.open_on
),
evaluable AS (
    SELECT g.project_id
    FROM (SELECT project_id FROM gone GROUP BY project_id) AS g
    INNER JOIN (SELECT project_id FROM team_month WHERE has_payroll GROUP BY project_id) AS t ON t.project_id = g.project_id
)
"""

FIND = (
    EVALUABLE
    + """,
debtor AS (
    SELECT l.project_id, l.person_key
    FROM payroll AS l
    INNER JOIN evaluable AS e ON e.project_id = l.project_id
    WHERE l.due_fen - coalesce(l.deduction_fen, 0) > coalesce(l.paid_fen, 0)
    GROUP BY l.project_id, l.person_key
),
leaver AS (
    -- gone for good: no later registration on the site, and never seen there in a later month
    SELECT s.project_id, s.person_key, max(r.left_on) AS left_on, max(r.pay_day) AS pay_day, max(s.home_team_id) AS team_id
    FROM (
        SELECT
            w.project_id, w.person_key, max_by(coalesce(w.left_on, DATE '9999-12-31'), w.entered_on) AS left_on,
            max_by(coalesce(w.pay_day, 15), w.entered_on) AS pay_day
        FROM worker AS w
        INNER JOIN debtor AS d ON d.project_id = w.project_id AND d.person_key = w.person_key
        GROUP BY w.project_id, w.person_key
    ) AS r
    INNER JOIN gone AS g ON g.project_id = r.project_id AND g.person_key = r.person_key AND g.left_on = r.left_on
    INNER JOIN month_bit AS m ON m.month = substr(CAST(r.left_on AS STRING), 1, 7)
    INNER JOIN person_span AS s ON s.project_id = r.project_id AND s.person_key = r.person_key AND s.is_worker
    GROUP BY s.project_id, s.person_key
    HAVING max(s.attending) < 2 * max(m.bit)
),
line AS (
    SELECT
        v.project_id, v.person_key, v.team_id, v.left_on, l.wage_month, l.due_fen,
        l.due_fen - coalesce(l.deduction_fen, 0) - coalesce(l.paid_fen, 0) AS rest_fen,
        -- the agreed day, at the latest the end of the following month (Order 724 art. 13)
        least(
            coalesce(l.due_on, date_add(add_months(CAST(l.wage_month || '-01' AS DATE), 1), CAST(v.pay_day AS INTEGER) - 1)),
            last_day(add_months(CAST(l.wage_month || '-01' AS DATE), 1))
        ) AS due_on,
        row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on) AS ref
    FROM leaver AS v
    INNER JOIN payroll AS l ON l.project_id = v.project_id AND l.person_key = v.person_key
),
open_month AS (
    SELECT project_id, wage_month, sum(rest_fen) AS rest_fen FROM line WHERE rest_fen > 0 GROUP BY project_id, wage_month
),
seen_at_bank AS (
    -- money that no payroll declares: paid for the month by name, or since then more than payrolls say and enough for these
    SELECT o.project_id, o.wage_month
    FROM open_month AS o
    INNER JOIN (
        SELECT
            o.project_id, o.wage_month,
            sum(CASE WHEN b.wage_month = o.wage_month THEN b.paid_fen ELSE 0 END) AS named_fen,
            sum(CASE WHEN b.wage_month IS NULL AND b.month > o.wage_month THEN b.paid_fen ELSE 0 END) AS since_fen
        FROM open_month AS o
        INNER JOIN wage_bank AS b ON b.project_id = o.project_id
        GROUP BY o.project_id, o.wage_month
    ) AS b ON b.project_id = o.project_id AND b.wage_month = o.wage_month
    LEFT JOIN (
        SELECT
            o.project_id, o.wage_month,
            sum(CASE WHEN m.month = o.wage_month THEN m.paid_fen ELSE 0 END) AS named_fen, sum(m.paid_fen) AS since_fen
        FROM open_month AS o
        INNER JOIN project_month AS m
            ON m.project_id = o.project_id
            AND (m.month >= o.wage_month OR substr(CAST(m.last_paid_on AS STRING), 1, 7) > o.wage_month)
        GROUP BY o.project_id, o.wage_month
    ) AS d ON d.project_id = o.project_id AND d.wage_month = o.wage_month
    WHERE b.named_fen > coalesce(d.named_fen, 0) * 1.01e0
        OR b.since_fen - coalesce(d.since_fen, 0) > greatest(o.rest_fen, b.since_fen * 0.1e0)
),
person AS (
    SELECT
        l.project_id, l.person_key, l.team_id, l.left_on, sum(l.rest_fen) AS balance_fen,
        sum(CASE WHEN l.rest_fen > 0 THEN l.due_fen ELSE 0 END) AS open_due_fen,
        count(CASE WHEN l.rest_fen > 0 THEN 1 END) AS n_months, max(l.due_on) AS due_on
    FROM line AS l
    LEFT JOIN seen_at_bank AS s ON s.project_id = l.project_id AND s.wage_month = l.wage_month
    WHERE s.project_id IS NULL
    GROUP BY l.project_id, l.person_key, l.team_id, l.left_on
),
filed AS (
    SELECT party_id FROM judicial WHERE about_wage AND kind = 'civil' AND closed_on IS NULL GROUP BY party_id
),
unsettled AS (
    SELECT p.*, j.party_id IS NOT NULL AS is_disputed
    FROM person AS p
    CROSS JOIN fresh AS f
    INNER JOIN late_day AS l ON l.day = greatest(
        date_add(p.left_on, CAST($settle_days AS INTEGER)), date_add(p.due_on, CAST($grace_days AS INTEGER))
    )
    LEFT JOIN filed AS j ON j.party_id = p.person_key
    WHERE p.balance_fen > (1e0 - $paid_ratio) * p.open_due_fen
        AND $as_of > l.open_on AND f.wage_on >= l.open_on
),
graded AS (
    -- by team: a lost transfer here and there over two years is not a crew sent home unpaid
    SELECT
        project_id, team_id,
        count(CASE WHEN NOT is_disputed THEN 1 END) AS n_persons, count(*) AS n_all,
        coalesce(sum(CASE WHEN NOT is_disputed THEN balance_fen END), 0) AS balance_fen, sum(balance_fen) AS all_fen,
        -- three months' pay of one worker: as many means of the open months
        max(NOT is_disputed AND balance_fen * n_months >= 3 * open_due_fen AND balance_fen >= 100 * $criminal_person_yuan) AS is_grave
    FROM unsettled
    GROUP BY project_id, team_id
),
ranked AS (
    SELECT
        project_id, team_id,
        CASE
            WHEN n_persons >= $many_persons THEN 1
            WHEN is_grave THEN 2
            WHEN n_persons >= $some_persons OR balance_fen >= 100 * $some_yuan THEN 3
            ELSE 4
        END AS grade
    FROM graded
    WHERE is_grave OR n_all >= $some_persons OR all_fen >= 100 * $some_yuan
),
told AS (
    SELECT
        u.*, CASE w.grade WHEN 1 THEN 'many' WHEN 2 THEN 'three_months' WHEN 3 THEN 'some' ELSE 'disputed' END AS reason
    FROM unsettled AS u
    INNER JOIN ranked AS r ON r.project_id = u.project_id AND r.team_id = u.team_id
    INNER JOIN (SELECT project_id, min(grade) AS grade FROM ranked GROUP BY project_id) AS w
        ON w.project_id = r.project_id AND w.grade = r.grade
    WHERE w.grade = 4 OR NOT u.is_disputed
),
team_of AS (
    SELECT
        project_id, team_id, row_number() OVER (PARTITION BY project_id ORDER BY sum(balance_fen) DESC, team_id) AS place
    FROM told
    GROUP BY project_id, team_id
),
sums AS (
    SELECT
        project_id, reason, count(*) AS n_persons, count(DISTINCT team_id) AS n_teams,
        CAST(sum(balance_fen) AS BIGINT) AS balance_fen, max(n_months) AS n_months,
        CAST(min(left_on) AS STRING) AS first_left, CAST(max(left_on) AS STRING) AS last_left
    FROM told
    GROUP BY project_id, reason
),
placed AS (
    SELECT t.project_id, l.ref, row_number() OVER (PARTITION BY t.project_id ORDER BY l.rest_fen DESC, l.ref) AS place
    FROM told AS t
    INNER JOIN line AS l ON l.project_id = t.project_id AND l.person_key = t.person_key AND l.rest_fen > 0
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM placed WHERE place <= 20 GROUP BY project_id
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    least(1e0, 0.5e0 + s.n_persons / 40e0) AS strength,
    e.refs AS evidence,
    s.n_persons, s.n_teams, CASE t.team_id WHEN '' THEN '-' ELSE t.team_id END AS team,
    yuan(s.balance_fen) AS balance_yuan, s.n_months, s.first_left, s.last_left
FROM sums AS s
INNER JOIN team_of AS t ON t.project_id = s.project_id AND t.place = 1
INNER JOIN evidence AS e ON e.project_id = s.project_id
ORDER BY s.project_id
"""
)


@signal(
    id="P09",
    name="leavers-unsettled",
    title=Text("退场未结清", "Leavers not settled"),
    asks_zh="退场工人的工资是否在退场后按期结清？",
    family="payroll",
    depth="L2",
    legal_basis=(law.WAGE_RULES_9, law.ORDER_724_13, law.ORDER_724_30, law.CRIMINAL_RULE_3),
    innocent_when=Text(
        "工人对结算金额有异议并已起诉；末月工资尚未到约定发薪日；转至同一单位其他工地合并发放；结清后工资表未补录",
        "the worker has gone to court over the settlement; the pay day of the last month is still to come; the balance is paid "
        "with the wages of another site of the same employer; paid and not yet entered in the payroll",
    ),
    clears_when=Text(
        "结清余额并提供本人签字的结算单和银行回单",
        "the balance is paid, with a settlement signed by the worker and a bank receipt",
    ),
    reads=reads(
        worker="project_id person_key entered_on left_on role pay_day",
        payroll="project_id person_key wage_month due_fen deduction_fen paid_fen due_on received_on",
        person_span="project_id person_key home_team_id is_worker attending",
        month_bit="month bit",
        team_month="project_id has_payroll",
        project_month="project_id month paid_fen last_paid_on",
        wage_bank="project_id month wage_month paid_fen",
        judicial="party_id kind about_wage closed_on",
        late_day="day open_on",
        project="project_id",
        feed="table_name is_delivered last_received_on age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "some": reason(
            "S2",
            "{first_left}至{last_left}退场的{n_persons}人（{n_teams}个班组，主要为班组{team}）逾期仍有工资余额{balance_yuan}元，需核实是否结清",
            "{n_persons} people who left from {first_left} to {last_left} ({n_teams} team(s), mostly team {team}) are still owed "
            "{balance_yuan} yuan past the day of settlement: whether they were settled needs checking",
        ),
        "three_months": reason(
            "S1",
            "{first_left}至{last_left}退场的{n_persons}人（{n_teams}个班组，主要为班组{team}）逾期仍有工资余额{balance_yuan}元，"
            "有人被欠3个月以上工资（最多{n_months}个月未付清），需尽快核实",
            "{n_persons} people who left from {first_left} to {last_left} ({n_teams} team(s), mostly team {team}) are still owed "
            "{balance_yuan} yuan past the day of settlement, one of them three months' pay or more (up to {n_months} months open): needs checking soon",
        ),
        "many": reason(
            "S1",
            "{first_left}至{last_left}退场的{n_persons}人（{n_teams}个班组，主要为班组{team}）逾期仍有工资余额{balance_yuan}元，人数较多，需尽快核实",
            "as many as {n_persons} people who left from {first_left} to {last_left} ({n_teams} team(s), mostly team {team}) are "
            "still owed {balance_yuan} yuan past the day of settlement: needs checking soon",
        ),
        "disputed": reason(
            "S4",
            "{first_left}至{last_left}退场的{n_persons}人（{n_teams}个班组，主要为班组{team}）仍有工资余额{balance_yuan}元，其中有人已就工资起诉、尚未审结",
            "{n_persons} people who left from {first_left} to {last_left} ({n_teams} team(s), mostly team {team}) are still owed "
            "{balance_yuan} yuan, and wage suits of some of them are still before the court",
        ),
    },
    params={
        "settle_days": Param(
            default=15,
            unit="days",
            because="domain report P09: agreed day or 15 days, though the rule asks for payment at once",
        ),
        "some_persons": Param(default=3, unit="persons of a team", because="domain report P09"),
        "some_yuan": Param(default=10_000, unit="yuan of a team", because="domain report P09"),
        "many_persons": Param(
            default=10,
            unit="persons of a team",
            because="domain report P09; Interpretation 2013 no. 3 art. 3 counts from ten workers",
        ),
        "criminal_person_yuan": Param(
            default=5000,
            unit="yuan",
            because="Interpretation 2013 no. 3 art. 3: one worker's three months; provinces fix 5,000 to 20,000, the lowest for "
            "early attention where the locality states none",
        ),
        "paid_ratio": Param(
            default=0.98, unit="share", because="domain report P03: rounding and small corrections stay below 2 %"
        ),
        "grace_days": GRACE_DAYS,
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def leavers_unsettled() -> None:
    """Were people who left the site paid all they had earned, when it was due?"""
