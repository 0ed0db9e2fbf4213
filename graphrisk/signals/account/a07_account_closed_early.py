"""A07: the special account was closed while people build, without notice in time, or with a case open."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import FEED_READS
from graphrisk.signals.declare import FEED_DAYS, reads, reason

# Asked of every project that has an account, whatever its state: closing comes at the end. A day of notice that no row of
# the feed carries is not collected there. With a successor account in time the bank was changed, nothing closed.
CLOSINGS = """
WITH register AS (
    SELECT max(CASE WHEN table_name = 'special_account' AND is_delivered AND agency_age_days <= $feed_days THEN 1 ELSE 0 END)
        AS is_fresh
    FROM feed
),
collected AS (
    SELECT count(close_notice_on) > 0 AS has_notices FROM special_account
),
account AS (
    SELECT
        a.project_id, a.account_key, a.received_on, a.close_notice_on, a.closed_on, a.opened_on,
        p.status, p.ended_on, s.contractor_party
    FROM special_account AS a
    INNER JOIN project AS p ON p.project_id = a.project_id
    INNER JOIN site AS s ON s.project_id = a.project_id
),
succeeded AS (
    SELECT DISTINCT c.project_id, c.account_key
    FROM account AS c
    INNER JOIN account AS n ON n.project_id = c.project_id AND n.account_key <> c.account_key
    WHERE c.closed_on <= $as_of
        AND (n.opened_on IS NULL OR n.opened_on <= date_add(c.closed_on, CAST($successor_days AS INTEGER)))
        AND (n.closed_on IS NULL OR n.closed_on > c.closed_on)
),
closed AS (
    SELECT c.*
    FROM account AS c
    LEFT JOIN succeeded AS n ON n.project_id = c.project_id AND n.account_key = c.account_key
    WHERE c.closed_on <= $as_of AND n.account_key IS NULL
        -- while works go on, the days for a successor run out first
        AND (c.status IN ('completed', 'closed') OR days_between(c.closed_on, $as_of) > $successor_days)
),
evaluable AS (
    SELECT a.project_id
    FROM account AS a
    CROSS JOIN register AS r
    WHERE r.is_fresh = 1
    GROUP BY a.project_id
)
"""

POPULATION = (
    CLOSINGS
    + """
SELECT 'project' AS entity_kind, p.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM (SELECT DISTINCT project_id FROM account) AS p
LEFT JOIN evaluable AS e ON e.project_id = p.project_id
"""
)

FIND = (
    CLOSINGS
    + """,
while_building AS (
    SELECT
        c.*, coalesce(m.n_heads, 0) AS n_heads,
        CASE WHEN m.n_heads > 0 THEN 'closed_at_work' ELSE 'closed_building' END AS reason
    FROM closed AS c
    LEFT JOIN (
        SELECT c.project_id, c.account_key, max(m.n_attending) AS n_heads
        FROM closed AS c
        INNER JOIN project_month AS m
            ON m.project_id = c.project_id AND m.month > substr(CAST(c.closed_on AS STRING), 1, 7)
        GROUP BY c.project_id, c.account_key
    ) AS m ON m.project_id = c.project_id AND m.account_key = c.account_key
    WHERE c.status IN ('building', 'suspended')
        AND NOT coalesce(c.ended_on <= c.closed_on, false)
),
short_notice AS (
    SELECT c.*, coalesce(days_between(c.close_notice_on, c.closed_on), 0) AS n_notice_days
    FROM closed AS c
    CROSS JOIN collected AS k
    WHERE k.has_notices AND coalesce(days_between(c.close_notice_on, c.closed_on), 0) < $notice_days
),
case_at_close AS (
    SELECT c.project_id, c.account_key, row_ref('clue', l.clue_id || '/' || l.uscc, l.received_on) AS ref
    FROM closed AS c
    INNER JOIN clue AS l ON l.project_id = c.project_id
    WHERE l.opened_on <= c.closed_on AND coalesce(l.closed_on, l.result_on, date_add(c.closed_on, 1)) > c.closed_on
        AND l.result IN ('open', 'verified', 'partly')
    UNION ALL
    SELECT c.project_id, c.account_key, row_ref('inspection', i.inspection_id, i.received_on)
    FROM closed AS c
    INNER JOIN inspection AS i ON i.project_id = c.project_id
    WHERE coalesce(i.dispatched_on, i.visited_on) <= c.closed_on
        AND coalesce(i.closed_on, date_add(c.closed_on, 1)) > c.closed_on
        AND (i.result = 'arrears' OR i.measure IN ('order', 'case', 'transfer'))
    UNION ALL
    SELECT c.project_id, c.account_key, row_ref('judicial', j.case_no || '/' || j.party_id, j.received_on)
    FROM closed AS c
    INNER JOIN party AS k ON k.party_id = c.contractor_party
    INNER JOIN judicial AS j ON j.party_id = k.uscc
    WHERE j.about_wage AND j.role = 'debtor' AND j.filed_on <= c.closed_on
        AND coalesce(j.closed_on, date_add(c.closed_on, 1)) > c.closed_on
),
told AS (
    SELECT project_id, account_key, reason, closed_on, close_notice_on, received_on, n_heads, CAST(0 AS BIGINT) AS n_days,
        0.9e0 AS strength
    FROM while_building
    UNION ALL
    SELECT project_id, account_key, CASE WHEN close_notice_on IS NULL THEN 'no_notice' ELSE 'short_notice' END,
        closed_on, close_notice_on, received_on, 0, n_notice_days,
        least(1e0, 0.3e0 + 0.7e0 * ($notice_days - greatest(n_notice_days, 0)) / (1e0 * $notice_days))
    FROM short_notice
    UNION ALL
    SELECT c.project_id, c.account_key, 'open_case', c.closed_on, c.close_notice_on, c.received_on, 0, k.n_cases, 0.9e0
    FROM closed AS c
    INNER JOIN (SELECT project_id, account_key, count(*) AS n_cases FROM case_at_close GROUP BY project_id, account_key) AS k
        ON k.project_id = c.project_id AND k.account_key = c.account_key
),
behind AS (
    SELECT project_id, reason, row_ref('special_account', account_key || '/' || project_id, received_on) AS ref FROM told
    UNION ALL
    SELECT t.project_id, t.reason, s.ref
    FROM told AS t
    INNER JOIN site_ref AS s ON s.project_id = t.project_id
    WHERE s.source = 'project' OR (s.source = 'work' AND t.reason = 'closed_at_work')
    UNION ALL
    SELECT t.project_id, t.reason, k.ref
    FROM told AS t
    INNER JOIN case_at_close AS k ON k.project_id = t.project_id AND k.account_key = t.account_key
    WHERE t.reason = 'open_case'
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (SELECT DISTINCT project_id, reason, ref FROM behind) AS b
    GROUP BY project_id, reason
),
summed AS (
    SELECT
        t.project_id, t.reason, max(t.strength) AS strength, CAST(min(t.closed_on) AS STRING) AS closed_on,
        CAST(min(t.close_notice_on) AS STRING) AS notice_on, max(t.n_heads) AS n_heads, max(t.n_days) AS n_days
    FROM told AS t
    INNER JOIN evaluable AS v ON v.project_id = t.project_id
    GROUP BY t.project_id, t.reason
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason, s.strength, e.refs AS evidence,
    s.closed_on, s.notice_on, s.n_heads,
    CASE WHEN s.reason = 'open_case' THEN s.n_days ELSE 0 END AS n_cases,
    CASE WHEN s.reason = 'open_case' THEN 0 ELSE s.n_days END AS n_days
FROM summed AS s
INNER JOIN evidence AS e ON e.project_id = s.project_id AND e.reason = s.reason
ORDER BY s.project_id, s.reason
"""
)


@signal(
    id="A07",
    name="account-closed-early",
    title=Text("违规销户", "Account closed early or irregularly"),
    asks_zh="专用账户是否在完工且无拖欠、公示满30日之后才注销？",
    family="account",
    depth="L1",
    legal_basis=(law.ORDER_724_27, law.RULE_53_9, law.RULE_53_10),
    innocent_when=Text(
        "更换开户银行且新账户及时开立；工程已完工而状态未更新；公示已办但日期未报送；线索与本项目工资无关",
        "the bank was changed and the new account opened in time; the works have ended and the state is not updated; the notice "
        "was put up but its day not reported; the case is not about this project's wages",
    ),
    clears_when=Text(
        "提供完工及无拖欠证明、公示材料或新账户资料",
        "papers of completion without arrears, the notice, or the successor account are shown",
    ),
    reads=reads(
        project="project_id status ended_on",
        site="project_id contractor_party",
        site_ref="project_id source ref",
        special_account="account_key project_id opened_on close_notice_on closed_on received_on",
        project_month="project_id month n_attending",
        clue="clue_id uscc project_id opened_on result result_on closed_on received_on",
        inspection="inspection_id project_id dispatched_on visited_on result measure closed_on received_on",
        judicial="case_no party_id role about_wage filed_on closed_on received_on",
        party="uscc party_id",
        feed=FEED_READS,
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "closed_at_work": reason(
            "S1",
            "专用账户于{closed_on}注销，项目在建，此后最多有{n_heads}人出勤，未见接续账户，需尽快核实",
            "the special account was closed on {closed_on} while works go on; up to {n_heads} people attended afterwards "
            "and no successor account is seen: needs checking soon",
        ),
        "closed_building": reason(
            "S2",
            "专用账户于{closed_on}注销，而项目尚未完工，未见接续账户，需核实",
            "the special account was closed on {closed_on} before the works ended and no successor account is seen: needs "
            "checking",
        ),
        "open_case": reason(
            "S1",
            "专用账户于{closed_on}注销时，尚有{n_cases}件欠薪线索、检查或诉讼未结，需尽快核实",
            "when the special account was closed on {closed_on}, {n_cases} wage clue(s), check(s) or suit(s) were open: needs "
            "checking soon",
        ),
        "short_notice": reason(
            "S2",
            "专用账户于{closed_on}注销，距{notice_on}公示仅{n_days}日，不足规定期限，需核实",
            "the special account was closed on {closed_on}, {n_days} days after the notice of {notice_on}, fewer than the "
            "rule asks: needs checking",
        ),
        "no_notice": reason(
            "S2",
            "专用账户于{closed_on}注销，登记中无公示日期，需核实",
            "the special account was closed on {closed_on} and no day of notice is registered: needs checking",
        ),
    },
    params={
        "notice_days": Param(
            default=30, unit="days", because="Order 724 art. 27: 30 days' public notice before closing"
        ),
        "successor_days": Param(
            default=10, unit="days", because="domain report A07, a design value: time to open at another bank"
        ),
        "feed_days": FEED_DAYS,
    },
)
def account_closed_early() -> None:
    """Was the special account closed only after completion without arrears and thirty days of notice?"""
