"""C01: works that look passed on to another (转包): by contract sums, by where the owner's money goes, by whose the key staff are."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason

SIGNS = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'contract' AND agency_age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS contract,
        coalesce(max(CASE WHEN table_name = 'key_staff' AND agency_age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS key_staff,
        coalesce(max(CASE WHEN table_name = 'account_txn' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS account_txn,
        coalesce(max(CASE WHEN table_name = 'invoice_month' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS invoice_month
    FROM feed
    WHERE is_delivered
),
main_sub AS (
    -- nominated: works designed and built by one contractor, the main subcontractor agreed by the owner, all run by own people
    SELECT
        l.project_id, l.payee, l.payee_name, ratio(l.sum_fen, l.prime_fen) AS share,
        CASE WHEN l.is_agreed AND l.is_designer AND s.n_own > 0 AND s.n_outside = 0 THEN 1 ELSE 0 END AS is_nominated,
        row_number() OVER (PARTITION BY l.project_id ORDER BY l.sum_fen DESC, l.payee) AS nth
    FROM (
        -- small works may be next to nothing but labour
        SELECT *, let_fen - CASE WHEN prime_fen < $small_works * 100 THEN labour_fen ELSE 0 END AS sum_fen FROM letting
    ) AS l
    CROSS JOIN fresh AS f
    LEFT JOIN site_staff AS s ON s.project_id = l.project_id
    WHERE f.contract = 1 AND l.payee IS NOT NULL AND l.is_sound AND l.sum_fen >= $max_share * l.prime_fen
),
recent AS (
    SELECT o.*
    FROM onward AS o
    CROSS JOIN fresh AS f
    WHERE o.month >= substr(CAST(add_months($as_of, -CAST($lookback_months AS INTEGER)) AS STRING), 1, 7)
        AND ((o.depth = 'L3' AND f.account_txn = 1) OR (o.depth = 'L2' AND f.invoice_month = 1))
),
came AS (
    -- invoices are told without tax, progress money with it
    SELECT
        project_id, depth, count(DISTINCT month) AS n_months,
        sum(amount_fen) / (CASE WHEN depth = 'L2' THEN 1e0 + $tax_rate ELSE 1e0 END) AS amount_fen
    FROM recent
    WHERE side = 'in'
    GROUP BY project_id, depth
),
gone AS (
    SELECT project_id, depth, sum(amount_fen) AS amount_fen
    FROM recent
    WHERE side = 'wage' OR (side = 'out' AND n_days <= $pass_days)
    GROUP BY project_id, depth
),
passed AS (
    SELECT
        o.project_id, o.depth, o.node, max(o.node_name) AS node_name, ratio(sum(o.amount_fen), max(c.amount_fen)) AS share,
        row_number() OVER (PARTITION BY o.project_id ORDER BY o.depth DESC, sum(o.amount_fen) DESC, o.node) AS nth
    FROM recent AS o
    INNER JOIN came AS c ON c.project_id = o.project_id AND c.depth = o.depth AND c.n_months >= $min_months
    INNER JOIN gone AS g ON g.project_id = o.project_id AND g.depth = o.depth AND g.amount_fen >= (1e0 - $max_margin) * c.amount_fen
    LEFT JOIN main_sub AS m ON m.project_id = o.project_id AND m.payee = o.node AND m.is_nominated = 1
    WHERE o.side = 'out' AND o.n_days <= $pass_days AND m.payee IS NULL
    GROUP BY o.project_id, o.depth, o.node
    -- far more invoiced than came in is for other works, too
    HAVING sum(o.amount_fen) >= $max_share * max(c.amount_fen)
        AND (o.depth = 'L3' OR sum(o.amount_fen) <= (2e0 - $max_share) * max(c.amount_fen))
),
sign AS (
    SELECT
        j.project_id, j.prime_ref, coalesce(m.payee_name, '') AS payee_name, coalesce(p.node_name, '') AS node_name, m.payee, p.node, p.depth,
        CAST(coalesce(s.n_outside, 0) AS BIGINT) AS n_staff,
        coalesce(CAST(round(m.share * 100e0) AS BIGINT), 0) AS let_percent,
        coalesce(CAST(round(p.share * 100e0) AS BIGINT), 0) AS money_percent,
        f.contract = 1 AND f.key_staff = 1 AND j.prime_ref IS NOT NULL AND j.is_sound AND s.n_own > 0 AND s.n_unknown = 0 AS is_told,
        CASE WHEN m.is_nominated = 0 THEN 1 ELSE 0 END AS is_let,
        coalesce(m.is_nominated, 0) AS is_nominated,
        CASE WHEN p.node IS NOT NULL THEN 1 ELSE 0 END AS is_passed,
        CASE WHEN f.key_staff = 1 AND s.n_outside >= $min_outside THEN 1 ELSE 0 END AS is_staffed
    FROM (SELECT project_id, prime_ref, is_sound FROM letting GROUP BY project_id, prime_ref, is_sound) AS j
    CROSS JOIN fresh AS f
    LEFT JOIN site_staff AS s ON s.project_id = j.project_id
    LEFT JOIN main_sub AS m ON m.project_id = j.project_id AND m.nth = 1
    LEFT JOIN passed AS p ON p.project_id = j.project_id AND p.nth = 1
)
"""

# What is found could be told; that nothing is wrong can be told where both contracts and key staff are known.
POPULATION = (
    SIGNS
    + """
SELECT
    'project' AS entity_kind, p.project_id AS entity_id,
    coalesce(s.is_told OR s.is_let + s.is_nominated + s.is_passed + s.is_staffed > 0, false) AS is_evaluable
FROM project AS p
LEFT JOIN sign AS s ON s.project_id = p.project_id
"""
)

FIND = (
    SIGNS
    + """,
told AS (
    SELECT s.*, s.is_let + s.is_passed + s.is_staffed AS n_signs
    FROM sign AS s
    WHERE s.is_let + s.is_nominated + s.is_passed + s.is_staffed > 0
),
rows_behind AS (
    SELECT project_id, prime_ref AS ref, 1 AS nth FROM told WHERE is_let + is_nominated > 0 AND prime_ref IS NOT NULL
    UNION ALL
    SELECT t.project_id, row_ref('contract', l.contract_id, l.received_on), 1
    FROM told AS t
    INNER JOIN let_works AS l ON l.project_id = t.project_id AND coalesce(l.payee, l.payee_person_key) = t.payee
    WHERE t.is_let + t.is_nominated > 0
    UNION ALL
    SELECT t.project_id, k.ref, 1
    FROM told AS t
    INNER JOIN key_post AS k ON k.project_id = t.project_id AND k.is_outside
    WHERE t.is_staffed = 1
    UNION ALL
    SELECT t.project_id, o.ref, row_number() OVER (PARTITION BY t.project_id, o.side ORDER BY o.month DESC, o.amount_fen DESC, o.ref)
    FROM told AS t
    INNER JOIN recent AS o ON o.project_id = t.project_id AND o.depth = t.depth AND coalesce(o.node, t.node) = t.node
    WHERE o.side IN ('in', 'out') AND t.is_passed = 1
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(DISTINCT ref)), 1, 20) AS refs FROM rows_behind WHERE nth <= 5 GROUP BY project_id
)
SELECT
    'project' AS entity_kind, n.project_id AS entity_id,
    CASE
        WHEN n.n_signs >= 2 THEN 'several_signs'
        WHEN n.is_let = 1 THEN 'let_to_one'
        WHEN n.is_passed = 1 THEN 'money_to_one'
        WHEN n.is_staffed = 1 THEN 'staff_of_others'
        ELSE 'nominated'
    END AS reason,
    -- all three signs count in full
    least(1e0, greatest(n.n_signs, 1) / 3e0) AS strength,
    e.refs AS evidence,
    CAST(n.n_signs AS BIGINT) AS n_signs, n.payee_name, n.node_name, n.let_percent, n.money_percent, n.n_staff,
    CASE WHEN n.depth = 'L3' THEN '银行流水' ELSE '按月发票' END AS source_zh,
    CASE WHEN n.depth = 'L3' THEN 'bank entries' ELSE 'monthly invoices' END AS source_en,
    CASE WHEN n.is_let = 1 THEN '合同额的' || CAST(n.let_percent AS STRING) || '%分包给' || n.payee_name || '；' ELSE '' END
        || CASE WHEN n.is_passed = 1 THEN '工程款的' || CAST(n.money_percent AS STRING) || '%随即流向' || n.node_name || '；' ELSE '' END
        || CASE WHEN n.is_staffed = 1 THEN CAST(n.n_staff AS STRING) || '个关键岗位人员与总包无劳动合同和社保关系；' ELSE '' END
        AS signs_zh,
    CASE WHEN n.is_let = 1 THEN CAST(n.let_percent AS STRING) || ' % of the contract let to ' || n.payee_name || '; ' ELSE '' END
        || CASE WHEN n.is_passed = 1 THEN CAST(n.money_percent AS STRING) || ' % of the money goes on to ' || n.node_name || '; ' ELSE '' END
        || CASE WHEN n.is_staffed = 1 THEN CAST(n.n_staff AS STRING) || ' key post(s) without its own people; ' ELSE '' END AS signs_en
FROM told AS n
INNER JOIN evidence AS e ON e.project_id = n.project_id
ORDER BY n.project_id
"""
)


@signal(
    id="C01",
    name="passed-on",
    title=Text("疑似转包", "Works that look passed on"),
    asks_zh="工程是否几乎整体交给另一家单位：合同额、工程款去向、关键岗位人员的劳动合同和社保？",
    family="contracting",
    depth="L1",
    legal_basis=(law.BUILDING_LAW_28, law.MARKET_RULE_1_8, law.ORDER_724_30),
    innocent_when=Text(
        "工程总承包中经建设单位同意的主要分包，总包自有团队实际管理；小型工程的劳务分包；联合体内部分工；人员社保转移在途",
        "design and build with a main subcontractor the owner agreed to, run by the contractor's own team; labour of small works; "
        "a division among members of a consortium; insurance of staff on its way from one employer to another",
    ),
    clears_when=Text(
        "提供主要管理人员劳动合同、社保和到岗记录，分包合同及建设单位同意文件，工程款使用凭证",
        "labour contracts, insurance and presence of the key staff, the subcontract with the owner's consent, and receipts "
        "for the progress money are shown",
    ),
    reads=reads(
        project="project_id",
        letting="project_id prime_fen prime_ref payee payee_name let_fen labour_fen is_agreed is_designer is_sound",
        let_works="project_id contract_id payee payee_person_key received_on",
        key_post="project_id is_outside ref",
        site_staff="project_id n_own n_outside n_unknown",
        onward="project_id depth side node node_name n_days month amount_fen ref",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "several_signs": reason(
            "S1",
            "出现{n_signs}项转包疑点：{signs_zh}需核实实际承包单位",
            "{n_signs} signs of works passed on: {signs_en} who really builds needs checking",
        ),
        "let_to_one": reason(
            "S2",
            "合同额的{let_percent}%分包给{payee_name}一家，需核实是否为转包",
            "{let_percent} % of the contract sum is let to {payee_name} alone: whether the works are passed on needs checking",
        ),
        "money_to_one": reason(
            "S2",
            "建设单位工程款的{money_percent}%随即流向{node_name}一家（依据{source_zh}），需核实是否为转包",
            "{money_percent} % of the owner's money goes on at once to {node_name} alone (by {source_en}): needs checking",
        ),
        "staff_of_others": reason(
            "S2",
            "{n_staff}个关键岗位的人员与总包单位既无劳动合同也无社会保险关系，需核实",
            "{n_staff} of the four key posts are held by people with neither labour contract nor insurance at the contractor: "
            "needs checking",
        ),
        "nominated": reason(
            "S4",
            "合同额的{let_percent}%分包给{payee_name}，但经建设单位同意、总包具备设计资质且关键岗位为自有人员，宜了解情况",
            "{let_percent} % of the contract sum is let to {payee_name}, with the owner's consent, by a contractor who designs "
            "and whose own people run the works: for information",
        ),
    },
    params={
        "max_share": Param(
            default=0.9,
            unit="share",
            because="domain report C01: nine tenths to one; MOHURD 2019 No. 1 art. 8 (5): all but a fee",
        ),
        "max_margin": Param(
            default=0.05,
            unit="share",
            because="domain report C01 and E2: who passes works on keeps 1 to 5 % as management fee",
        ),
        "pass_days": Param(default=10, unit="days", because="domain report C01: the money leaves within ten days"),
        "min_months": Param(
            default=3,
            unit="months",
            because="an advance to one subcontractor is ordinary; three months of it are a habit",
        ),
        "min_outside": Param(
            default=1, unit="posts", because="MOHURD 2019 No. 1 art. 8 (3): one or more of the four key posts"
        ),
        "small_works": Param(
            default=3_000_000,
            unit="yuan",
            because="MOHRSS 2021 No. 65 art. 11 treats works below CNY 3 million as small",
        ),
        "tax_rate": Param(
            default=0.09,
            unit="share",
            because="value added tax on construction since 2019-04-01 (MOF, STA, GACC notice 2019 No. 39)",
        ),
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def passed_on() -> None:
    """Are the works handed on nearly whole: by contract sums, where the owner's money goes, or whose the key staff are?"""
