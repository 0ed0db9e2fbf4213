"""A01: a project that is under way has no wage special account, or got it late."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED, FEED_READS, WORK_DAYS
from graphrisk.signals.declare import SCOPE, reads, reason

EVALUABLE = (
    "WITH "
    + ASKED
    + """,
account AS (
    SELECT
        project_id, account_key, received_on,
        CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:opened_on'), false) THEN opened_on END AS opened_on
    FROM special_account
),
first_account AS (
    -- of several accounts the first one keeps or misses the term; one of unknown date may have been earlier
    SELECT project_id, CASE WHEN count(*) = count(opened_on) THEN min(opened_on) END AS opened_on
    FROM account
    GROUP BY project_id
),
sub_ledger AS (
    -- a contractor may manage several projects under one account with a ledger each, if local rules allow (RULE_53_6)
    SELECT DISTINCT s.contractor_party
    FROM special_account AS a
    INNER JOIN site AS s ON s.project_id = a.project_id
    INNER JOIN party AS h ON h.uscc = a.holder_uscc AND h.party_id = s.contractor_party
    WHERE a.sub_ledger AND (a.closed_on IS NULL OR a.closed_on > $as_of)
),
judged AS (
    SELECT
        p.project_id, p.signed_on, p.n_heads, f.opened_on,
        f.project_id IS NOT NULL AS has_account,
        f.project_id IS NULL AND l.contractor_party IS NOT NULL AND coalesce($sub_ledger_allowed, true) AS may_be_sub_ledger,
        CASE WHEN f.project_id IS NULL THEN days_between(p.signed_on, $as_of) ELSE days_between(p.signed_on, f.opened_on) END
            AS n_days,
        coalesce(p.work_month >= substr(CAST(date_add($as_of, -CAST($work_days AS INTEGER)) AS STRING), 1, 7), false)
            AS is_at_work,
        p.is_scope_known AND p.signed_on IS NOT NULL AND (f.project_id IS NULL OR f.opened_on IS NOT NULL)
            AND NOT (
                f.project_id IS NULL AND l.contractor_party IS NOT NULL AND $sub_ledger_allowed IS NULL
            )
            AND r.is_fresh = 1 AS is_evaluable
    FROM asked AS p
    LEFT JOIN first_account AS f ON f.project_id = p.project_id
    LEFT JOIN sub_ledger AS l ON l.contractor_party = p.contractor_party
    CROSS JOIN register AS r
)
"""
)

POPULATION = EVALUABLE + "SELECT 'project' AS entity_kind, project_id AS entity_id, is_evaluable FROM judged"

FIND = (
    EVALUABLE
    + """,
late AS (
    SELECT
        *,
        CASE WHEN has_account THEN 'late' WHEN is_at_work THEN 'missing_at_work' ELSE 'missing' END AS reason
    FROM judged
    WHERE is_evaluable AND NOT may_be_sub_ledger AND n_days > $account_days
),
behind AS (
    SELECT l.project_id, r.ref
    FROM late AS l
    INNER JOIN site_ref AS r ON r.project_id = l.project_id
    WHERE r.source IN ('project', 'contract') OR l.reason = 'missing_at_work'
    UNION ALL
    SELECT a.project_id, row_ref('special_account', a.account_key || '/' || a.project_id, a.received_on)
    FROM account AS a
    INNER JOIN late AS l ON l.project_id = a.project_id
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, l.project_id AS entity_id, l.reason,
    -- grows with the delay, full at half a year; half of it where the contract is older than the 30-day rule
    least(1e0, 0.4e0 + 0.6e0 * (l.n_days - $account_days) / 180e0)
        * CASE WHEN l.signed_on < CAST($rule_since AS DATE) THEN 0.5e0 ELSE 1e0 END AS strength,
    e.refs AS evidence,
    CAST(l.signed_on AS STRING) AS signed_on, CAST(l.opened_on AS STRING) AS opened_on, l.n_days, l.n_heads
FROM late AS l
INNER JOIN evidence AS e ON e.project_id = l.project_id
ORDER BY l.project_id
"""
)


@signal(
    id="A01",
    name="account-missing",
    title=Text("未开立或逾期开立专户", "Special account missing or late"),
    asks_zh="总包合同签订30日后，项目是否已开立农民工工资专用账户？",
    family="account",
    depth="L1",
    legal_basis=(law.ORDER_724_26, law.ORDER_724_55, law.RULE_53_6),
    innocent_when=Text(
        "项目低于当地规定的限额；总包经许可在已有专户下分项目管理；开户信息尚未报送；合同签订于30日规定施行之前",
        "the project lies below the local limit; the contractor keeps a permitted sub-ledger under another account; the "
        "opening is not yet reported; the contract is older than the 30-day rule",
    ),
    clears_when=Text(
        "提供开户证明和三方协议，或由总包补开专户并备案",
        "the account's opening papers and tripartite agreement are shown, or the contractor opens and files one",
    ),
    reads=reads(
        site="project_id is_building contractor_party signed_on amount_fen n_days work_month n_heads",
        site_ref="project_id source ref",
        special_account="account_key project_id holder_uscc opened_on closed_on sub_ledger received_on flags",
        party="uscc party_id",
        feed=FEED_READS,
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "missing_at_work": reason(
            "S1",
            "总包合同（或许可）日期{signed_on}至今{n_days}日，登记中无专用账户，而现场近期有{n_heads}人出勤，需尽快核实",
            "{n_days} days after the contract or permit of {signed_on} no special account is registered, and {n_heads} "
            "people attended lately: needs checking soon",
        ),
        "missing": reason(
            "S2",
            "总包合同（或许可）日期{signed_on}至今{n_days}日，登记中无专用账户，需核实",
            "{n_days} days after the contract or permit of {signed_on} no special account is registered: needs checking",
        ),
        "late": reason(
            "S3",
            "专用账户于{opened_on}开立，距{signed_on}合同（或许可）日期{n_days}日，晚于规定期限，请核对",
            "the special account was opened on {opened_on}, {n_days} days after the contract or permit of {signed_on}, "
            "later than the rule: please check",
        ),
    },
    params={
        "account_days": Param(
            default=30, unit="days", because="MOHRSS 2021 No. 53 art. 6: within 30 calendar days of signing"
        ),
        "rule_since": Param(default="2021-07-07", unit="date", because="day MOHRSS 2021 No. 53 came into force"),
        "sub_ledger_allowed": Param(
            default=None, unit="yes/no", because="MOHRSS 2021 No. 53 art. 6: sub-ledgers only where local rules allow"
        ),
        "work_days": WORK_DAYS,
        **SCOPE,
    },
)
def account_missing() -> None:
    """Thirty days after the prime contract was signed, does the project have its wage special account?"""
