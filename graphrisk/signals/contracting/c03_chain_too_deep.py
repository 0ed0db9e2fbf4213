"""C03: works are let further down than the law allows, or to somebody who may not take them."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

FRESH = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'contract' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS contract,
        max(CASE WHEN table_name = 'qualification' THEN last_received_on END) AS qualified_on
    FROM feed
    WHERE is_delivered
)
"""

POPULATION = (
    FRESH
    + """
SELECT
    'project' AS entity_kind, p.project_id AS entity_id,
    f.contract = 1 AND w.project_id IS NOT NULL AS is_evaluable
FROM project AS p
CROSS JOIN fresh AS f
LEFT JOIN (SELECT project_id FROM let_works GROUP BY project_id) AS w ON w.project_id = p.project_id
"""
)

FIND = (
    FRESH
    + """,
chain AS (
    SELECT w.*, c.n_levels, c.above_id, r.kind AS root_kind, r.is_let_by_owner AS is_from_owner
    FROM let_works AS w
    INNER JOIN contract_chain AS c ON c.project_id = w.project_id AND c.contract_id = w.contract_id
    INNER JOIN let_works AS r ON r.project_id = w.project_id AND r.contract_id = c.root_id
    WHERE NOT c.is_circle
),
level AS (
    -- what the contractor lets without naming the contract above stands one level below the prime contract
    SELECT
        project_id, contract_id, kind, payee, payee_person_key, owner_consent, signed_on, received_on, step, above_id,
        n_levels + CASE WHEN root_kind = 'prime' OR is_from_owner THEN 0 ELSE 1 END AS depth
    FROM chain
),
letter AS (
    -- a specialist whom the owner contracts directly stands as a contractor (rule 65 art. 2)
    SELECT
        l.*,
        CASE WHEN a.depth <= 1 THEN 'prime' ELSE a.kind END AS above_kind
    FROM level AS l
    LEFT JOIN level AS a ON a.project_id = l.project_id AND a.contract_id = l.above_id
    WHERE l.step = 1
),
paper AS (
    SELECT
        coalesce(p.party_id, q.uscc) AS payee, q.valid_from, q.valid_to,
        q.kind LIKE '%劳务%' AND q.kind NOT LIKE '%承包%' AS is_labour
    FROM qualification AS q
    LEFT JOIN party AS p ON p.uscc = q.uscc
),
valid AS (
    SELECT
        l.project_id, l.contract_id, q.payee, q.is_labour,
        coalesce(q.valid_from, l.signed_on) <= l.signed_on AND coalesce(q.valid_to, l.signed_on) >= l.signed_on AS is_valid
    FROM letter AS l
    INNER JOIN paper AS q ON q.payee = l.payee
),
signed AS (
    SELECT
        l.project_id, l.contract_id, max(l.kind) AS kind, max(l.signed_on) AS signed_on, count(q.payee) AS n_papers,
        count(CASE WHEN q.is_valid THEN 1 END) AS n_valid, count(CASE WHEN q.is_valid AND q.is_labour THEN 1 END) AS n_labour
    FROM letter AS l
    LEFT JOIN valid AS q ON q.project_id = l.project_id AND q.contract_id = l.contract_id
    WHERE l.payee IS NOT NULL AND l.signed_on IS NOT NULL AND l.depth >= 2
        -- some provinces ask labour firms for a filing only, others for nothing
        AND (l.kind = 'specialist' OR (l.kind = 'labour' AND $labour_needs_filing))
    GROUP BY l.project_id, l.contract_id
),
told AS (
    SELECT project_id, contract_id, 'too_deep' AS reason FROM letter WHERE depth > $max_depth
    UNION ALL
    SELECT project_id, contract_id, 'let_again' FROM letter
    WHERE above_kind = 'labour' OR (above_kind = 'specialist' AND kind <> 'labour')
    UNION ALL
    SELECT project_id, contract_id, 'to_person' FROM let_works
    WHERE step = 1 AND payee_person_key IS NOT NULL AND payee IS NULL
    UNION ALL
    -- labour works need no consent; what is not stated is not missing
    SELECT project_id, contract_id, 'no_consent' FROM letter
    WHERE kind = 'specialist' AND depth >= 2 AND owner_consent = false
    UNION ALL
    SELECT
        s.project_id, s.contract_id,
        CASE WHEN s.n_papers = 0 THEN 'no_qualification' WHEN s.n_valid = 0 THEN 'not_valid' ELSE 'labour_only' END
    FROM signed AS s
    CROSS JOIN fresh AS f
    -- certificates change seldom; the register must have come in after the signing. A contract does not tell its trade, but
    -- specialist works are none for who may do labour works only
    WHERE f.qualified_on >= s.signed_on AND (s.n_valid = 0 OR (s.kind = 'specialist' AND s.n_valid = s.n_labour))
    UNION ALL
    SELECT project_id, contract_id, 'circle' FROM contract_chain WHERE is_circle
),
let AS (
    SELECT project_id, count(*) AS n_let FROM letter WHERE depth >= 2 GROUP BY project_id
),
rows_behind AS (
    SELECT t.project_id, t.reason, c.contract_id, c.received_on
    FROM told AS t
    LEFT JOIN letter AS l ON l.project_id = t.project_id AND l.contract_id = t.contract_id
    INNER JOIN let_works AS c
        ON c.project_id = t.project_id AND (c.contract_id = t.contract_id OR c.contract_id = l.above_id)
    GROUP BY t.project_id, t.reason, c.contract_id, c.received_on
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(row_ref('contract', contract_id, received_on))), 1, 20) AS refs
    FROM rows_behind
    GROUP BY project_id, reason
),
sums AS (
    SELECT
        t.project_id, t.reason, count(*) AS n_contracts, coalesce(CAST(max(l.depth) AS BIGINT), 0) AS depth,
        min(t.contract_id) AS contract_id
    FROM told AS t
    LEFT JOIN letter AS l ON l.project_id = t.project_id AND l.contract_id = t.contract_id
    GROUP BY t.project_id, t.reason
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason,
    -- half for the breach, half for how much of what was let it concerns
    least(1e0, 0.5e0 + 0.5e0 * s.n_contracts / greatest(coalesce(n.n_let, 1), 1)) AS strength,
    e.refs AS evidence,
    s.n_contracts, s.depth, s.contract_id
FROM sums AS s
INNER JOIN evidence AS e ON e.project_id = s.project_id AND e.reason = s.reason
LEFT JOIN let AS n ON n.project_id = s.project_id
CROSS JOIN fresh AS f
WHERE f.contract = 1
ORDER BY s.project_id, s.reason
"""
)


def _seen(severity: str, zh: str, en: str) -> Reason:
    return reason(severity, f"{zh}，需核实分包是否合规", f"{en}: needs checking")


@signal(
    id="C03",
    name="chain-too-deep",
    title=Text("分包层级过深、分包对象不符", "Contract chain too deep, or let to one who may not take it"),
    asks_zh="从建设单位起的承包链是否不超过三级？分包对象是否为具备资质的单位？",
    family="contracting",
    depth="L1",
    version=2,
    legal_basis=(law.BUILDING_LAW_29, law.QUALITY_RULES_78, law.MARKET_RULE_1_12, law.ORDER_724_36, law.ORDER_724_19),
    innocent_when=Text(
        "同一企业的分公司、联合体成员之间的内部划分；劳务企业实行备案制的省份；外地企业资质未入本地库；建设单位另行书面同意",
        "a division among branches of one company or members of a consortium; a province that only files labour firms; "
        "qualifications of firms from elsewhere that the local register lacks; a consent of the owner given separately",
    ),
    clears_when=Text(
        "提供上级合同、资质证书或建设单位同意文件；合同登记错误的更正登记",
        "the contract above, the certificate or the owner's consent is shown; a wrongly entered contract is corrected",
    ),
    reads=reads(
        project="project_id",
        let_works="project_id contract_id parent_contract_id kind payee payee_person_key owner_consent signed_on received_on "
        "is_let_by_owner step",
        contract_chain="project_id contract_id root_id above_id n_levels is_circle",
        qualification="uscc kind valid_from valid_to",
        party="uscc party_id",
        feed="table_name is_delivered last_received_on age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "too_deep": _seen(
            "S2",
            "{n_contracts}份合同处于承包链第{depth}级（如{contract_id}），超过建设单位—总包—专业分包—劳务三级",
            "{n_contracts} contract(s) stand as deep as level {depth} (such as {contract_id}); owner to contractor, "
            "specialist and labour make three",
        ),
        "let_again": _seen(
            "S2",
            "{n_contracts}份合同由分包单位再次分包（如{contract_id}），专业分包单位只可再发包劳务作业，劳务单位不可再发包",
            "{n_contracts} contract(s) were let again by a subcontractor (such as {contract_id}); a specialist may let "
            "labour works only, a labour firm nothing",
        ),
        "to_person": _seen(
            "S2",
            "{n_contracts}份合同的收款方为自然人（如{contract_id}）",
            "{n_contracts} contract(s) pay a natural person for works (such as {contract_id})",
        ),
        "not_valid": _seen(
            "S2",
            "{n_contracts}份合同签订时分包单位的资质或备案均不在有效期内（如{contract_id}）",
            "at the signing of {n_contracts} contract(s) no certificate or filing of the subcontractor was valid "
            "(such as {contract_id})",
        ),
        "no_qualification": _seen(
            "S2",
            "{n_contracts}份合同的分包单位在资质库中无资质或备案记录（如{contract_id}）",
            "for {n_contracts} contract(s) the register has no certificate or filing of the subcontractor "
            "(such as {contract_id})",
        ),
        "labour_only": _seen(
            "S2",
            "{n_contracts}份专业分包合同的分包单位签订时仅有劳务资质或备案（如{contract_id}）",
            "{n_contracts} specialist contract(s) went to a firm that held labour certificates only (such as {contract_id})",
        ),
        "circle": reason(
            "S4",
            "{n_contracts}份合同互为上级合同（如{contract_id}），无法判断承包层级，请更正合同登记",
            "{n_contracts} contract(s) stand above each other in a circle (such as {contract_id}), so that no level can be told: "
            "the register needs correcting",
        ),
        "no_consent": _seen(
            "S3",
            "{n_contracts}份专业分包合同登记为未经建设单位同意（如{contract_id}）",
            "{n_contracts} specialist contract(s) are recorded as let without the owner's consent (such as {contract_id})",
        ),
    },
    params={
        "max_depth": Param(
            default=3, unit="contracts", because="Building Law art. 29: owner, contractor, specialist, labour; no more"
        ),
        "labour_needs_filing": Param(
            default=None,
            unit="yes or no",
            because="provinces differ: qualification, filing or neither for labour firms",
        ),
        "feed_days": FEED_DAYS,
    },
)
def chain_too_deep() -> None:
    """Has the chain from the owner at most three contracts, each let to a unit that may take it?"""
