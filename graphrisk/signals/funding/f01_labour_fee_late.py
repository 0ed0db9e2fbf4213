"""F01: the owner has not credited labour fee to the special account within the lawful cycle of one month."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason
from graphrisk.signals.funding import HEARD, IN_SCOPE, WORKS_READS

EVALUABLE = (
    IN_SCOPE
    + HEARD
    + """,
counted AS (
    -- the gap starts at the last credit; without one, when works, account and feed all had begun; a suspension ends later
    SELECT
        w.project_id, o.judged_on, f.balance_fen, f.last_credit_on,
        greatest(coalesce(f.last_credit_on, greatest(w.started_on, f.opened_on, f.told_from)), w.resumed_on) AS since_on
    FROM asked AS w
    INNER JOIN labour_fund AS f ON f.project_id = w.project_id
    INNER JOIN heard AS h ON h.project_id = w.project_id
    INNER JOIN late_day AS o ON o.day = f.told_to
    WHERE w.is_scope_known AND f.is_told AND days_between(f.told_to, $as_of) <= $feed_days
        -- late by what the owner credited, in time by what the treasury may have: nobody can say
        AND NOT coalesce(
            days_between(f.last_credit_on, o.judged_on) > $month_days + $grace_days
            AND days_between(f.last_unsure_on, o.judged_on) <= $month_days + $grace_days,
            f.last_credit_on IS NULL AND f.last_unsure_on IS NOT NULL
        )
),
evaluable AS (
    SELECT project_id FROM counted
    UNION
    SELECT project_id FROM asked WHERE is_scope_known AND cycle_months > $cycle_months
)
"""
)

FIND = (
    EVALUABLE
    + """,
past_month AS (
    SELECT
        project_id, month, n_attending, paid_fen, due_on, last_paid_on, unpaid_due_fen, has_payroll,
        due_fen - deduction_fen AS net_fen,
        row_number() OVER (PARTITION BY project_id, has_payroll ORDER BY month DESC) AS place
    FROM project_month
    WHERE month < substr(CAST($as_of AS STRING), 1, 7)
),
lined AS (
    SELECT
        c.project_id,
        sum(CASE WHEN m.place <= 3 THEN m.net_fen ELSE 0 END) / 3e0 AS mean_fen,
        sum(CASE WHEN m.due_on < $as_of THEN m.unpaid_due_fen ELSE 0 END) AS owed_fen,
        sum(CASE WHEN m.last_paid_on > c.since_on THEN m.paid_fen ELSE 0 END) AS declared_fen
    FROM counted AS c
    INNER JOIN past_month AS m ON m.project_id = c.project_id
    WHERE m.has_payroll
    GROUP BY c.project_id
),
unpaid AS (
    SELECT project_id FROM past_month WHERE due_on < $as_of AND n_attending > 0 AND paid_fen = 0 GROUP BY project_id
),
bank_month AS (
    SELECT
        project_id, month, sum(paid_fen) AS paid_fen,
        row_number() OVER (PARTITION BY project_id ORDER BY month DESC) AS place
    FROM wage_bank
    WHERE paid_fen > 0
    GROUP BY project_id, month
),
paid_out AS (
    SELECT
        c.project_id,
        sum(CASE WHEN b.place <= 3 THEN b.paid_fen ELSE 0 END) / 3e0 AS mean_fen,
        sum(CASE WHEN b.month >= substr(CAST(c.since_on AS STRING), 1, 7) THEN b.paid_fen ELSE 0 END) AS since_fen
    FROM counted AS c
    INNER JOIN bank_month AS b ON b.project_id = c.project_id
    GROUP BY c.project_id
    HAVING count(*) >= 3
),
others_money AS (
    SELECT c.project_id, sum(m.amount_fen) AS amount_fen
    FROM counted AS c
    INNER JOIN labour_credit AS m ON m.project_id = c.project_id AND m.kind <> 'labour' AND m.booked_on >= c.since_on
    GROUP BY c.project_id
),
last_credit AS (
    SELECT c.project_id, sum(m.amount_fen) AS amount_fen
    FROM counted AS c
    INNER JOIN labour_credit AS m
        ON m.project_id = c.project_id AND m.kind = 'labour'
        AND days_between(m.booked_on, c.last_credit_on) < $month_days
    GROUP BY c.project_id
),
paid_ahead AS (
    -- one credit may cover several months: nothing is late while it was large enough for all months since, all wages are
    -- paid, from the account, and the next payroll lies ready in the owner's money; the bank's wages stand for payrolls
    SELECT c.project_id
    FROM counted AS c
    INNER JOIN last_credit AS g ON g.project_id = c.project_id
    INNER JOIN paid_out AS o ON o.project_id = c.project_id
    LEFT JOIN lined AS l ON l.project_id = c.project_id
    LEFT JOIN unpaid AS u ON u.project_id = c.project_id
    LEFT JOIN others_money AS m ON m.project_id = c.project_id
    WHERE g.amount_fen * $month_days >= coalesce(l.mean_fen, o.mean_fen) * days_between(c.since_on, c.judged_on)
        AND c.balance_fen - coalesce(m.amount_fen, 0) >= coalesce(l.mean_fen + l.owed_fen, o.mean_fen)
        AND o.since_fen >= 0.5e0 * coalesce(l.declared_fen, 0)
        AND (u.project_id IS NULL OR l.project_id IS NULL)
),
late AS (
    SELECT c.project_id, c.since_on, c.judged_on, days_between(c.since_on, c.judged_on) AS gap_days
    FROM counted AS c
    LEFT JOIN paid_ahead AS a ON a.project_id = c.project_id
    WHERE a.project_id IS NULL AND days_between(c.since_on, c.judged_on) > $month_days + $grace_days
),
people AS (
    SELECT l.project_id, max(m.n_attending) AS n_heads
    FROM late AS l
    INNER JOIN project_month AS m ON m.project_id = l.project_id AND m.month > substr(CAST(l.since_on AS STRING), 1, 7)
    GROUP BY l.project_id
),
told AS (
    SELECT
        l.project_id,
        CASE
            WHEN l.gap_days > $red_days AND coalesce(p.n_heads, 0) > 0 THEN 'three_months'
            WHEN l.gap_days > $orange_days THEN 'two_months'
            ELSE 'one_month'
        END AS reason,
        -- how far the gap is on its way to three months
        least(1e0, l.gap_days / CAST($red_days AS DOUBLE)) AS strength,
        CAST(l.since_on AS STRING) AS since_on, CAST(l.judged_on AS STRING) AS told_to, l.gap_days,
        CAST(coalesce(p.n_heads, 0) AS BIGINT) AS n_heads, CAST(NULL AS DOUBLE) AS cycle_months
    FROM late AS l
    LEFT JOIN people AS p ON p.project_id = l.project_id
    UNION ALL
    SELECT
        project_id, 'cycle_too_long', least(1e0, 0.4e0 + 0.2e0 * (cycle_months - 1e0)),
        CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), cycle_months
    FROM asked
    WHERE is_scope_known AND cycle_months > $cycle_months
),
rows_behind AS (
    SELECT t.project_id, t.reason, w.project_ref AS ref FROM told AS t INNER JOIN works AS w ON w.project_id = t.project_id
    UNION ALL
    SELECT t.project_id, t.reason, w.contract_ref
    FROM told AS t
    INNER JOIN works AS w ON w.project_id = t.project_id
    WHERE w.contract_ref IS NOT NULL
    UNION ALL
    SELECT t.project_id, t.reason, f.ref
    FROM told AS t
    INNER JOIN fund_ref AS f ON f.project_id = t.project_id
    WHERE t.reason <> 'cycle_too_long' AND (
        f.source = 'account' OR (f.source = 'labour' AND f.place <= 5)
        OR (f.source = 'total' AND f.month > substr(t.since_on, 1, 7) AND f.month <= substr(t.told_to, 1, 7))
    )
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM rows_behind
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.since_on, t.told_to, t.gap_days, t.n_heads, t.cycle_months
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="F01",
    name="labour-fee-late",
    title=Text("人工费未按月拨付", "Labour fee not credited monthly"),
    asks_zh="建设单位是否至少每月一次将人工费拨入专用账户？",
    family="funding",
    depth="L2",
    legal_basis=(law.ORDER_724_24, law.ORDER_724_29, law.ORDER_724_35, law.ORDER_724_57, law.RULE_53_12),
    innocent_when=Text(
        "一次拨付覆盖多个月（该笔拨付足以支付其后各月且余额足够支付下期工资的不计）；财政国库或监管账户代拨而银行未注明用途；总包以自有资金垫付；"
        "开工首月；银行上传中断。工程量、质量、造价争议不是理由（条例第35条）",
        "one credit covers several months (not counted while it was large enough for them and the balance covers the next payroll); treasury or escrow pays "
        "and the bank states no purpose; the contractor advances its own money; the first month of works; the bank's upload "
        "broke off. A dispute on quantity, quality or price is no ground (Order 724 art. 35)",
    ),
    clears_when=Text(
        "提供人工费拨付的银行回单，或建设单位补拨并上传；周期超过一个月的，签订补充协议改正",
        "the bank's receipt of the credit is shown, or the owner credits what is due; a longer cycle is mended by a "
        "supplementary agreement",
    ),
    reads=reads(
        works=WORKS_READS,
        labour_fund="project_id opened_on told_from told_to depth is_told balance_fen last_credit_on last_unsure_on "
        "last_entry_on",
        labour_credit="project_id kind booked_on amount_fen",
        fund_ref="project_id source place month ref",
        project_month="project_id month n_attending due_fen deduction_fen paid_fen unpaid_due_fen due_on last_paid_on "
        "has_payroll",
        wage_bank="project_id month paid_fen",
        late_day="day judged_on",
        feed="table_name is_delivered",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "one_month": reason(
            "S3",
            "自{since_on}起至{told_to}，{gap_days}天内专用账户未见人工费拨入，已超过一个月周期及宽限期，需核实",
            "no labour fee reached the special account for {gap_days} days, from {since_on} to {told_to}, beyond the "
            "cycle of one month and grace: needs checking",
        ),
        "two_months": reason(
            "S2",
            "自{since_on}起至{told_to}，专用账户已{gap_days}天（两个月以上）未见人工费拨入，需核实",
            "no labour fee reached the special account for {gap_days} days (over two months), from {since_on} to "
            "{told_to}: needs checking",
        ),
        "three_months": reason(
            "S1",
            "自{since_on}起至{told_to}，专用账户已{gap_days}天（三个月以上）未见人工费拨入，其间仍有{n_heads}人出勤，需尽快核实",
            "no labour fee reached the special account for {gap_days} days (over three months), from {since_on} to "
            "{told_to}, while up to {n_heads} people worked: needs checking soon",
        ),
        "cycle_too_long": reason(
            "S3",
            "施工合同约定人工费拨付周期为{cycle_months}个月，超过法定的一个月，需核实并改正",
            "the prime contract agrees a labour-fee cycle of {cycle_months} months, beyond the lawful one: needs checking",
        ),
    },
    params={
        "cycle_months": Param(default=1, unit="months", because="Order 724 art. 24: the cycle is at most one month"),
        "month_days": Param(
            default=31, unit="days", because="Order 724 art. 24: the longest month is the lawful cycle"
        ),
        "grace_days": Param(default=5, unit="days", because="domain report F01: booking and upload take days"),
        "orange_days": Param(default=62, unit="days", because="domain report F01: two cycles missed"),
        "red_days": Param(default=93, unit="days", because="domain report F01: three cycles missed"),
        **SCOPE,
    },
)
def labour_fee_late() -> None:
    """Has the owner credited labour fee to the special account at least once a month?"""
