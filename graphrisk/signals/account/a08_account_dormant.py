"""A08: neither labour fee nor wages moved on the special account for months while people worked."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED
from graphrisk.signals.declare import LOOKBACK_MONTHS, POPULATION, SCOPE, reads, reason

# Months are numbered without those of the Spring Festival pause, when a still account is no symptom. A month is known
# where the bank told of every account the project had then: a row of totals, or entries, once the account's usual delay
# has passed since the month's end. The month of opening and of the first work is start-up.
MONTHS = (
    "WITH "
    + ASKED
    + """,
flow AS (
    SELECT
        max(CASE WHEN table_name = 'account_txn' AND age_days <= $feed_days THEN last_received_on END) AS entries_on,
        max(CASE WHEN table_name = 'account_month' AND age_days <= $feed_days THEN last_received_on END) AS totals_on,
        max(CASE WHEN table_name IN ('attendance_month', 'attendance_day') AND age_days <= $feed_days THEN 1 ELSE 0 END)
            AS has_attendance
    FROM feed
),
open_month AS (
    SELECT month, row_number() OVER (ORDER BY month) AS no
    FROM month_bit
    WHERE months_ago >= 0 AND n_pause_days < $pause_days
),
account AS (
    SELECT
        a.project_id, a.account_key, p.is_scope_known, p.work_month,
        substr(CAST(a.opened_on AS STRING), 1, 7) AS opened_month,
        coalesce(substr(CAST(a.closed_on AS STRING), 1, 7), '9999-12') AS closed_month
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
),
entry_day AS (
    SELECT
        account_key, CAST(booked_at AS DATE) AS day, max(received_on) AS received_on,
        max(CASE WHEN (direction = 'credit' AND (purpose = 'labour_fee' OR counterparty_kind = 'owner'))
            OR (direction = 'debit' AND purpose = 'wage') THEN 1 ELSE 0 END) AS is_active
    FROM account_txn
    GROUP BY account_key, CAST(booked_at AS DATE)
),
entry_month AS (
    SELECT account_key, substr(CAST(day AS STRING), 1, 7) AS month, max(is_active) AS is_active
    FROM entry_day
    GROUP BY account_key, substr(CAST(day AS STRING), 1, 7)
),
total_month AS (
    SELECT account_key, month,
        CASE WHEN coalesce(credit_owner_fen, 0) > 0 OR coalesce(debit_wage_fen, 0) > 0 THEN 1 ELSE 0 END AS is_active
    FROM account_month
),
delay AS (
    SELECT account_key, max(days_between(day, received_on)) AS n_late_days FROM entry_day GROUP BY account_key
),
first_work AS (
    SELECT project_id, min(month) AS month FROM project_month WHERE n_attending > 0 GROUP BY project_id
),
grid AS (
    SELECT a.project_id, a.account_key, a.opened_month, a.is_scope_known, m.month, m.no
    FROM account AS a
    INNER JOIN open_month AS m ON m.month >= coalesce(a.opened_month, '0000-00') AND m.month <= a.closed_month
    WHERE m.month < substr(CAST($as_of AS STRING), 1, 7)
        AND month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(m.month) <= $lookback_months
),
told_month AS (
    SELECT
        g.project_id, g.month, g.no, min(coalesce(g.opened_month, '9999-12')) AS first_opened_month,
        min(CASE
            WHEN t.account_key IS NOT NULL THEN 1
            WHEN last_day(CAST(g.month || '-01' AS DATE)) < f.entries_on
                AND date_add(last_day(CAST(g.month || '-01' AS DATE)), CAST(e.n_late_days AS INTEGER)) < $as_of THEN 1
            ELSE 0
        END) AS is_known,
        max(greatest(coalesce(t.is_active, 0), coalesce(x.is_active, 0))) AS is_active
    FROM grid AS g
    CROSS JOIN flow AS f
    LEFT JOIN total_month AS t ON t.account_key = g.account_key AND t.month = g.month
    LEFT JOIN entry_month AS x ON x.account_key = g.account_key AND x.month = g.month
    LEFT JOIN delay AS e ON e.account_key = g.account_key
    WHERE g.is_scope_known
    GROUP BY g.project_id, g.month, g.no
),
judged AS (
    SELECT
        m.project_id, m.month, m.no, m.is_known, w.n_attending,
        m.is_known = 1 AND m.is_active = 0 AND w.n_attending >= $min_heads
            AND m.month > m.first_opened_month AND m.month > f.month AS is_still
    FROM told_month AS m
    LEFT JOIN first_work AS f ON f.project_id = m.project_id
    LEFT JOIN project_month AS w ON w.project_id = m.project_id AND w.month = m.month
),
latest AS (
    SELECT project_id, max(no) AS no FROM judged WHERE is_known = 1 GROUP BY project_id
),
evaluable AS (
    SELECT l.project_id
    FROM latest AS l
    INNER JOIN judged AS j ON j.project_id = l.project_id
    INNER JOIN open_month AS m ON m.no = l.no
    CROSS JOIN flow AS f
    WHERE f.has_attendance = 1 AND (f.entries_on IS NOT NULL OR f.totals_on IS NOT NULL) AND j.n_attending IS NOT NULL
        AND days_between(last_day(CAST(m.month || '-01' AS DATE)), $as_of) <= $feed_days
    GROUP BY l.project_id
)
"""
)

FIND = (
    MONTHS
    + """,
awake AS (
    -- the last month up to the latest known one that breaks the stillness
    SELECT j.project_id, max(j.no) AS no
    FROM judged AS j
    INNER JOIN latest AS l ON l.project_id = j.project_id AND j.no <= l.no
    WHERE NOT coalesce(j.is_still, false)
    GROUP BY j.project_id
),
moving AS (
    -- what moved after the latest known month, this month included, ends it too
    SELECT DISTINCT a.project_id
    FROM account AS a
    INNER JOIN latest AS l ON l.project_id = a.project_id
    INNER JOIN open_month AS m ON m.no = l.no
    INNER JOIN (SELECT account_key, month, is_active FROM entry_month UNION ALL SELECT account_key, month, is_active FROM total_month)
        AS x ON x.account_key = a.account_key AND x.month > m.month
    WHERE x.is_active = 1
),
still AS (
    SELECT j.project_id, j.month, j.n_attending
    FROM judged AS j
    INNER JOIN latest AS l ON l.project_id = j.project_id AND j.no <= l.no
    LEFT JOIN awake AS a ON a.project_id = j.project_id
    LEFT JOIN moving AS m ON m.project_id = j.project_id
    WHERE j.is_still AND (a.no IS NULL OR j.no > a.no) AND m.project_id IS NULL
),
run AS (
    SELECT
        s.project_id, count(*) AS n_months, min(s.month) AS first_month, max(s.month) AS last_month,
        max(s.n_attending) AS n_heads
    FROM still AS s
    INNER JOIN evaluable AS v ON v.project_id = s.project_id
    GROUP BY s.project_id
    HAVING count(*) >= $min_months
),
behind AS (
    SELECT r.project_id, row_ref('special_account', a.account_key || '/' || a.project_id, a.received_on) AS ref
    FROM run AS r
    INNER JOIN special_account AS a ON a.project_id = r.project_id
    UNION ALL
    SELECT r.project_id, s.ref
    FROM run AS r
    INNER JOIN site_ref AS s ON s.project_id = r.project_id AND s.source = 'work'
    UNION ALL
    SELECT r.project_id, row_ref('account_month', m.account_key || '/' || m.month, m.received_on)
    FROM run AS r
    INNER JOIN account AS a ON a.project_id = r.project_id
    INNER JOIN account_month AS m
        ON m.account_key = a.account_key AND m.month >= r.first_month AND m.month <= r.last_month
    UNION ALL
    SELECT a.project_id, row_ref('account_txn', t.txn_id, t.received_on)
    FROM account AS a
    INNER JOIN run AS r ON r.project_id = a.project_id
    INNER JOIN account_txn AS t ON t.account_key = a.account_key
    INNER JOIN (SELECT account_key, max(booked_at) AS booked_at FROM account_txn GROUP BY account_key) AS l
        ON l.account_key = t.account_key AND l.booked_at = t.booked_at
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, r.project_id AS entity_id,
    CASE WHEN r.n_months >= $long_months THEN 'long' ELSE 'still' END AS reason,
    -- more months, surer
    least(1e0, 0.3e0 + 0.2e0 * r.n_months) AS strength,
    e.refs AS evidence, r.n_months, r.first_month, r.last_month, r.n_heads
FROM run AS r
INNER JOIN evidence AS e ON e.project_id = r.project_id
ORDER BY r.project_id
"""
)


@signal(
    id="A08",
    name="account-dormant",
    title=Text("专户休眠", "Account dormant while people work"),
    asks_zh="现场有人出勤的月份，专用账户是否连续无人工费拨入、也无工资支出？",
    family="account",
    depth="L2",
    legal_basis=(law.ORDER_724_29, law.ORDER_724_31, law.RULE_53_12),
    innocent_when=Text(
        "项目刚启动；工资仍由原账户发放；银行数据尚未报送；考勤中混有访客",
        "the project has only begun; wages still come from the old account; the bank's feed is late; visitors among the "
        "attendance",
    ),
    clears_when=Text(
        "提供这些月份的拨付和代发回单，或说明发放所用账户",
        "bank receipts of credits and payouts in those months are shown, or the account that paid is named",
    ),
    reads=reads(
        site="project_id is_building amount_fen n_days work_month",
        site_ref="project_id source ref",
        special_account="account_key project_id opened_on closed_on received_on",
        account_month="account_key month credit_owner_fen debit_wage_fen received_on",
        account_txn="txn_id account_key booked_at direction purpose counterparty_kind received_on",
        project_month="project_id month n_attending",
        month_bit="month months_ago n_pause_days",
        feed="table_name is_delivered last_received_on age_days agency_age_days",
    ),
    population=MONTHS + POPULATION,
    find=FIND,
    reasons={
        "still": reason(
            "S2",
            "{first_month}至{last_month}共{n_months}个月专用账户无人工费拨入和工资支出，而现场最多有{n_heads}人出勤，需核实",
            "for {n_months} months, {first_month} to {last_month}, no labour fee came in and no wage went out while up to "
            "{n_heads} people attended: needs checking",
        ),
        "long": reason(
            "S1",
            "{first_month}至{last_month}连续{n_months}个月专用账户无人工费拨入和工资支出，而现场最多有{n_heads}人出勤，需尽快核实",
            "for {n_months} months on end, {first_month} to {last_month}, no labour fee came in and no wage went out while "
            "up to {n_heads} people attended: needs checking soon",
        ),
    },
    params={
        "min_months": Param(default=2, unit="months", because="domain report A08: two months in a row"),
        "long_months": Param(default=3, unit="months", because="domain report A08: three months in a row"),
        "min_heads": Param(
            default=10, unit="persons", because="domain report A08: a site with fewer may be paid off in one go"
        ),
        "pause_days": Param(
            default=15, unit="days", because="half a month of the Spring Festival pause, when nothing need move"
        ),
        "lookback_months": LOOKBACK_MONTHS,
        **SCOPE,
    },
)
def account_dormant() -> None:
    """Was there a run of months in which people worked and neither labour fee nor wages moved on the account?"""
