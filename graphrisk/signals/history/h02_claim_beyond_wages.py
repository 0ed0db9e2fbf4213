"""H02: an open clue claims more than wages can come to, or the very sum of a debt between firms: a note for who handles it.

It protects both sides and weighs nothing: wages and project money are to be told apart while the clue is looked into, real
gaps first. Nothing here rests on who is registered or seen at the gate, for missing registration is the employer's fault. Who
the claimants are, what posts they hold and who filed for them the contract's columns do not tell.
"""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

CLAIMS = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'clue' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS clue,
        coalesce(max(CASE WHEN table_name = 'sme_arrears' AND age_days <= $debt_days THEN 1 ELSE 0 END), 0) AS debt
    FROM feed
    WHERE is_delivered
),
claim AS (
    SELECT
        c.clue_id, c.heads, c.amount_fen, y.party_id, p.project_id,
        month_number(c.to_month) - month_number(c.from_month) + 1 AS n_months,
        row_ref('clue', c.clue_id || '/' || c.uscc, c.received_on) AS ref
    FROM clue AS c
    LEFT JOIN party AS y ON y.uscc = c.uscc
    LEFT JOIN project AS p ON p.project_id = c.project_id
    -- while it is open; what was found true is no longer a claim, what was found false none any more
    WHERE c.result IN ('open', 'partly') AND c.closed_on IS NULL
),
about AS (
    SELECT 'project' AS entity_kind, project_id AS entity_id, * FROM claim WHERE project_id IS NOT NULL
    UNION ALL
    SELECT 'company', party_id, * FROM claim WHERE party_id IS NOT NULL
),
debt AS (
    SELECT d.ref_no, d.project_id, y.party_id, d.amount_fen, row_ref('sme_arrears', d.ref_no, d.received_on) AS ref
    FROM sme_arrears AS d
    CROSS JOIN fresh AS f
    INNER JOIN party AS y ON y.uscc = d.debtor_uscc
    WHERE f.debt = 1 AND d.cleared_on IS NULL AND d.amount_fen > 0 AND d.project_id IS NOT NULL
),
asked AS (
    SELECT
        entity_kind, entity_id,
        max(CASE WHEN f.clue = 1 AND amount_fen > 0 AND (heads > 0 AND n_months > 0 OR f.debt = 1 AND project_id IS NOT NULL) THEN 1 ELSE 0 END) = 1 AS is_evaluable
    FROM about
    CROSS JOIN fresh AS f
    GROUP BY entity_kind, entity_id
)
"""

POPULATION = (
    CLAIMS
    + """
SELECT 'project' AS entity_kind, entity_id, is_evaluable FROM asked WHERE entity_kind = 'project'
UNION ALL
SELECT 'company' AS entity_kind, entity_id, is_evaluable FROM asked WHERE entity_kind = 'company'
"""
)

FIND = (
    CLAIMS
    + """,
site_wage AS (
    -- the best paid month of any team: nobody's claim is measured by a poor one
    SELECT project_id, max(CAST(floor(ratio(gross_fen, n_paid)) AS BIGINT)) AS best_fen
    FROM team_month
    WHERE n_paid >= $team_heads AND gross_fen > 0
    GROUP BY project_id
),
by_head AS (
    SELECT a.*, CAST(floor(ratio(a.amount_fen, a.heads * a.n_months)) AS BIGINT) AS head_fen, w.best_fen
    FROM about AS a
    LEFT JOIN site_wage AS w ON w.project_id = a.project_id
    WHERE a.heads > 0 AND a.n_months > 0 AND a.amount_fen > 0
),
seen AS (
    SELECT entity_kind, entity_id, 'above_any_wage' AS reason, clue_id, amount_fen, head_fen, CAST(0 AS BIGINT) AS best_fen, ref
    FROM by_head
    WHERE head_fen > $month_limit_yuan * 100
    UNION ALL
    SELECT entity_kind, entity_id, 'above_site_wage', clue_id, amount_fen, head_fen, best_fen, ref
    FROM by_head
    WHERE head_fen > $wage_ratio * best_fen AND head_fen <= $month_limit_yuan * 100
    UNION ALL
    SELECT a.entity_kind, a.entity_id, 'same_as_debt', a.clue_id, a.amount_fen, CAST(0 AS BIGINT), CAST(0 AS BIGINT), s.ref
    FROM about AS a
    INNER JOIN debt AS d
        ON d.project_id = a.project_id AND d.party_id = a.party_id
        AND abs(a.amount_fen - d.amount_fen) <= $same_ratio * d.amount_fen
    CROSS JOIN (SELECT 1 AS side UNION ALL SELECT 2) AS n
    INNER JOIN (SELECT ref AS key, ref, 1 AS side FROM claim UNION SELECT ref, ref, 2 FROM debt) AS s
        ON s.side = n.side AND s.key = CASE n.side WHEN 1 THEN a.ref ELSE d.ref END
),
told AS (
    SELECT
        entity_kind, entity_id, reason, count(DISTINCT clue_id) AS n_clues, max(amount_fen) AS amount_fen,
        max(head_fen) AS head_fen, max_by(best_fen, (head_fen, best_fen)) AS best_fen, slice(array_sort(array_agg(DISTINCT ref)), 1, 20) AS evidence
    FROM seen
    GROUP BY entity_kind, entity_id, reason
)
SELECT
    t.entity_kind, t.entity_id, t.reason, 1e0 AS strength, t.evidence,
    t.n_clues, yuan(t.amount_fen) AS amount_yuan, yuan(t.head_fen) AS head_yuan, yuan(t.best_fen) AS best_yuan
FROM told AS t
INNER JOIN asked AS a ON a.entity_kind = t.entity_kind AND a.entity_id = t.entity_id AND a.is_evaluable
ORDER BY t.entity_kind, t.entity_id, t.reason
"""
)
_ROUTE = (
    "请核查时分清工资与工程款，真实欠薪优先解决；未实名登记不作为否定工人主张的依据",
    "please tell wages from project money while checking, real gaps first; missing registration speaks against no worker",
)


def _note(zh: str, en: str) -> Reason:
    return reason("S4", f"{zh}；{_ROUTE[0]}", f"{en}; {_ROUTE[1]}")


@signal(
    id="H02",
    name="claim-beyond-wages",
    title=Text("工资与工程款需分清的线索", "A claim to be parted into wages and project money"),
    asks_zh="在办线索主张的金额是否超出工资可能的数额，或与企业间欠款为同一数额？",
    family="history",
    depth="L1",
    legal_basis=(law.ORDER_724_52, law.ORDER_724_50),
    innocent_when=Text(
        "工人未被用工单位登记；金额含数月补发、加班费或赔偿金；填报人数、月份有误；企业间欠款本身含工人工资",
        "workers whom their employer never registered; back pay of more months, overtime or compensation in the sum; heads or "
        "months entered wrongly; the debt between firms itself holds the workers' wages",
    ),
    clears_when=Text(
        "按人按月核对工资表、考勤和用工协议后分列工资与工程款；能证明是工资的按欠薪办理",
        "payroll, attendance and agreements are gone through by person and month and wages listed apart; what proves to be "
        "wages is handled as arrears",
    ),
    reads=reads(
        clue="clue_id uscc project_id heads amount_fen from_month to_month result closed_on received_on",
        sme_arrears="ref_no debtor_uscc project_id amount_fen cleared_on received_on",
        party="uscc party_id",
        project="project_id",
        team_month="project_id n_paid gross_fen",
        feed="table_name is_delivered age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "above_any_wage": _note(
            "{n_clues}条在办线索主张的金额折合每人每月最高{head_yuan}元，超出一般工资水平",
            "{n_clues} open clue(s) claim up to {head_yuan} yuan a head and month, beyond ordinary wages",
        ),
        "above_site_wage": _note(
            "{n_clues}条在办线索主张的金额折合每人每月最高{head_yuan}元，为本项目班组最高月均工资（{best_yuan}元）的两倍以上",
            "{n_clues} open clue(s) claim up to {head_yuan} yuan a head and month, more than twice the best mean wage of a team "
            "there ({best_yuan} yuan)",
        ),
        "same_as_debt": _note(
            "{n_clues}条在办线索主张的金额（{amount_yuan}元）与该项目企业间欠款为同一数额",
            "{n_clues} open clue(s) claim the sum ({amount_yuan} yuan) that also stands as a debt between firms on the project",
        ),
    },
    params={
        "month_limit_yuan": Param(
            default=50000,
            unit="yuan",
            because="Guizhou platform rule: more for one worker in one month is no usual wage",
        ),
        "wage_ratio": Param(default=2, unit="times", because="domain report H02: claimed beyond twice the gap"),
        "same_ratio": Param(default=0.01, unit="share", because="one sum, rounded or with a small cost"),
        "team_heads": Param(default=5, unit="persons", because="the mean of fewer is a single person's wage"),
        "debt_days": Param(
            default=400, unit="days", because="debts to small firms are published once a year, by 31 March"
        ),
        "feed_days": FEED_DAYS,
    },
)
def claim_beyond_wages() -> None:
    """Does an open clue claim more than wages can come to, or the very sum of a debt between firms?"""
