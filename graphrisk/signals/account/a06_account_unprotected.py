"""A06: the special account carries no mark, or is frozen or debited for others: the firm and its workers need help."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED, FEED_READS
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason

PROTECTION = (
    "WITH "
    + ASKED
    + """,
open_account AS (
    SELECT
        a.project_id, a.account_key, a.received_on, p.is_scope_known,
        CASE WHEN NOT coalesce(array_contains(a.flags, 'implausible_date:opened_on'), false) THEN a.opened_on END AS opened_on
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
    WHERE a.closed_on IS NULL OR a.closed_on > $as_of
),
checked AS (
    SELECT c.account_key, c.checked_on, c.status, c.marked, c.received_on
    FROM account_check AS c
    INNER JOIN (SELECT account_key, max(checked_on) AS checked_on FROM account_check GROUP BY account_key) AS l
        ON l.account_key = c.account_key AND l.checked_on = c.checked_on
),
released AS (
    SELECT account_key, case_no, min(from_on) AS released_on
    FROM account_restriction
    WHERE kind = 'release' AND from_on <= $as_of
    GROUP BY account_key, case_no
),
restriction AS (
    -- a freeze counts while it lasts; money deducted is gone, and counts for as long as a breach is pursued
    SELECT
        r.account_key, r.case_no, r.kind, r.amount_fen, r.from_on, r.for_project_wage,
        row_ref('account_restriction', r.account_key || '/' || r.case_no || '/' || r.kind, r.received_on) AS ref
    FROM account_restriction AS r
    LEFT JOIN released AS e ON e.account_key = r.account_key AND e.case_no = r.case_no AND e.released_on >= r.from_on
    WHERE r.from_on <= $as_of
        AND (
            (r.kind IN ('freeze', 'seal') AND (r.to_on IS NULL OR r.to_on >= $as_of) AND e.case_no IS NULL)
            OR (r.kind = 'deduct' AND days_between(r.from_on, $as_of) <= $lookback_days)
        )
),
evaluable AS (
    SELECT o.project_id
    FROM open_account AS o
    CROSS JOIN register AS f
    LEFT JOIN checked AS c ON c.account_key = o.account_key
    LEFT JOIN restriction AS r ON r.account_key = o.account_key
    WHERE o.is_scope_known
        AND (
            (f.is_fresh = 1 AND (c.marked IS NOT NULL OR c.status IS NOT NULL))
            OR r.for_project_wage IS NOT NULL
        )
    GROUP BY o.project_id
)
"""
)

FIND = (
    PROTECTION
    + """,
seen AS (
    SELECT
        o.project_id, o.account_key, 'not_marked' AS reason, 0.8e0 AS strength,
        days_between(o.opened_on, c.checked_on) AS n_days, CAST(0 AS BIGINT) AS amount_fen,
        row_ref('account_check', c.account_key || '/' || CAST(c.checked_on AS STRING), c.received_on) AS ref, c.checked_on AS day
    FROM open_account AS o
    INNER JOIN checked AS c ON c.account_key = o.account_key
    WHERE NOT c.marked AND days_between(o.opened_on, c.checked_on) > $mark_days
    UNION ALL
    SELECT
        o.project_id, o.account_key, CASE WHEN r.kind = 'deduct' THEN 'deducted' ELSE 'frozen' END, 1e0,
        days_between(r.from_on, $as_of), coalesce(r.amount_fen, 0), r.ref, r.from_on
    FROM open_account AS o
    INNER JOIN restriction AS r ON r.account_key = o.account_key
    WHERE NOT r.for_project_wage
    UNION ALL
    SELECT
        o.project_id, o.account_key, 'frozen_unexplained', 0.6e0,
        days_between(c.checked_on, $as_of), CAST(0 AS BIGINT),
        row_ref('account_check', c.account_key || '/' || CAST(c.checked_on AS STRING), c.received_on), c.checked_on
    FROM open_account AS o
    INNER JOIN checked AS c ON c.account_key = o.account_key
    LEFT JOIN (SELECT account_key, count(*) AS n_known FROM restriction WHERE for_project_wage IS NOT NULL GROUP BY account_key)
        AS r ON r.account_key = o.account_key
    LEFT JOIN (SELECT account_key, max(released_on) AS released_on FROM released GROUP BY account_key) AS e
        ON e.account_key = o.account_key AND e.released_on >= c.checked_on
    WHERE c.status = 'frozen' AND r.account_key IS NULL AND e.account_key IS NULL
),
behind AS (
    SELECT project_id, reason, ref FROM seen
    UNION
    SELECT s.project_id, s.reason, row_ref('special_account', o.account_key || '/' || o.project_id, o.received_on)
    FROM seen AS s
    INNER JOIN open_account AS o ON o.project_id = s.project_id AND o.account_key = s.account_key
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM behind GROUP BY project_id, reason
),
told AS (
    SELECT
        s.project_id, s.reason, max(s.strength) AS strength, max(s.n_days) AS n_days, min(s.day) AS since,
        CAST(sum(s.amount_fen) AS BIGINT) AS amount_fen
    FROM seen AS s
    INNER JOIN evaluable AS v ON v.project_id = s.project_id
    GROUP BY s.project_id, s.reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.n_days, CAST(t.since AS STRING) AS since, yuan(t.amount_fen) AS amount_yuan, t.amount_fen
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="A06",
    name="account-unprotected",
    title=Text("专户未标识或被冻结扣划", "Account not marked, frozen or debited"),
    asks_zh="银行是否已为专用账户作特殊标识？账户是否因本项目工资以外的原因被冻结、查封或扣划？",
    family="account",
    depth="L1",
    legal_basis=(law.ORDER_724_33, law.RULE_53_7, law.RULE_53_8, law.RULE_65_10),
    innocent_when=Text(
        "冻结扣划是他人所为，企业和工人需要保护；措施是为支付本项目工资；银行标识已办而答复较早",
        "a freeze or deduction is done by others, and firm and workers need protection; it served this project's wages; the "
        "mark was set after the bank's answer",
    ),
    clears_when=Text(
        "银行补作特殊标识；协调原机关解除冻结或退回扣划款项",
        "the bank sets the mark; the authority lifts the freeze or returns what was taken",
    ),
    reads=reads(
        site="project_id is_building amount_fen n_days",
        special_account="account_key project_id opened_on closed_on received_on flags",
        account_check="account_key checked_on status marked received_on",
        account_restriction="account_key case_no kind amount_fen from_on to_on for_project_wage received_on",
        feed=FEED_READS,
    ),
    population=PROTECTION + POPULATION,
    find=FIND,
    reasons={
        "not_marked": reason(
            "S3",
            "专用账户开立{n_days}日后，银行答复仍无特殊标识，请协调银行补作标识，以免账户被误冻、误扣",
            "{n_days} days after opening the bank answered that the account carries no special mark: please see that the bank sets "
            "it, so that nobody freezes or debits the account unknowing",
        ),
        "frozen": reason(
            "S1",
            "专用账户自{since}起因本项目工资以外的原因被冻结或查封，已{n_days}日，请优先保护账户、尽快协助解除，此非企业过错",
            "since {since} the account is frozen or sealed for causes other than this project's wages, {n_days} days by "
            "now: please protect the account and help to lift it soon, it is no fault of the firm",
        ),
        "deducted": reason(
            "S1",
            "专用账户自{since}起被扣划{amount_yuan}元，用途非本项目工资，请优先保护账户、尽快协助追回，此非企业过错",
            "since {since} {amount_yuan} yuan were taken from the account for causes other than this project's wages: please "
            "protect the account and help to get them back soon, it is no fault of the firm",
        ),
        "frozen_unexplained": reason(
            "S3",
            "银行{since}答复专用账户处于冻结状态，原因不明，请核实并视情协助保护账户",
            "the bank answered on {since} that the account is frozen, cause unknown: please look into it and see whether the account "
            "needs protection",
        ),
    },
    params={
        "mark_days": Param(
            default=10, unit="days", because="domain report A06, a design value: time the bank needs to set it"
        ),
        "lookback_days": Param(
            default=730, unit="days", because="Labour Inspection Regulations art. 20: older matters are not pursued"
        ),
        **SCOPE,
    },
)
def account_unprotected() -> None:
    """Does the special account carry the bank's mark, and is it free of freezes and deductions for other causes?"""
