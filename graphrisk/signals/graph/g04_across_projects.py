"""G04: money of one project's special account went to another project's account or workers."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED
from graphrisk.signals.declare import LOOKBACK_MONTHS, POPULATION, SCOPE, reads, reason

# The project whose money went is named, not the one that got it. Told only where the bank shares the account's entries. Taken out:
# accounts that serve a project in common, sub-ledgers of one holder where the place allows them, what was put right within days,
# money given back, and the balance after the release. An account of several projects cannot be split and tells nothing here.
TOLD = (
    "WITH "
    + ASKED
    + """,
served AS (
    SELECT
        account_key, project_id, holder_uscc, close_notice_on, coalesce(sub_ledger, false) AS sub_ledger, received_on,
        count(*) OVER (PARTITION BY account_key) AS n_projects
    FROM special_account
),
account AS (
    SELECT s.*, p.is_scope_known FROM served AS s INNER JOIN asked AS p ON p.project_id = s.project_id WHERE s.n_projects = 1
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
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS amount_fen
    FROM account_txn
    WHERE reversal_of IS NOT NULL
    GROUP BY reversal_of
),
sent AS (
    -- as the paying account's bank tells it; the receiver's side would count it twice
    SELECT
        t.txn_id, t.account_key AS from_key, t.counterparty_key AS to_key, t.amount_fen - coalesce(r.amount_fen, 0) AS amount_fen,
        CAST(t.booked_at AS DATE) AS booked_on, c.workday_no, t.received_on
    FROM account_txn AS t
    INNER JOIN (SELECT account_key FROM served GROUP BY account_key) AS o ON o.account_key = t.counterparty_key
    INNER JOIN (SELECT account_key FROM served GROUP BY account_key) AS f ON f.account_key = t.account_key
    INNER JOIN calendar AS c ON c.day = CAST(t.booked_at AS DATE)
    LEFT JOIN reversed AS r ON r.txn_id = t.txn_id
    WHERE t.direction = 'debit' AND t.reversal_of IS NULL AND t.account_key <> t.counterparty_key
        AND t.amount_fen > coalesce(r.amount_fen, 0)
        AND CAST(t.booked_at AS DATE) >= add_months(CAST($as_of AS DATE), CAST(-$lookback_months AS INTEGER))
),
in_turn AS (
    SELECT
        *, row_number() OVER (PARTITION BY from_key, to_key, amount_fen ORDER BY booked_on, txn_id) AS nth
    FROM sent
),
given_back AS (
    -- the nth transfer of a sum and the nth of the same sum the other way, not before it
    SELECT a.txn_id, b.txn_id AS back_txn_id, b.workday_no - a.workday_no AS n_workdays
    FROM in_turn AS a
    INNER JOIN in_turn AS b
        ON b.from_key = a.to_key AND b.to_key = a.from_key AND b.amount_fen = a.amount_fen AND b.nth = a.nth
        AND (b.booked_on > a.booked_on OR (b.booked_on = a.booked_on AND b.txn_id > a.txn_id))
),
in_common AS (
    SELECT DISTINCT a.account_key AS from_key, b.account_key AS to_key
    FROM served AS a
    INNER JOIN served AS b ON b.project_id = a.project_id OR (
        a.sub_ledger AND b.sub_ledger AND a.holder_uscc = b.holder_uscc AND coalesce($sub_ledger_allowed, true)
    )
),
moved AS (
    SELECT
        a.project_id, s.txn_id, s.to_key, s.amount_fen, s.booked_on, s.received_on, g.txn_id IS NOT NULL AS is_back
    FROM sent AS s
    INNER JOIN account AS a ON a.account_key = s.from_key
    LEFT JOIN in_common AS c ON c.from_key = s.from_key AND c.to_key = s.to_key
    LEFT JOIN given_back AS g ON g.txn_id = s.txn_id
    LEFT JOIN given_back AS b ON b.back_txn_id = s.txn_id
    WHERE c.from_key IS NULL AND b.back_txn_id IS NULL AND coalesce(g.n_workdays > $refund_workdays, true)
        AND NOT coalesce(s.booked_on >= date_add(a.close_notice_on, CAST($notice_days AS INTEGER)), false)
),
paid_for AS (
    -- wages to people who are on another project's payroll for that month, and were never with this one
    SELECT
        a.project_id, p.project_id AS other_id, coalesce(t.wage_month, s.month) AS wage_month, s.txn_id, s.amount_fen, s.booked_on,
        s.received_on
    FROM strange_debit AS s
    INNER JOIN account AS a ON a.account_key = s.account_key
    INNER JOIN account_txn AS t ON t.txn_id = s.txn_id AND t.purpose = 'wage'
    INNER JOIN month_bit AS m ON m.month = coalesce(t.wage_month, s.month)
    INNER JOIN (SELECT DISTINCT project_id, person_key, lined FROM person_span) AS p
        ON p.person_key = t.counterparty_person_key AND p.project_id <> a.project_id AND (p.lined & m.bit) <> 0
    WHERE NOT s.is_cash AND coalesce(s.refund_workdays > $refund_workdays, true)
        AND s.booked_on >= add_months(CAST($as_of AS DATE), CAST(-$lookback_months AS INTEGER))
),
paid_month AS (
    SELECT f.project_id, f.other_id, f.wage_month, sum(f.amount_fen) AS amount_fen, max(m.due_fen) AS due_fen
    FROM paid_for AS f
    INNER JOIN project_month AS m ON m.project_id = f.other_id AND m.month = f.wage_month
    GROUP BY f.project_id, f.other_id, f.wage_month
    HAVING sum(f.amount_fen) > max(m.due_fen) * $payroll_share
),
row_of AS (
    SELECT
        m.project_id, CASE WHEN m.is_back THEN 'lent' ELSE 'moved' END AS reason, m.txn_id, m.amount_fen, m.booked_on, m.received_on,
        o.project_id AS other_id, 0e0 AS share
    FROM moved AS m
    INNER JOIN (SELECT account_key, min(project_id) AS project_id FROM served GROUP BY account_key) AS o ON o.account_key = m.to_key
    UNION ALL
    SELECT f.project_id, 'paid_others', f.txn_id, f.amount_fen, f.booked_on, f.received_on, f.other_id, ratio(p.amount_fen, p.due_fen)
    FROM paid_for AS f
    INNER JOIN paid_month AS p ON p.project_id = f.project_id AND p.other_id = f.other_id AND p.wage_month = f.wage_month
),
summed AS (
    SELECT
        project_id, reason, sum(amount_fen) AS amount_fen, count(*) AS n_entries, max(share) AS share, min(booked_on) AS first_on,
        max(booked_on) AS last_on, max_by(other_id, (amount_fen, txn_id)) AS other_id, count(DISTINCT other_id) AS n_others
    FROM row_of
    GROUP BY project_id, reason
),
behind AS (
    SELECT
        project_id, reason, row_ref('account_txn', txn_id, received_on) AS ref,
        row_number() OVER (PARTITION BY project_id, reason ORDER BY amount_fen DESC, txn_id) AS place
    FROM row_of
    UNION ALL
    SELECT DISTINCT r.project_id, r.reason, row_ref('special_account', a.account_key || '/' || a.project_id, a.received_on), 1
    FROM row_of AS r
    INNER JOIN account AS a ON a.project_id = r.project_id
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    -- the more often, and the more of the other's payroll, the surer that it is no slip
    least(1e0, 0.5e0 + 0.1e0 * s.n_entries + 0.5e0 * s.share) AS strength,
    slice(array_sort(array_agg(b.ref)), 1, 20) AS evidence,
    CAST(s.n_entries AS BIGINT) AS n_entries, CAST(s.amount_fen AS BIGINT) AS amount_fen,
    yuan(CAST(s.amount_fen AS BIGINT)) AS amount_yuan, CAST(floor(100e0 * s.share) AS BIGINT) AS percent,
    s.first_on, s.last_on, s.other_id, coalesce(left(o.name, 60), s.other_id) AS other_name, CAST(s.n_others AS BIGINT) AS n_others
FROM summed AS s
INNER JOIN evaluable AS v ON v.project_id = s.project_id
INNER JOIN behind AS b ON b.project_id = s.project_id AND b.reason = s.reason AND b.place <= 15
LEFT JOIN site AS o ON o.project_id = s.other_id
GROUP BY
    s.project_id, s.reason, s.n_entries, s.amount_fen, s.share, s.first_on, s.last_on, s.other_id, o.name, s.n_others
ORDER BY s.project_id, s.reason
"""
)


@signal(
    id="G04",
    name="across-projects",
    title=Text("跨项目挪用", "Diversion across projects"),
    asks_zh="本项目专用账户的资金是否转入其他项目的专用账户，或用于发放其他项目的工资？",
    family="graph",
    depth="L3",
    legal_basis=(law.ORDER_724_26, law.RULE_53_7, law.RULE_53_6),
    innocent_when=Text(
        "记账串户后5个工作日内更正；账户依规同时服务于两个项目或分账管理；工人已转入本项目但未及时登记",
        "a posting error put right within 5 working days; an account that lawfully serves both or has sub-ledgers; workers who "
        "moved to this project and are not yet registered",
    ),
    clears_when=Text(
        "款项退回本项目专户，或提供更正凭证、分账证明、工人在本项目做工的记录",
        "the money is returned, or the correction, the sub-ledgers or the workers' days on this project are shown",
    ),
    reads=reads(
        site="project_id name is_building amount_fen n_days",
        special_account="account_key project_id holder_uscc sub_ledger close_notice_on received_on",
        account_cover="account_key project_id depth",
        account_txn="txn_id account_key booked_at direction amount_fen counterparty_key counterparty_person_key purpose wage_month "
        "reversal_of received_on",
        strange_debit="txn_id account_key booked_on month amount_fen is_cash refund_workdays received_on",
        person_span="project_id person_key lined",
        project_month="project_id month due_fen",
        month_bit="month bit",
        calendar="day workday_no",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=TOLD + POPULATION,
    find=FIND,
    reasons={
        "moved": reason(
            "S1",
            "{first_on}至{last_on}专用账户{n_entries}笔合计{amount_yuan}元转入其他{n_others}个项目的专用账户（最大一笔：{other_name}），需尽快核实",
            "from {first_on} to {last_on} {n_entries} sums of {amount_yuan} yuan in all went to special accounts of {n_others} other "
            "projects (the largest: {other_name}): needs checking soon",
        ),
        "lent": reason(
            "S2",
            "{first_on}至{last_on}专用账户{n_entries}笔合计{amount_yuan}元借给其他{n_others}个项目的专用账户（最大一笔：{other_name}），"
            "超过5个工作日后原额归还，需核实",
            "from {first_on} to {last_on} {n_entries} sums of {amount_yuan} yuan in all were lent to special accounts of {n_others} "
            "other projects (the largest: {other_name}) and given back later than within days: needs checking",
        ),
        "paid_others": reason(
            "S2",
            "{first_on}至{last_on}专用账户为其他项目（{other_name}）的工人发放工资{n_entries}笔合计{amount_yuan}元，最多占该项目当月工资的{percent}%，需核实",
            "from {first_on} to {last_on} the account paid {n_entries} wages of {amount_yuan} yuan to workers of another project "
            "({other_name}), up to {percent} % of its payroll of a month: needs checking",
        ),
    },
    params={
        "payroll_share": Param(
            default=0.05, unit="share", because="domain report G04: more than 5 % of the other's payroll"
        ),
        "refund_workdays": Param(
            default=5, unit="working days", because="domain report G04: a posting error is put right within 5"
        ),
        "notice_days": Param(
            default=30, unit="days", because="Order 724 art. 27: the balance is free after 30 days' notice"
        ),
        "sub_ledger_allowed": Param(
            default=None, unit="yes/no", because="MOHRSS 2021 No. 53 art. 6: sub-ledgers only where local rules allow"
        ),
        "lookback_months": LOOKBACK_MONTHS,
        **SCOPE,
    },
)
def across_projects() -> None:
    """Did money of this project's special account go to other projects' accounts or pay other projects' workers?"""
