"""A05: one special account serves several projects at once without a ledger for each."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED, FEED_READS
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason

SHARED = (
    "WITH "
    + ASKED
    + """,
open_account AS (
    SELECT a.project_id, a.account_key, a.sub_ledger, a.received_on, p.is_scope_known
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
    WHERE a.closed_on IS NULL OR a.closed_on > $as_of
),
account AS (
    SELECT
        account_key, count(DISTINCT project_id) AS n_projects,
        max(CASE WHEN sub_ledger THEN 1 ELSE 0 END) AS has_sub_ledger,
        max(CASE WHEN sub_ledger IS NULL THEN 1 ELSE 0 END) AS is_unsaid
    FROM open_account
    GROUP BY account_key
),
judged AS (
    SELECT
        o.*, a.n_projects,
        a.n_projects >= $min_projects AND a.has_sub_ledger = 0 AND a.is_unsaid = 0 AS is_mixed,
        a.n_projects < $min_projects
            OR (a.has_sub_ledger = 1 AND $sub_ledger_allowed IS NOT NULL)
            OR (a.has_sub_ledger = 0 AND a.is_unsaid = 0) AS is_told
    FROM open_account AS o
    INNER JOIN account AS a ON a.account_key = o.account_key
),
evaluable AS (
    SELECT j.project_id
    FROM judged AS j
    CROSS JOIN register AS r
    WHERE j.is_scope_known AND r.is_fresh = 1
    GROUP BY j.project_id
    HAVING min(CASE WHEN j.is_told THEN 1 ELSE 0 END) = 1 OR max(CASE WHEN j.is_mixed THEN 1 ELSE 0 END) = 1
)
"""
)

FIND = (
    SHARED
    + """,
mixed AS (
    SELECT j.* FROM judged AS j INNER JOIN evaluable AS v ON v.project_id = j.project_id WHERE j.is_mixed
),
served AS (
    SELECT
        m.project_id, m.n_projects,
        row_ref('special_account', o.account_key || '/' || o.project_id, o.received_on) AS ref
    FROM mixed AS m
    INNER JOIN open_account AS o ON o.account_key = m.account_key
)
SELECT
    'project' AS entity_kind, project_id AS entity_id, 'mixed' AS reason,
    -- more projects, more mixing
    least(1e0, 0.4e0 + 0.1e0 * max(n_projects)) AS strength,
    slice(array_sort(array_agg(ref)), 1, 20) AS evidence,
    max(n_projects) AS n_projects
FROM served
GROUP BY project_id
ORDER BY project_id
"""
)


@signal(
    id="A05",
    name="account-shared",
    title=Text("一户多项目混用", "One account for several projects"),
    asks_zh="专用账户是否同时供多个在建项目使用而未分账管理？",
    family="account",
    depth="L1",
    legal_basis=(law.RULE_53_6, law.ORDER_724_26),
    innocent_when=Text(
        "当地允许在同一账户下分项目管理，且银行已分账；其中一个项目已完工尚未更新状态",
        "local rules allow one account with a ledger a project and the bank keeps them; one of the projects has ended and its "
        "state is not yet updated",
    ),
    clears_when=Text(
        "提供银行分账证明，或各项目分别开立专户",
        "the bank's sub-ledgers are shown, or each project gets its own account",
    ),
    reads=reads(
        site="project_id is_building amount_fen n_days",
        special_account="account_key project_id sub_ledger closed_on received_on",
        feed=FEED_READS,
    ),
    population=SHARED + POPULATION,
    find=FIND,
    reasons={
        "mixed": reason(
            "S3",
            "同一专用账户登记供{n_projects}个在建项目使用，且未分账管理，请核对",
            "one special account is registered for {n_projects} projects under way and has no sub-ledgers: please check",
        ),
    },
    params={
        "min_projects": Param(default=2, unit="projects", because="MOHRSS 2021 No. 53 art. 6: one account a project"),
        "sub_ledger_allowed": Param(
            default=None, unit="yes/no", because="MOHRSS 2021 No. 53 art. 6: sub-ledgers only where local rules allow"
        ),
        **SCOPE,
    },
)
def account_shared() -> None:
    """Does one special account serve several projects under way without a ledger for each?"""
