"""P04: what the payroll declares as paid and what the bank paid as wages do not agree."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason
from graphrisk.signals.payroll import GRACE_DAYS, POPULATION

EVALUABLE = """
WITH declared AS (
    -- months whose pay day is over, paid wholly within what the bank covers
    SELECT m.project_id, m.month, m.months_ago, m.paid_fen, c.n_untold
    FROM project_month AS m
    INNER JOIN bank_cover AS c ON c.project_id = m.project_id
    INNER JOIN late_day AS l ON l.day = date_add(m.due_on, CAST($grace_days AS INTEGER))
    WHERE m.paid_fen > 0 AND m.month >= c.first_month AND m.last_paid_on <= c.last_on
        AND $as_of > l.open_on AND m.months_ago BETWEEN 1 AND $lookback_months
        AND (c.n_untold = 0 OR c.n_months >= $sum_months)
),
fresh AS (
    SELECT
        max(CASE WHEN table_name = 'payroll' THEN 1 ELSE 0 END) AS wage,
        max(CASE WHEN table_name IN ('account_txn', 'account_month') THEN 1 ELSE 0 END) AS bank
    FROM feed
    WHERE is_delivered AND age_days <= $feed_days
),
evaluable AS (
    SELECT p.project_id
    FROM project AS p
    INNER JOIN (SELECT project_id FROM declared GROUP BY project_id) AS d ON d.project_id = p.project_id
    CROSS JOIN fresh AS f
    WHERE f.wage = 1 AND f.bank = 1
)
"""

FIND = (
    EVALUABLE
    + """,
by_wage_month AS (
    SELECT
        d.project_id, d.month, d.months_ago, d.paid_fen,
        d.paid_fen - coalesce(b.paid_fen, 0) AS difference_fen
    FROM declared AS d
    LEFT JOIN (
        SELECT project_id, wage_month, sum(paid_fen) AS paid_fen
        FROM wage_bank
        WHERE wage_month IS NOT NULL
        GROUP BY project_id, wage_month
    ) AS b ON b.project_id = d.project_id AND b.wage_month = d.month
    WHERE d.n_untold = 0
),
cleared AS (
    -- what one month lacks and its neighbour has too much is clearing across months
    SELECT
        a.project_id, a.month, a.paid_fen,
        least(
            abs(a.difference_fen), abs(a.difference_fen + coalesce(p.difference_fen, 0)),
            abs(a.difference_fen + coalesce(n.difference_fen, 0)),
            abs(a.difference_fen + coalesce(p.difference_fen, 0) + coalesce(n.difference_fen, 0))
        ) AS gap_fen
    FROM by_wage_month AS a
    LEFT JOIN by_wage_month AS p ON p.project_id = a.project_id AND p.months_ago = a.months_ago + 1
    LEFT JOIN by_wage_month AS n ON n.project_id = a.project_id AND n.months_ago = a.months_ago - 1
),
reach AS (
    -- monthly totals know no wage month, and a month may be paid over an edge of what the bank covers: the bank's sum has
    -- to lie between the months paid wholly within the cover and those that may have been
    SELECT
        m.project_id, max(m.month) AS month, max(c.paid_fen) AS bank_fen,
        sum(CASE WHEN m.month >= c.first_month AND m.last_paid_on <= c.last_on THEN m.paid_fen ELSE 0 END) AS surely_fen,
        sum(m.paid_fen) AS perhaps_fen
    FROM project_month AS m
    INNER JOIN bank_cover AS c ON c.project_id = m.project_id
    WHERE c.n_untold > 0 AND c.n_months >= $sum_months
        AND substr(CAST(m.last_paid_on AS STRING), 1, 7) >= c.first_month AND m.month <= c.last_month
    GROUP BY m.project_id
),
not_again AS (SELECT r.* FROM returned_wage AS r WHERE r.n_workdays > $retry_workdays AND NOT r.is_paid_again),
told AS (
    SELECT
        project_id,
        CASE WHEN gap_fen > $red_ratio * paid_fen THEN 'differs_much' ELSE 'differs' END AS reason,
        month, CAST(gap_fen AS DOUBLE) / paid_fen AS share, gap_fen
    FROM cleared
    WHERE gap_fen > $orange_ratio * paid_fen
    UNION ALL
    SELECT
        r.project_id, 'differs_in_sum', r.month,
        ratio(greatest(r.surely_fen - r.bank_fen, r.bank_fen - r.perhaps_fen), r.perhaps_fen),
        greatest(r.surely_fen - r.bank_fen, r.bank_fen - r.perhaps_fen)
    FROM reach AS r
    WHERE greatest(r.surely_fen - r.bank_fen, r.bank_fen - r.perhaps_fen) > $red_ratio * r.perhaps_fen
        AND EXISTS (SELECT 1 FROM declared AS e WHERE e.project_id = r.project_id)
),
graded AS (
    SELECT project_id, min(CASE reason WHEN 'differs_much' THEN 1 WHEN 'differs' THEN 2 ELSE 3 END) AS grade
    FROM told GROUP BY project_id
),
sums AS (
    SELECT
        t.project_id, t.reason, count(*) AS n_cases, min(t.month) AS first_month, max(t.month) AS last_month,
        max(t.share) AS share, CAST(sum(t.gap_fen) AS BIGINT) AS gap_fen
    FROM told AS t
    INNER JOIN graded AS g
        ON g.project_id = t.project_id
        AND g.grade = CASE t.reason WHEN 'differs_much' THEN 1 WHEN 'differs' THEN 2 ELSE 3 END
    GROUP BY t.project_id, t.reason
    UNION ALL
    SELECT
        project_id, 'returned_not_retried', count(*), min(month), max(month),
        least(1e0, count(*) / 10e0), CAST(sum(amount_fen) AS BIGINT)
    FROM not_again
    GROUP BY project_id
),
bank_rows AS (
    SELECT
        s.project_id, s.reason, row_ref('account_txn', t.txn_id, t.received_on) AS ref,
        row_number() OVER (PARTITION BY s.project_id, s.reason ORDER BY t.txn_id) AS place
    FROM sums AS s
    INNER JOIN special_account AS a ON a.project_id = s.project_id
    INNER JOIN account_txn AS t ON t.account_key = a.account_key
    WHERE s.reason <> 'returned_not_retried' AND t.direction = 'debit' AND t.purpose = 'wage'
        AND coalesce(t.wage_month, s.first_month) BETWEEN s.first_month AND s.last_month
    UNION ALL
    SELECT
        s.project_id, s.reason, row_ref('account_month', m.account_key || '/' || m.month, m.received_on),
        row_number() OVER (PARTITION BY s.project_id, s.reason ORDER BY m.month DESC, m.account_key)
    FROM sums AS s
    INNER JOIN special_account AS a ON a.project_id = s.project_id
    INNER JOIN account_month AS m ON m.account_key = a.account_key
    WHERE s.reason = 'differs_in_sum'
),
who AS (
    SELECT
        s.project_id, s.reason, p.person_key, s.last_month AS month,
        row_number() OVER (PARTITION BY s.project_id, s.reason ORDER BY p.person_key) AS place
    FROM sums AS s
    INNER JOIN month_bit AS m ON m.month = s.last_month
    INNER JOIN person_span AS p
        ON p.project_id = s.project_id AND (p.paid & m.bit) <> 0
    WHERE s.reason <> 'returned_not_retried'
),
rows_behind AS (
    SELECT project_id, reason, ref FROM bank_rows WHERE place <= 10
    UNION ALL
    SELECT w.project_id, w.reason, row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on)
    FROM who AS w
    INNER JOIN payroll AS l
        ON l.project_id = w.project_id AND l.person_key = w.person_key AND l.wage_month = w.month
    WHERE w.place <= 10
    UNION ALL
    SELECT project_id, 'returned_not_retried', row_ref('account_txn', txn_id, received_on) FROM not_again
    UNION ALL
    SELECT project_id, 'returned_not_retried', row_ref('account_txn', return_id, return_received_on) FROM not_again
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM rows_behind
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    least(1e0, 0.5e0 + 0.5e0 * s.share) AS strength,
    e.refs AS evidence,
    s.n_cases, s.first_month, s.last_month,
    CAST(round(s.share * 1000e0) AS BIGINT) / 10e0 AS percent, yuan(s.gap_fen) AS gap_yuan
FROM sums AS s
INNER JOIN evidence AS e ON e.project_id = s.project_id AND e.reason = s.reason
INNER JOIN evaluable AS v ON v.project_id = s.project_id
ORDER BY s.project_id, s.reason
"""
)


@signal(
    id="P04",
    name="payroll-against-bank",
    title=Text("工资表与银行代发不符", "Payroll and bank do not agree"),
    asks_zh="工资表申报的实发金额与专户代发工资金额是否一致？退回的工资是否已在5个工作日内补发？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_31, law.ORDER_724_15),
    innocent_when=Text(
        "跨月清算；部分工资经总包其他合法账户发放；多项目共用专户（不参与比对）；银行数据覆盖期与工资表不一致",
        "clearing across months; part of the wages paid from another lawful account; an account shared by projects "
        "(not compared); bank and payroll covering different periods",
    ),
    clears_when=Text(
        "提供相应月份的银行代发明细并更正工资表；退回工资已补发",
        "the bank's list of payments of the month is shown and the payroll corrected; returned wages have been paid again",
    ),
    reads=reads(
        project="project_id",
        month_bit="month bit",
        project_month="project_id month months_ago paid_fen due_on last_paid_on",
        person_span="project_id person_key paid",
        wage_bank="project_id wage_month paid_fen",
        bank_cover="project_id first_month last_month last_on n_months n_untold paid_fen",
        late_day="day open_on",
        special_account="account_key project_id",
        returned_wage="project_id txn_id return_id amount_fen month n_workdays is_paid_again received_on return_received_on",
        account_txn="txn_id account_key direction purpose wage_month received_on",
        account_month="account_key month received_on",
        payroll="project_id person_key wage_month received_on",
        feed="table_name is_delivered age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "differs": reason(
            "S2",
            "{first_month}至{last_month}有{n_cases}个月工资表实发与专户代发不符，最多差{percent}%，合计{gap_yuan}元，需核实",
            "{n_cases} month(s) from {first_month} to {last_month}: declared pay and wages paid by the bank differ by up "
            "to {percent} %, {gap_yuan} yuan: needs checking",
        ),
        "differs_much": reason(
            "S1",
            "{first_month}至{last_month}有{n_cases}个月工资表实发与专户代发相差一成以上（最多{percent}%），合计{gap_yuan}元，需尽快核实",
            "{n_cases} month(s) from {first_month} to {last_month}: declared pay and wages paid by the bank differ by more "
            "than a tenth (up to {percent} %), {gap_yuan} yuan: needs checking soon",
        ),
        "differs_in_sum": reason(
            "S2",
            "银行月汇总覆盖期内，工资表实发合计与专户工资支出合计相差{percent}%（{gap_yuan}元），需核实",
            "over the months that the bank's totals cover, declared pay and wages paid differ by {percent} % "
            "({gap_yuan} yuan): needs checking",
        ),
        "returned_not_retried": reason(
            "S2",
            "{n_cases}笔工资被退回后超过5个工作日未见补发，合计{gap_yuan}元，需核实",
            "{n_cases} wage payment(s) came back and were not paid again within 5 working days, {gap_yuan} yuan: needs checking",
        ),
    },
    params={
        "orange_ratio": Param(default=0.01, unit="share", because="domain report P04: above rounding and bank fees"),
        "red_ratio": Param(default=0.1, unit="share", because="domain report P04"),
        "retry_workdays": Param(
            default=5, unit="working days", because="domain report P04: returned lines are paid again"
        ),
        "sum_months": Param(
            default=3, unit="months", because="shorter sums are ruled by which day a payment was booked"
        ),
        "grace_days": GRACE_DAYS,
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def payroll_against_bank() -> None:
    """Does the pay that payrolls declare agree with the wages that the special account paid?"""
