"""X01: the owner of a project, or the company behind it, runs out of money, and all its projects with it."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.distress import OWNER_ANSWER, OWNER_MONEY

# Asked of open projects and their owners. It can tell where a court or the credit register speaks of a named owner, where the
# project's value is certified, or where banks tell of enough projects of one owner.
POPULATION = (
    OWNER_MONEY
    + """
SELECT 'project' AS entity_kind, project_id AS entity_id, is_told AS is_evaluable FROM met
UNION ALL
SELECT 'company' AS entity_kind, owner_party, max(is_told) FROM met WHERE owner_party IS NOT NULL GROUP BY owner_party
"""
)

FIND = (
    OWNER_MONEY
    + OWNER_ANSWER
    + """,
seen AS (
    -- the projects whose rows show it: the one told of, or those of the owner
    SELECT t.entity_kind, t.entity_id, t.reason, m.project_id, m.project_ref, m.is_missing
    FROM told AS t
    INNER JOIN met AS m ON t.entity_kind = 'project' AND m.project_id = t.project_id
    UNION ALL
    SELECT t.entity_kind, t.entity_id, t.reason, m.project_id, m.project_ref, m.is_missing
    FROM told AS t
    INNER JOIN met AS m ON m.owner_party = t.entity_id AND t.entity_kind = 'company'
),
unpaid_month AS (
    SELECT
        p.project_id, row_ref('progress_payment', p.project_id || '/' || p.month, p.received_on) AS ref,
        row_number() OVER (PARTITION BY p.project_id ORDER BY p.certified_fen - p.paid_fen DESC, p.month) AS place
    FROM progress_payment AS p
    INNER JOIN overdue AS o ON o.project_id = p.project_id AND o.unpaid_fen > 0
    WHERE p.paid_fen < p.certified_fen AND days_between(last_day(CAST(p.month || '-01' AS DATE)), $as_of) > $overdue_days
),
rows_behind AS (
    SELECT entity_kind, entity_id, reason, project_ref AS ref FROM seen
    UNION ALL
    SELECT s.entity_kind, s.entity_id, s.reason, u.ref
    FROM seen AS s
    INNER JOIN unpaid_month AS u ON u.project_id = s.project_id AND u.place <= 6
    WHERE s.reason LIKE 'value%'
    UNION ALL
    SELECT s.entity_kind, s.entity_id, s.reason, r.ref
    FROM seen AS s
    INNER JOIN fund_ref AS r ON r.project_id = s.project_id
    WHERE s.reason LIKE 'fees%' AND (r.source = 'account' OR (r.source = 'labour' AND r.place <= 2))
    UNION ALL
    SELECT t.entity_kind, t.entity_id, t.reason, i.ref
    FROM told AS t
    INNER JOIN trouble AS i ON i.party_id = t.source_id
    UNION ALL
    SELECT t.entity_kind, t.entity_id, t.reason, i.last_ref
    FROM told AS t
    INNER JOIN trouble AS i ON i.party_id = t.source_id
    UNION ALL
    SELECT t.entity_kind, t.entity_id, t.reason, m.holding_ref
    FROM told AS t
    INNER JOIN met AS m ON m.project_id = t.project_id
    WHERE t.reason LIKE 'parent%' OR t.reason LIKE 'sister%' OR (t.reason LIKE 'fees%' AND m.group_name IS NOT NULL)
    UNION ALL
    SELECT t.entity_kind, t.entity_id, t.reason, m.last_holding_ref
    FROM told AS t
    INNER JOIN met AS m ON m.project_id = t.project_id
    WHERE t.reason LIKE 'parent%' OR t.reason LIKE 'sister%' OR (t.reason LIKE 'fees%' AND m.group_name IS NOT NULL)
),
evidence AS (
    SELECT entity_kind, entity_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (SELECT DISTINCT entity_kind, entity_id, reason, ref FROM rows_behind) AS once
    GROUP BY entity_kind, entity_id, reason
)
SELECT
    t.entity_kind, t.entity_id, t.reason, t.strength, e.refs AS evidence,
    yuan(t.unpaid_fen) AS unpaid_yuan, CAST(round(t.share * 1000e0) AS BIGINT) / 10e0 AS percent, t.since_month,
    CAST(t.n_projects AS BIGINT) AS n_projects, m.month, CAST(m.n_missing AS BIGINT) AS n_missing, CAST(m.n_told AS BIGINT) AS n_told,
    i.signs_zh, i.signs_en, coalesce(m.parent_name, '') AS parent_name, coalesce(k.name, t.source_id, '') AS source_name,
    CASE WHEN m.group_name IS NULL THEN '同一建设单位' ELSE m.group_name || '控股的各建设单位' END AS whose_zh,
    CASE WHEN m.group_name IS NULL THEN 'one owner' ELSE 'owners held by ' || m.group_name END AS whose_en,
    CASE
        WHEN m.fund_source IN ('government', 'mixed') THEN '含政府资金，资金未到位的报本级政府限期拨付（条例第59条）'
        ELSE '因其未拨付致欠薪的，以未结清工程款为限先行垫付（条例第29条）'
    END AS route_zh,
    CASE
        WHEN m.fund_source IN ('government', 'mixed')
            THEN 'public money: what is missing is reported to the government, which orders it paid (Order 724 art. 59)'
        ELSE 'wages it leaves unpaid it advances up to the money not settled (Order 724 art. 29)'
    END AS route_en,
    CAST(CASE WHEN t.entity_kind = 'project' THEN m.n_heads ELSE 0 END AS BIGINT) AS n_heads
FROM told AS t
INNER JOIN met AS m ON m.project_id = t.project_id
INNER JOIN evidence AS e ON e.entity_kind = t.entity_kind AND e.entity_id = t.entity_id AND e.reason = t.reason
LEFT JOIN trouble AS i ON i.party_id = t.source_id
LEFT JOIN company AS k ON k.uscc = t.source_id
WHERE m.is_told
ORDER BY t.entity_kind, t.entity_id, t.reason
"""
)


@signal(
    id="X01",
    name="owner-distress",
    title=Text("建设单位资金风险", "Owner in distress or not paying for the works"),
    asks_zh="建设单位（或其控股方）是否拖欠审定工程款、同时停拨多个项目的人工费，或已失信、破产、被执行？",
    family="distress",
    depth="L1",
    legal_basis=(
        law.ORDER_724_23,
        law.ORDER_724_24,
        law.ORDER_724_29,
        law.ORDER_724_30,
        law.ORDER_724_35,
        law.ORDER_724_59,
        law.SME_RULE_8,
    ),
    innocent_when=Text(
        "工程款正在结算或审计（但结算、审计争议不是拖欠工资的理由，条例第35条）；合同约定的预留款；预售资金监管账户暂时冻结；"
        "财政年度结转期间的支付；被执行案件有争议或已和解而信息未更新；集团内个别子公司的困难不等于全集团的困难",
        "progress money under settlement or audit (a dispute on it is no ground to leave wages unpaid, Order 724 art. 35); money "
        "the contract lets the owner keep back; a pre-sale escrow account frozen for a while; payments over the turn of the "
        "budget year; an enforcement in dispute or settled that the feed does not show yet; one subsidiary's trouble is not a "
        "whole group's",
    ),
    clears_when=Text(
        "提供工程款、人工费支付凭证，执行结案或重整方案材料，或支付担保、资金到位证明",
        "receipts of progress money and labour fee, the closing of the enforcement or a plan of restructuring, a payment "
        "guarantee or proof of funds are shown",
    ),
    reads=reads(
        owned_site="project_id fund_source owner_party contractor_party amount_fen n_heads n_owned n_built project_ref",
        parent="party_id first_id second_id third_id parent_id parent_name ref last_ref",
        fee_month="project_id month months_ago told_to is_silent days_after credit_fen due_fen is_frozen",
        insolvent="party_id is_listed enforced_fen capital_fen signs_zh signs_en ref last_ref",
        fund_ref="project_id source place ref",
        progress_payment="project_id month certified_fen paid_fen received_on flags",
        company="uscc name",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "value_unpaid_tenth": reason(
            "S3",
            "审定已满60天的工程款有{unpaid_yuan}元未付，为合同额的{percent}%，最早为{since_month}，需核实；{route_zh}",
            "{unpaid_yuan} yuan certified more than 60 days ago are unpaid, {percent} % of the contract, the oldest of "
            "{since_month}: needs checking; {route_en}",
        ),
        "value_unpaid_fifth": reason(
            "S2",
            "审定已满60天的工程款有{unpaid_yuan}元未付，达合同额的{percent}%，最早为{since_month}，需尽快核实；{route_zh}",
            "{unpaid_yuan} yuan certified more than 60 days ago are unpaid, as much as {percent} % of the contract, the oldest "
            "of {since_month}: needs checking soon; {route_en}",
        ),
        "value_unpaid_elsewhere": reason(
            "S3",
            "其建设单位{n_projects}个可判断的在建项目合计有{unpaid_yuan}元审定已满60天未付，为合同额的{percent}%，请关注本项目；{route_zh}",
            "on {n_projects} open projects of its owner {unpaid_yuan} yuan certified more than 60 days ago are unpaid, {percent} "
            "% of their contracts: this project is to be watched; {route_en}",
        ),
        "fees_stopped": reason(
            "S1",
            "{whose_zh}可判断的{n_told}个项目中有{n_missing}个在{month}同时未见人工费拨入，包括本条所指项目，需尽快核实；{route_zh}",
            "of {n_told} projects of {whose_en} that can be told, {n_missing} got no labour fee in {month}, this one among "
            "them: needs checking soon; {route_en}",
        ),
        "fees_stopped_elsewhere": reason(
            "S3",
            "{whose_zh}可判断的{n_told}个项目中有{n_missing}个在{month}同时未见人工费拨入，本项目不在其中，请关注；{route_zh}",
            "of {n_told} projects of {whose_en} that can be told, {n_missing} got no labour fee in {month}, not this one: to be "
            "watched; {route_en}",
        ),
        "owner_insolvent": reason(
            "S2",
            "建设单位{source_name}：{signs_zh}其{n_projects}个在建项目需核实资金来源；{route_zh}",
            "the owner {source_name} is {signs_en}the funds of its {n_projects} open projects need checking; {route_en}",
        ),
        "owner_enforced": reason(
            "S3",
            "建设单位{source_name}{signs_zh}金额不足注册资本的一半，请关注其{n_projects}个在建项目；{route_zh}",
            "the owner {source_name} is {signs_en}for less than half of its registered capital: its {n_projects} open projects "
            "are to be watched; {route_en}",
        ),
        "parent_insolvent": reason(
            "S2",
            "控股建设单位的{source_name}：{signs_zh}建设单位仅有本项目，需核实资金来源；{route_zh}",
            "{source_name}, which holds the owner, is {signs_en}the owner has this one project, whose funds need checking; "
            "{route_en}",
        ),
        "parent_insolvent_large": reason(
            "S3",
            "控股建设单位的{source_name}：{signs_zh}请关注建设单位的{n_projects}个在建项目；{route_zh}",
            "{source_name}, which holds the owner, is {signs_en}the owner's {n_projects} open projects are to be watched; "
            "{route_en}",
        ),
        "sister_insolvent": reason(
            "S3",
            "同由{parent_name}控股的项目公司{source_name}：{signs_zh}请关注本项目资金；{route_zh}",
            "{source_name}, a project company also held by {parent_name}, is {signs_en}this project's funds are to be watched; "
            "{route_en}",
        ),
        "contractor_insolvent": reason(
            "S3",
            "施工总承包单位{source_name}：{signs_zh}其{n_projects}个在建项目均请关注；总包先行清偿工资（条例第30条）",
            "the contractor {source_name} is {signs_en}all its {n_projects} open projects are to be watched; it has to pay "
            "wages first (Order 724 art. 30)",
        ),
    },
    params={
        "overdue_days": Param(
            default=60,
            unit="days",
            because="SME payment rule: authorities pay within 30 and at most 60 days, large firms 60",
        ),
        "payable_share": Param(
            default=0.8,
            unit="share",
            because="progress money is at least 80 % of the value; the rest falls due at settlement",
        ),
        "yellow_share": Param(default=0.1, unit="of the contract", because="domain report X01"),
        "orange_share": Param(default=0.2, unit="of the contract", because="domain report X01"),
        "stopped_projects": Param(default=3, unit="projects", because="domain report X01: three in the same month"),
        "stopped_share": Param(
            default=0.2,
            unit="share",
            because="with one fee in fifty late, three of fifteen by chance befall one owner in three hundred; three of two "
            "hundred are ordinary",
        ),
        "grace_days": Param(default=5, unit="days", because="domain report F01: booking and upload take days"),
        "enforced_share": Param(
            default=0.5, unit="of the capital", because="local warning rule: arrears above half the registered capital"
        ),
        "feed_days": FEED_DAYS,
    },
)
def owner_distress() -> None:
    """Does the owner, or who holds it, leave certified value unpaid, stop several projects' fees, or stand insolvent?"""
