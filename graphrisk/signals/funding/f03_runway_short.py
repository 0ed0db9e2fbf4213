"""F03: near pay day the special account holds less than the wages that fall due."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason
from graphrisk.signals.funding import HEARD, IN_SCOPE, WORKS_READS

# The month in question is the last one whose pay day lies at most a week ahead; its wages may also be overdue.
EVALUABLE = (
    IN_SCOPE
    + HEARD
    + """,
today AS (
    SELECT workday_no, is_pause FROM calendar WHERE day = $as_of
),
pay_day AS (
    SELECT m.*, c.workday_no
    FROM pay_month AS m
    INNER JOIN (
        SELECT project_id, min(months_ago) AS months_ago
        FROM pay_month
        WHERE days_between($as_of, due_on) <= $ahead_days
        GROUP BY project_id
    ) AS l ON l.project_id = m.project_id AND l.months_ago = m.months_ago
    INNER JOIN calendar AS c ON c.day = m.due_on
    WHERE days_between(m.due_on, $as_of) <= $behind_days
),
needed AS (
    SELECT
        d.project_id, d.month, d.due_on, d.workday_no, d.n_attending AS n_heads, t.owed_fen,
        CASE
            -- the payroll of the month itself replaces its estimate; after the Spring Festival pause no mean is typical
            WHEN d.hundredths IS NOT NULL AND (d.has_payroll OR d.n_pause_days > 0) THEN
                greatest(CASE WHEN d.has_payroll THEN d.net_fen END, d.hundredths / 100e0 * t.day_rate_fen)
            ELSE greatest(t.mean_fen, CASE WHEN d.has_payroll THEN d.net_fen END, d.hundredths / 100e0 * t.day_rate_fen)
        END AS need_fen,
        greatest(coalesce(d.paid_fen, 0), coalesce(d.bank_paid_fen, 0)) AS paid_fen,
        coalesce(d.has_payroll AND d.net_fen > 0 AND d.unpaid_due_fen <= $settled_share * d.net_fen, false) AS is_settled
    FROM pay_day AS d
    INNER JOIN pay_estimate AS t ON t.project_id = d.project_id AND t.months_ago = d.months_ago
),
month_habit AS (
    -- monthly totals: whether any month's wages were more than the balance at its start, and the best month's credits
    SELECT
        project_id, sum(n_paying) AS n_months, sum(n_beyond) AS n_beyond, max(credit_fen) AS best_fen,
        count(CASE WHEN credit_fen > 0 THEN 1 END) AS n_credits
    FROM balance_month
    WHERE months_ago <= $habit_months
    GROUP BY project_id
),
day_habit AS (
    -- entries: pay days that had a credit in the days before them, counted to the agreed or to the actual day
    SELECT
        m.project_id, count(*) AS n_months, sum(CASE WHEN m.credit_days <= $habit_days THEN 1 ELSE 0 END) AS n_within
    FROM pay_month AS m
    INNER JOIN pay_day AS d
        ON d.project_id = m.project_id AND m.months_ago BETWEEN d.months_ago + 1 AND d.months_ago + $habit_months
    INNER JOIN labour_fund AS f ON f.project_id = m.project_id AND f.depth = 'L3' AND f.told_from <= m.due_on
    WHERE m.paid_fen > 0
    GROUP BY m.project_id
),
faced AS (
    SELECT
        w.project_id, w.project_ref, f.depth, f.told_to, f.balance_fen, n.month, n.due_on, n.n_heads, n.need_fen, n.paid_fen,
        n.is_settled, n.workday_no - t.workday_no AS workdays_left, days_between(f.told_to, n.due_on) AS days_ahead,
        coalesce(f.depth = 'L3' AND d.n_within >= $habit_share * d.n_months AND d.n_months >= 3, false) AS is_habit,
        -- a month's end says little of a pay day within the month: only after the day itself, or days before it where no month
        -- yet began with less than its wages
        days_between(f.told_to, n.due_on) <= CASE
            WHEN f.depth = 'L3' OR (h.n_months >= 3 AND h.n_beyond = 0) THEN $ahead_days ELSE 0
        END AS is_near,
        coalesce(h.n_credits, 0) AS n_credits,
        coalesce(h.best_fen, 0) AS best_fen, n.owed_fen
    FROM asked AS w
    INNER JOIN labour_fund AS f ON f.project_id = w.project_id
    INNER JOIN heard AS o ON o.project_id = w.project_id
    INNER JOIN needed AS n ON n.project_id = w.project_id
    CROSS JOIN today AS t
    LEFT JOIN day_habit AS d ON d.project_id = w.project_id
    LEFT JOIN month_habit AS h ON h.project_id = w.project_id
    WHERE w.is_scope_known AND NOT t.is_pause AND n.need_fen > 0e0
        AND f.is_told AND days_between(f.told_to, $as_of) <= $feed_days
),
evaluable AS (
    -- elsewhere it tells when it holds this month's wages and all older ones, or when not even another credit as large as the
    -- best month's would make up for what is short; between the two nobody can tell
    SELECT *, CASE WHEN is_near THEN balance_fen ELSE greatest(balance_fen, 0) + best_fen END AS held_fen
    FROM faced
    WHERE is_settled OR (balance_fen IS NOT NULL AND (
        is_near OR (depth = 'L2' AND days_ahead <= $behind_days AND (
            balance_fen >= need_fen + owed_fen OR (n_credits >= 3 AND greatest(balance_fen, 0) + best_fen < need_fen - paid_fen)
        ))
    ))
)
"""
)

FIND = (
    EVALUABLE
    + """,
short AS (
    SELECT
        *, need_fen - paid_fen AS rest_fen, greatest(held_fen, 0) / (need_fen - paid_fen) AS runway
    FROM evaluable
    WHERE NOT is_settled AND need_fen - paid_fen > $settled_share * need_fen
        AND NOT (is_habit AND $as_of <= due_on)
),
told AS (
    SELECT
        project_id, project_ref,
        CASE
            WHEN NOT is_near THEN 'below_with_credit'
            WHEN runway < $red_runway AND workdays_left <= $red_workdays AND depth = 'L3' THEN 'nearly_empty'
            WHEN runway < $orange_runway THEN 'below_half'
            ELSE 'below_need'
        END AS reason,
        -- the share of the wages that is not there
        least(1e0, greatest(0.1e0, 1e0 - runway)) AS strength,
        month, CAST(due_on AS STRING) AS pay_day, CAST(told_to AS STRING) AS told_to, yuan(held_fen) AS balance_yuan,
        yuan(CAST(round(rest_fen) AS BIGINT)) AS need_yuan,
        CAST(round(runway * 1000e0) AS BIGINT) / 10e0 AS percent, n_heads
    FROM short
    WHERE runway < $yellow_runway
),
last_entry AS (
    SELECT
        a.project_id, row_ref('account_txn', x.txn_id, x.received_on) AS ref,
        row_number() OVER (PARTITION BY x.account_key ORDER BY x.booked_at DESC, x.txn_id) AS place
    FROM told AS t
    INNER JOIN account_cover AS a ON a.project_id = t.project_id AND a.depth = 'L3'
    INNER JOIN account_txn AS x ON x.account_key = a.account_key
    WHERE days_between(CAST(x.booked_at AS DATE), $as_of) <= $feed_days
),
rows_behind AS (
    SELECT project_id, project_ref AS ref FROM told
    UNION ALL
    SELECT t.project_id, f.ref
    FROM told AS t
    INNER JOIN fund_ref AS f ON f.project_id = t.project_id
    WHERE f.source = 'account' OR (f.source = 'labour' AND f.place <= 5)
        OR (f.source = 'total' AND f.month = substr(t.told_to, 1, 7))
    UNION ALL
    SELECT project_id, ref FROM last_entry WHERE place <= 5
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (SELECT DISTINCT project_id, ref FROM rows_behind) AS once
    GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.month, t.pay_day, t.told_to, t.balance_yuan, t.need_yuan, t.percent, CAST(t.n_heads AS BIGINT) AS n_heads
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="F03",
    name="runway-short",
    title=Text("专户余额不足支付当期工资", "Special account below the next payroll"),
    asks_zh="临近发薪日，专用账户余额是否足以支付当期应发工资？",
    family="funding",
    depth="L2",
    version=2,
    legal_basis=(law.RULE_53_13, law.ORDER_724_29, law.ORDER_724_31),
    innocent_when=Text(
        "建设单位习惯在发薪日前三天内拨付（近六个月如此的，发薪日之前不计）；当期工资已由总包其他合法账户支付；"
        "用工减少而按前三个月均值高估；计件班组的工资以结算为准，估算不是欠薪证明",
        "an owner who by habit credits within three days before pay day (not counted before the day where the last six months "
        "show it); wages of the month paid from another lawful account; fewer people, so that the mean of three payrolls is too "
        "high; piece-rate teams, whose wage is known at measurement only: the estimate proves no arrears",
    ),
    clears_when=Text(
        "提供发薪日前的拨付回单或当期工资发放记录，或建设单位追加拨付",
        "the receipt of a credit before pay day or the payout of the month is shown, or the owner adds what is short",
    ),
    reads=reads(
        works=WORKS_READS,
        pay_month="project_id month months_ago n_pause_days due_on n_attending net_fen paid_fen unpaid_due_fen has_payroll "
        "hundredths bank_paid_fen credit_days",
        project_month="project_id month n_attending has_payroll",
        labour_fund="project_id opened_on told_from told_to depth is_told balance_fen last_entry_on",
        pay_estimate="project_id months_ago mean_fen day_rate_fen owed_fen",
        balance_month="project_id months_ago credit_fen n_paying n_beyond",
        fund_ref="project_id source place month ref",
        account_cover="account_key project_id depth",
        account_txn="txn_id account_key booked_at received_on",
        calendar="day workday_no is_pause",
        feed="table_name is_delivered",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "below_need": reason(
            "S3",
            "{month}工资发薪日为{pay_day}，截至{told_to}专户余额{balance_yuan}元，为尚需支付{need_yuan}元的{percent}%，需核实",
            "wages of {month} fall due on {pay_day}; on {told_to} the account held {balance_yuan} yuan, {percent} % of the "
            "{need_yuan} yuan still needed: needs checking",
        ),
        "below_with_credit": reason(
            "S3",
            "{month}工资发薪日为{pay_day}，截至{told_to}专户余额加上近六个月最大的月进账共{balance_yuan}元，仍仅为尚需支付{need_yuan}元的{percent}%，需核实",
            "wages of {month} fall due on {pay_day}; on {told_to} the balance and another credit like the best month's of six "
            "made {balance_yuan} yuan, {percent} % of the {need_yuan} yuan still needed: needs checking",
        ),
        "below_half": reason(
            "S2",
            "{month}工资发薪日为{pay_day}，截至{told_to}专户余额{balance_yuan}元，不足尚需支付{need_yuan}元的一半（{percent}%），需核实",
            "wages of {month} fall due on {pay_day}; on {told_to} the account held {balance_yuan} yuan, less than half "
            "({percent} %) of the {need_yuan} yuan still needed: needs checking",
        ),
        "nearly_empty": reason(
            "S1",
            "{month}工资发薪日为{pay_day}，距发薪日不足3个工作日或已过，截至{told_to}专户余额{balance_yuan}元，"
            "仅为尚需支付{need_yuan}元的{percent}%，涉及{n_heads}人，需尽快核实",
            "wages of {month} fall due on {pay_day}, within 3 working days or past; on {told_to} the account held "
            "{balance_yuan} yuan, {percent} % of the {need_yuan} yuan still needed for {n_heads} people: needs checking soon",
        ),
    },
    params={
        "ahead_days": Param(
            default=7, unit="days", because="domain report F03: the money is looked for a week before pay day"
        ),
        "behind_days": Param(
            default=31, unit="days", because="a month later the next pay day is the question, and P01 has told"
        ),
        "yellow_runway": Param(
            default=1.0, unit="payrolls", because="domain report F03: less than the payroll that falls due"
        ),
        "orange_runway": Param(default=0.5, unit="payrolls", because="domain report F03"),
        "red_runway": Param(default=0.2, unit="payrolls", because="domain report F03"),
        "red_workdays": Param(
            default=3, unit="working days", because="domain report F03: too late for an ordinary transfer"
        ),
        "settled_share": Param(
            default=0.05, unit="share", because="returned and disputed single wages do not make a month unpaid"
        ),
        "habit_days": Param(default=3, unit="days", because="domain report F03: just-in-time owners"),
        "habit_months": Param(default=6, unit="months", because="domain report F03: the habit of six months"),
        "habit_share": Param(default=0.8, unit="share", because="five of six pay days: one late credit ends no habit"),
        **SCOPE,
    },
)
def runway_short() -> None:
    """Near pay day, does the special account hold the wages that fall due?"""
