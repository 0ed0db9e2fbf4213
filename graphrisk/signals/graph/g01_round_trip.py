"""G01: money left the special account and came back to it by others' hands."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED
from graphrisk.signals.declare import LOOKBACK_MONTHS, POPULATION, SCOPE, reads, reason

# The circles are found by the graph room (`round_trip`). Told only where the bank shares the account's entries: monthly totals
# name nobody. Entries of other accounts come in a case only (Order 724 art. 40); what is delivered of them is used.
TOLD = (
    "WITH "
    + ASKED
    + """,
account AS (
    SELECT a.account_key, a.project_id, a.received_on, p.is_scope_known, count(*) OVER (PARTITION BY a.account_key) AS n_projects
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
),
evaluable AS (
    SELECT a.project_id
    FROM account AS a
    INNER JOIN account_cover AS c ON c.account_key = a.account_key AND c.project_id = a.project_id
    CROSS JOIN (SELECT max(CASE WHEN table_name = 'account_txn' THEN age_days END) AS age_days FROM feed) AS f
    WHERE a.is_scope_known AND c.depth = 'L3' AND f.age_days <= $feed_days
    GROUP BY a.project_id
)
"""
)

FIND = (
    TOLD
    + """,
left_by AS (
    -- the entry with which a sum left, and to whom
    SELECT
        r.trip_id, t.account_key, t.amount_fen, t.counterparty_key, coalesce(k.party_id, t.counterparty_uscc) AS party_id,
        t.counterparty_person_key, c.workday_no
    FROM round_trip AS r
    INNER JOIN account_txn AS t ON t.txn_id = r.txn_id
    INNER JOIN calendar AS c ON c.day = r.left_on
    LEFT JOIN party AS k ON k.uscc = t.counterparty_uscc
    WHERE r.left_on >= add_months(CAST($as_of AS DATE), CAST(-$lookback_months AS INTEGER)) AND NOT r.is_between
),
wrong_credit AS (
    -- what left was a credit of the same sum by the same party, sent back
    SELECT DISTINCT l.trip_id
    FROM left_by AS l
    INNER JOIN account_txn AS t
        ON t.account_key = l.account_key AND t.direction = 'credit' AND t.amount_fen = l.amount_fen
    INNER JOIN calendar AS c ON c.day = CAST(t.booked_at AS DATE)
    LEFT JOIN party AS k ON k.uscc = t.counterparty_uscc
    WHERE l.workday_no - c.workday_no >= 0 AND l.workday_no - c.workday_no <= $refund_workdays
        AND (
            t.counterparty_key = l.counterparty_key OR coalesce(k.party_id, t.counterparty_uscc) = l.party_id
            OR t.counterparty_person_key = l.counterparty_person_key
        )
),
circle AS (
    -- a wrong debit that came straight back in one sum within days was put right
    SELECT r.*
    FROM round_trip AS r
    INNER JOIN left_by AS l ON l.trip_id = r.trip_id
    INNER JOIN calendar AS c ON c.day = r.back_on
    LEFT JOIN wrong_credit AS w ON w.trip_id = r.trip_id
    WHERE w.trip_id IS NULL
        AND NOT (
            r.n_steps = 2 AND r.n_back = 1 AND r.returned_fen = r.left_fen AND c.workday_no - l.workday_no <= $refund_workdays
        )
),
wages AS (
    -- what the account's projects owe a month
    SELECT a.account_key, m.month, sum(m.due_fen) AS due_fen
    FROM account AS a
    INNER JOIN project_month AS m ON m.project_id = a.project_id
    WHERE m.due_fen > 0
    GROUP BY a.account_key, m.month
),
month_of AS (
    SELECT c.trip_id, max(w.month) AS month
    FROM circle AS c
    INNER JOIN wages AS w ON w.account_key = c.account_key AND w.month <= substr(CAST(c.left_on AS STRING), 1, 7)
    GROUP BY c.trip_id
),
within AS (
    -- all that left within the days before and came back
    SELECT
        c.trip_id, c.account_key, sum(b.counted_fen) AS counted_fen, sum(b.left_fen) AS left_fen, count(*) AS n_trips,
        min(b.left_on) AS first_on, max(b.back_on) AS last_on
    FROM circle AS c
    INNER JOIN circle AS b
        ON b.account_key = c.account_key AND days_between(b.left_on, c.left_on) >= 0
        AND days_between(b.left_on, c.left_on) < $window_days
    GROUP BY c.trip_id, c.account_key
),
large AS (
    SELECT w.*, g.due_fen
    FROM within AS w
    LEFT JOIN month_of AS m ON m.trip_id = w.trip_id
    LEFT JOIN wages AS g ON g.account_key = w.account_key AND g.month = m.month
    WHERE w.counted_fen >= $least_yuan * 100 OR coalesce(w.counted_fen >= g.due_fen * $least_share, false)
),
worst AS (
    SELECT account_key, max_by(trip_id, (counted_fen, trip_id)) AS trip_id FROM large GROUP BY account_key
),
shown AS (
    SELECT
        w.account_key, l.counted_fen, l.left_fen, l.n_trips, l.first_on, l.last_on, coalesce(l.due_fen, 0) AS due_fen,
        max_by(b.path_zh, (b.counted_fen, b.trip_id)) AS path_zh, max_by(b.path_en, (b.counted_fen, b.trip_id)) AS path_en,
        max_by(b.evidence, (b.counted_fen, b.trip_id)) AS evidence
    FROM worst AS w
    INNER JOIN large AS l ON l.trip_id = w.trip_id
    INNER JOIN circle AS c ON c.trip_id = w.trip_id
    INNER JOIN circle AS b
        ON b.account_key = c.account_key AND days_between(b.left_on, c.left_on) >= 0
        AND days_between(b.left_on, c.left_on) < $window_days
    GROUP BY w.account_key, l.counted_fen, l.left_fen, l.n_trips, l.first_on, l.last_on, l.due_fen
),
of_project AS (
    SELECT
        a.project_id, a.n_projects, s.*,
        row_number() OVER (PARTITION BY a.project_id ORDER BY s.counted_fen DESC, s.account_key) AS place,
        row_ref('special_account', a.account_key || '/' || a.project_id, a.received_on) AS ref
    FROM shown AS s
    INNER JOIN account AS a ON a.account_key = s.account_key
)
SELECT
    'project' AS entity_kind, p.project_id AS entity_id,
    CASE WHEN p.n_projects > 1 THEN 'came_back_shared' ELSE 'came_back' END AS reason,
    -- half, and as much again as the money is of a month's wages
    least(1e0, 0.5e0 + 0.5e0 * coalesce(p.counted_fen / (1e0 * nullif(p.due_fen, 0)), 0e0)) AS strength,
    slice(array_sort(slice(array_sort(p.evidence), 1, 19) || array_agg(p.ref)), 1, 20) AS evidence,
    p.n_projects, CAST(p.n_trips AS BIGINT) AS n_trips, CAST(p.counted_fen AS BIGINT) AS returned_fen,
    yuan(CAST(p.left_fen AS BIGINT)) AS left_yuan, yuan(CAST(p.counted_fen AS BIGINT)) AS returned_yuan,
    p.first_on, p.last_on, p.path_zh, p.path_en
FROM of_project AS p
INNER JOIN evaluable AS v ON v.project_id = p.project_id
WHERE p.place = 1
GROUP BY
    p.project_id, p.n_projects, p.n_trips, p.counted_fen, p.left_fen, p.due_fen, p.first_on, p.last_on, p.path_zh, p.path_en,
    p.evidence
ORDER BY p.project_id
"""
)


@signal(
    id="G01",
    name="round-trip",
    title=Text("工资资金回流", "Round trip of wage money"),
    asks_zh="从专用账户转出的资金是否在30日内经他人之手又回到专用账户？",
    family="graph",
    depth="L3",
    legal_basis=(law.RULE_53_7, law.ORDER_724_26),
    innocent_when=Text(
        "错付款项原额退回、退回误入款项后对方重新拨付；银行退票；工资保证金的动用与补足",
        "a wrong payment sent back in full, a wrong credit returned and paid anew; wages that a bank returned; use and refill of "
        "the wage deposit",
    ),
    clears_when=Text(
        "提供每笔转出与转入的合同、凭证，说明两者无关或系更正",
        "contracts and vouchers of what left and what came show that the two are unrelated or a correction",
    ),
    reads=reads(
        site="project_id is_building amount_fen n_days",
        special_account="account_key project_id received_on",
        account_cover="account_key project_id depth",
        round_trip="trip_id txn_id account_key left_on back_on left_fen returned_fen counted_fen n_steps n_back is_between path_zh "
        "path_en evidence",
        account_txn="txn_id account_key direction amount_fen booked_at counterparty_key counterparty_uscc counterparty_person_key",
        project_month="project_id month due_fen",
        calendar="day workday_no",
        party="uscc party_id",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=TOLD + POPULATION,
    find=FIND,
    reasons={
        "came_back": reason(
            "S1",
            "{first_on}至{last_on}专用账户转出的{left_yuan}元（{n_trips}笔）中有{returned_yuan}元在30日内回到专用账户，路径：{path_zh}，需尽快核实",
            "of {left_yuan} yuan ({n_trips} sums) that left the special account from {first_on}, {returned_yuan} were back within 30 "
            "days each by {last_on}; the way: {path_en}: needs checking soon",
        ),
        "came_back_shared": reason(
            "S2",
            "{n_projects}个项目共用的专用账户，{first_on}至{last_on}转出的{left_yuan}元（{n_trips}笔）中有{returned_yuan}元在30日内回到该账户，"
            "无法分清是哪个项目的资金，路径：{path_zh}，需核实",
            "of {left_yuan} yuan ({n_trips} sums) that left a special account of {n_projects} projects from {first_on}, "
            "{returned_yuan} were back within 30 days each by {last_on}; nobody can say of which project they are; the way: "
            "{path_en}: needs checking",
        ),
    },
    params={
        "least_yuan": Param(default=50_000, unit="yuan", because="domain report G01: CNY 50,000 in all"),
        "least_share": Param(default=0.05, unit="share", because="domain report G01: or 5 % of a month's payroll"),
        "window_days": Param(
            default=30, unit="days", because="domain report G01: sums of one window of 30 days together"
        ),
        "refund_workdays": Param(
            default=5, unit="working days", because="domain report A04: a wrong credit or debit is put right within 5"
        ),
        "lookback_months": LOOKBACK_MONTHS,
        **SCOPE,
    },
)
def round_trip() -> None:
    """Did money that left the special account come back to it by others' hands within 30 days?"""
