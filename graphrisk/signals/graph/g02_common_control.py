"""G02: companies that should check each other on a project stand under one hand."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

# Of companies of whom the register says who leads or holds them; of others a path that is not there says nothing.
KNOWN = """
WITH fresh AS (
    SELECT count(*) AS n FROM feed WHERE table_name = 'company' AND is_delivered AND agency_age_days <= $feed_days
),
known AS (
    SELECT y.party_id FROM company AS c INNER JOIN party AS y ON y.uscc = c.uscc WHERE c.legal_rep_key IS NOT NULL
    UNION
    SELECT y.party_id FROM position AS x INNER JOIN party AS y ON y.uscc = x.uscc
    UNION
    SELECT y.party_id FROM holding AS h INNER JOIN party AS y ON y.uscc = h.uscc
),
told AS (
    SELECT r.project_id
    FROM role_of AS r
    INNER JOIN known AS k ON k.party_id = r.party_id
    INNER JOIN fresh AS f ON f.n = 1
    GROUP BY r.project_id
    HAVING count(DISTINCT r.role) > 1 AND count(DISTINCT r.party_id) > 1
)
"""

POPULATION = (
    KNOWN
    + """
SELECT 'project' AS entity_kind, r.project_id AS entity_id, t.project_id IS NOT NULL AS is_evaluable
FROM (SELECT project_id FROM role_of GROUP BY project_id) AS r
LEFT JOIN told AS t ON t.project_id = r.project_id
"""
)

FIND = (
    KNOWN
    + """,
tied AS (
    SELECT
        a.project_id, a.party_id AS party_a, b.party_id AS party_b, a.role AS role_a, b.role AS role_b,
        c.strength, c.is_open, c.ties_zh, c.ties_en, c.path_zh, c.path_en, c.evidence, a.ref AS ref_a, b.ref AS ref_b
    FROM control_pair AS c
    INNER JOIN role_of AS a ON a.party_id = c.party_a
    INNER JOIN role_of AS b ON b.project_id = a.project_id AND b.party_id = c.party_b AND b.role <> a.role
    INNER JOIN told AS t ON t.project_id = a.project_id
    WHERE c.strength >= $least_strength
),
-- works that the contractor let to subcontractors under the same hand
let AS (
    SELECT DISTINCT t.project_id, c.contract_id, c.amount_fen, row_ref('contract', c.contract_id, c.received_on) AS ref
    FROM tied AS t
    INNER JOIN contract AS c ON c.project_id = t.project_id AND c.kind IN ('specialist', 'labour') AND c.amount_fen > 0
        AND NOT coalesce(array_contains(c.flags, 'magnitude:amount_yuan'), false)
    INNER JOIN party AS p ON p.uscc = c.payer_uscc
    INNER JOIN party AS q ON q.uscc = c.payee_uscc
    WHERE NOT t.is_open AND (
        (t.role_a = 'contractor' AND t.role_b = 'sub' AND t.party_a = p.party_id AND t.party_b = q.party_id)
        OR (t.role_b = 'contractor' AND t.role_a = 'sub' AND t.party_b = p.party_id AND t.party_a = q.party_id)
    )
),
prime AS (
    SELECT project_id, sum(amount_fen) AS amount_fen
    FROM contract
    WHERE kind = 'prime' AND amount_fen > 0 AND NOT coalesce(array_contains(flags, 'magnitude:amount_yuan'), false)
    GROUP BY project_id
),
passed AS (
    SELECT l.project_id, min(l.ref) AS ref, ratio(sum(l.amount_fen), max(m.amount_fen)) AS share
    FROM let AS l
    INNER JOIN prime AS m ON m.project_id = l.project_id
    GROUP BY l.project_id
    HAVING ratio(sum(l.amount_fen), max(m.amount_fen)) >= $passed_share
),
sick AS (
    SELECT t.project_id, max(k.n_signs) AS n_signs, max_by(k.refs, (k.n_signs, k.party_id)) AS refs
    FROM tied AS t
    INNER JOIN company_trouble AS k ON k.party_id IN (t.party_a, t.party_b)
    WHERE NOT t.is_open AND k.n_signs >= $least_signs
    GROUP BY t.project_id
),
-- the strongest path of a project that is not an open group's, else the strongest
best AS (
    SELECT
        *, count(*) OVER (PARTITION BY project_id, is_open) AS n_pairs,
        row_number() OVER (
            PARTITION BY project_id ORDER BY is_open, strength DESC, party_a, party_b, role_a, role_b
        ) AS place
    FROM tied
),
row_behind AS (
    SELECT project_id, each_of(slice(evidence, 1, 12)) AS ref FROM best WHERE place = 1
    UNION
    SELECT project_id, ref_a FROM best WHERE place = 1
    UNION
    SELECT project_id, ref_b FROM best WHERE place = 1
    UNION
    SELECT project_id, ref FROM passed
    UNION
    SELECT project_id, each_of(refs) FROM sick
),
proof AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM row_behind GROUP BY project_id
),
role_word AS (
    SELECT *
    FROM (VALUES
        ('owner', '建设单位', 'owner'), ('contractor', '总承包单位', 'contractor'), ('sub', '分包单位', 'subcontractor'),
        ('supplier', '供应商', 'supplier')
    ) AS v (role, zh, en)
)
SELECT
    'project' AS entity_kind, b.project_id AS entity_id,
    CASE
        WHEN b.is_open THEN 'open_group'
        WHEN p.project_id IS NOT NULL THEN 'works_within'
        WHEN k.project_id IS NOT NULL THEN 'trouble_within'
        ELSE 'one_hand'
    END AS reason,
    b.strength, r.refs AS evidence,
    x.zh || '与' || y.zh AS roles_zh, x.en || ' and ' || y.en AS roles_en, b.ties_zh, b.ties_en, b.path_zh, b.path_en,
    CAST(round(b.strength * 100) AS BIGINT) AS percent, CAST(b.n_pairs AS BIGINT) AS n_pairs,
    CAST(round(100 * p.share) AS BIGINT) AS let_percent, CAST(k.n_signs AS BIGINT) AS n_signs
FROM best AS b
INNER JOIN proof AS r ON r.project_id = b.project_id
INNER JOIN role_word AS x ON x.role = b.role_a
INNER JOIN role_word AS y ON y.role = b.role_b
LEFT JOIN passed AS p ON p.project_id = b.project_id
LEFT JOIN sick AS k ON k.project_id = b.project_id
WHERE b.place = 1
ORDER BY b.project_id
"""
)


@signal(
    id="G02",
    name="common-control",
    title=Text("共控关联", "Companies under one hand"),
    asks_zh="同一项目的建设单位、总承包、分包、供应商之间，是否有两方疑受同一方控制而未公开？",
    family="graph",
    depth="L1",
    jurisdiction="any",
    legal_basis=(law.ORDER_724_30, law.ORDER_724_38, law.MARKET_RULE_1_8),
    innocent_when=Text(
        "公开的集团公司或母子公司；共用的写字楼、孵化器、代办机构地址电话；已离任而登记未更新；近亲属各自独立经营",
        "members of an open group; a shared office building, incubator or registration agent; a former post that the "
        "register still shows; relatives who run their firms apart",
    ),
    clears_when=Text(
        "提供股权、任职、办公地址的最新登记，并说明各方独立核算、独立结算工资",
        "the present register entries of shares, posts and seats are shown, and that each keeps its own books and pays "
        "its own wages",
    ),
    reads=reads(
        role_of="project_id party_id role ref",
        control_pair="party_a party_b strength is_open ties_zh ties_en path_zh path_en evidence",
        company="uscc legal_rep_key",
        position="uscc",
        holding="uscc",
        contract="contract_id project_id payer_uscc payee_uscc kind amount_fen flags received_on",
        company_trouble="party_id n_signs refs",
        party="uscc party_id",
        feed="table_name is_delivered agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "open_group": reason(
            "S4",
            "{roles_zh}为公开的关联企业（{ties_zh}）：{path_zh}，仅供了解",
            "{roles_en} belong openly to one group ({ties_en}): {path_en}; for information",
        ),
        "one_hand": reason(
            "S3",
            "{roles_zh}疑受同一方控制（{ties_zh}相同或相连，关联强度{percent}%，共{n_pairs}对）：{path_zh}；请核实是否独立履约、独立付薪",
            "{roles_en} seem to be under one hand ({ties_en}; tie {percent} %, {n_pairs} pairs): {path_en}; whether they act and pay "
            "wages on their own needs checking",
        ),
        "works_within": reason(
            "S2",
            "{roles_zh}疑受同一方控制（{ties_zh}相同或相连，关联强度{percent}%）：{path_zh}；总包将{let_percent}%的工程交给其关联方，"
            "需核实是否转包",
            "{roles_en} seem to be under one hand ({ties_en}; tie {percent} %): {path_en}; the contractor let {let_percent} % of the "
            "works to its own, which needs checking",
        ),
        "trouble_within": reason(
            "S2",
            "{roles_zh}疑受同一方控制（{ties_zh}相同或相连，关联强度{percent}%）：{path_zh}；其中一方有{n_signs}项经营恶化迹象，"
            "需核实工资由谁保障",
            "{roles_en} seem to be under one hand ({ties_en}; tie {percent} %): {path_en}; one of them shows {n_signs} signs of "
            "distress; who secures the wages needs checking",
        ),
    },
    params={
        "least_strength": Param(
            default=0.8,
            unit="weight",
            because="domain report G02: a path of .8; one telephone alone (.6) is not enough",
        ),
        "passed_share": Param(
            default=0.9, unit="share", because="domain report C01: nine tenths of the works in one hand"
        ),
        "least_signs": Param(
            default=2, unit="signs", because="domain report X02: one sign is a bad month, two of two agencies are not"
        ),
        "feed_days": FEED_DAYS,
    },
)
def common_control() -> None:
    """Are two of owner, contractor, subcontractors and suppliers of one project under one hand, and do not say so?"""
