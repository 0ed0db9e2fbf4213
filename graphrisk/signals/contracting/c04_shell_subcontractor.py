"""C04: a subcontractor that has the marks of a shell: new, without insured staff, tax returns or capital, one of many at its address."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

SIGNS = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'tax_month' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS tax_month,
        coalesce(max(CASE WHEN table_name = 'social_insurance_month' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS insurance,
        coalesce(max(CASE WHEN table_name = 'credit_event' AND agency_age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS credit_event
    FROM feed
    WHERE is_delivered
),
-- who never declared may declare elsewhere; who did and stopped while others went on files no more
filing AS (
    SELECT x.party_id, x.last_no, max(x.last_no) OVER () - x.last_no AS n_behind FROM company_tax AS x
),
tax AS (
    SELECT
        f.party_id, max(f.last_no) AS last_no, max(f.n_behind) AS n_behind,
        max(CASE WHEN m.status = 'abnormal' THEN 1 ELSE 0 END) AS is_abnormal, max(CASE WHEN m.status = 'cancelled' THEN 1 ELSE 0 END) AS is_over
    FROM filing AS f
    INNER JOIN party AS y ON y.party_id = f.party_id
    INNER JOIN tax_month AS m ON m.uscc = y.uscc AND month_number(m.month) = f.last_no
    GROUP BY f.party_id
),
listed AS (
    SELECT y.party_id, max(row_ref('credit_event', c.event_id, c.received_on)) AS ref
    FROM credit_event AS c
    INNER JOIN party AS y ON y.uscc = c.uscc
    WHERE c.kind = 'abnormal_listing' AND c.repaired_on IS NULL AND c.from_on <= $as_of AND coalesce(c.to_on > $as_of, true)
    GROUP BY y.party_id
),
-- an incubator or an agent of very many ties nobody, and neither does what most companies of the place share
crowd AS (
    SELECT
        party_id, count(CASE WHEN kind = 'address' THEN 1 END) AS at_address, count(CASE WHEN kind = 'phone' THEN 1 END) AS by_phone,
        count(CASE WHEN kind = 'agent' THEN 1 END) AS by_agent
    FROM contact
    WHERE n_firms BETWEEN $min_firms AND $max_firms AND NOT is_usual
    GROUP BY party_id
),
sign AS (
    SELECT
        s.party_id, s.ref AS part_ref, k.received_on, t.last_no, i.last_no AS insured_no, l.ref AS listed_ref,
        -- the register, insurance, tax and credit records
        1 + CASE WHEN i.party_id IS NOT NULL THEN f.insurance ELSE 0 END + CASE WHEN t.party_id IS NOT NULL THEN f.tax_month ELSE 0 END
            + f.credit_event AS n_sources,
        CASE
            WHEN add_months(k.established_on, CAST($young_months AS INTEGER)) > $as_of AND NOT s.is_known_leader
                AND NOT coalesce(array_contains(k.flags, 'implausible_date:established_on'), false) THEN 1
            ELSE 0
        END AS is_young,
        f.insurance * CASE WHEN i.heads = 0 AND s.n_on_payroll - s.n_insured_elsewhere >= $min_payroll THEN 2 ELSE 0 END AS is_uninsured,
        coalesce(c.at_address, 0) AS at_address, coalesce(c.by_phone, 0) AS by_phone, coalesce(c.by_agent, 0) AS by_agent,
        f.tax_month * CASE
            WHEN t.is_abnormal = 1 OR (t.n_behind >= $tax_months AND t.is_over = 0) THEN 2
            ELSE 0
        END AS files_no_tax,
        CASE WHEN k.status = 'abnormal' OR (f.credit_event = 1 AND l.party_id IS NOT NULL) THEN 2 ELSE 0 END AS is_listed,
        CASE WHEN k.paid_capital_fen < $min_capital * s.contract_fen THEN 1 ELSE 0 END AS is_bare
    FROM sub_firm AS s
    CROSS JOIN fresh AS f
    INNER JOIN company AS k ON k.uscc = s.party_id
    LEFT JOIN company_insurance AS i ON i.party_id = s.party_id AND i.months_ago <= $recent_months
    LEFT JOIN tax AS t ON t.party_id = s.party_id
    LEFT JOIN listed AS l ON l.party_id = s.party_id
    LEFT JOIN crowd AS c ON c.party_id = s.party_id
)
"""

# Who takes no works from others is not asked; where nothing says who does, everybody could and nothing can be told.
POPULATION = (
    SIGNS
    + """
SELECT 'company' AS entity_kind, c.party_id AS entity_id, coalesce(s.n_sources >= $min_sources, false) AS is_evaluable
FROM (SELECT party_id FROM party GROUP BY party_id) AS c
LEFT JOIN sub_firm AS f ON f.party_id = c.party_id
LEFT JOIN sign AS s ON s.party_id = c.party_id
WHERE f.party_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM sub_firm)
"""
)

FIND = (
    SIGNS
    + """,
told AS (
    SELECT * FROM (
        SELECT *, is_young + is_uninsured + at_address + by_phone + by_agent + files_no_tax + is_listed + is_bare AS n_points
        FROM sign
        WHERE n_sources >= $min_sources
    ) AS s
    WHERE n_points >= $few_points
),
beside AS (
    SELECT
        t.party_id, o.party_id AS other_id,
        row_number() OVER (PARTITION BY t.party_id, c.kind ORDER BY o.party_id) AS nth
    FROM told AS t
    INNER JOIN contact AS c ON c.party_id = t.party_id AND c.n_firms BETWEEN $min_firms AND $max_firms AND NOT c.is_usual
    INNER JOIN contact AS o ON o.kind = c.kind AND o.contact = c.contact AND o.party_id <> c.party_id
),
rows_behind AS (
    SELECT party_id, row_ref('company', party_id, received_on) AS ref FROM told
    UNION
    SELECT party_id, part_ref FROM told
    UNION
    SELECT party_id, listed_ref FROM told WHERE is_listed > 0 AND listed_ref IS NOT NULL
    UNION
    SELECT b.party_id, row_ref('company', k.uscc, k.received_on)
    FROM beside AS b
    INNER JOIN company AS k ON k.uscc = b.other_id
    WHERE b.nth <= 4
    UNION
    SELECT t.party_id, row_ref('social_insurance_month', m.uscc || '/' || m.month, m.received_on)
    FROM told AS t
    INNER JOIN party AS y ON y.party_id = t.party_id
    INNER JOIN social_insurance_month AS m ON m.uscc = y.uscc AND month_number(m.month) = t.insured_no
    WHERE t.is_uninsured > 0
    UNION
    SELECT t.party_id, row_ref('tax_month', m.uscc || '/' || m.month, m.received_on)
    FROM told AS t
    INNER JOIN party AS y ON y.party_id = t.party_id
    INNER JOIN tax_month AS m ON m.uscc = y.uscc AND month_number(m.month) = t.last_no
    WHERE t.files_no_tax > 0
),
evidence AS (
    SELECT party_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind WHERE ref IS NOT NULL GROUP BY party_id
)
SELECT
    'company' AS entity_kind, t.party_id AS entity_id,
    CASE WHEN t.n_points >= $many_points THEN 'many_points' ELSE 'some_points' END AS reason,
    -- twice the points of the graver answer count in full
    least(1e0, t.n_points / (2e0 * $many_points)) AS strength,
    e.refs AS evidence,
    CAST(t.n_points AS BIGINT) AS n_points,
    CASE WHEN t.is_young > 0 THEN '成立不满一年；' ELSE '' END
        || CASE WHEN t.is_uninsured > 0 THEN '工资表有人而参保为零；' ELSE '' END
        || CASE WHEN t.at_address > 0 THEN '多家企业同一地址；' ELSE '' END
        || CASE WHEN t.by_phone > 0 THEN '多家企业同一电话；' ELSE '' END
        || CASE WHEN t.by_agent > 0 THEN '多家企业同一代办人；' ELSE '' END
        || CASE WHEN t.files_no_tax > 0 THEN '连续未申报纳税或为税务非正常户；' ELSE '' END
        || CASE WHEN t.is_listed > 0 THEN '列入经营异常名录；' ELSE '' END
        || CASE WHEN t.is_bare > 0 THEN '实缴资本与合同额相差悬殊；' ELSE '' END AS signs_zh,
    CASE WHEN t.is_young > 0 THEN 'younger than a year; ' ELSE '' END
        || CASE WHEN t.is_uninsured > 0 THEN 'workers and nobody insured; ' ELSE '' END
        || CASE WHEN t.at_address > 0 THEN 'address of several firms; ' ELSE '' END
        || CASE WHEN t.by_phone > 0 THEN 'telephone of several firms; ' ELSE '' END
        || CASE WHEN t.by_agent > 0 THEN 'agent of several firms; ' ELSE '' END
        || CASE WHEN t.files_no_tax > 0 THEN 'no tax returns; ' ELSE '' END
        || CASE WHEN t.is_listed > 0 THEN 'listed as abnormal; ' ELSE '' END
        || CASE WHEN t.is_bare > 0 THEN 'little capital for its contracts; ' ELSE '' END AS signs_en
FROM told AS t
INNER JOIN evidence AS e ON e.party_id = t.party_id
ORDER BY t.party_id
"""
)


def _points(default: int) -> Param:
    return Param(default=default, unit="points", because="domain report C04: four points orange, three yellow")


@signal(
    id="C04",
    name="shell-subcontractor",
    title=Text("疑似空壳分包单位", "Subcontractor that looks like a shell"),
    asks_zh="分包单位是否具有多项空壳特征：新设、无参保、多家同址、不申报、经营异常、资本与合同额悬殊？",
    family="contracting",
    depth="L1",
    legal_basis=(law.ORDER_724_36, law.ORDER_724_38, law.MARKET_RULE_1_12),
    innocent_when=Text(
        "注册在孵化器、集中登记地或由代办机构办理；熟悉的班组长新设的劳务企业，人员在他处参保；外地申报纳税或缴费",
        "an address of an incubator or a registration agent; a new labour company of a known team leader whose people are "
        "insured elsewhere; taxes and insurance declared in another place",
    ),
    clears_when=Text(
        "提供参保、纳税证明和现场管理人员名单，移出经营异常名录的决定，实缴资本凭证",
        "proof of insurance and tax, the staff on site, the removal from the list, or proof of the capital paid in is shown",
    ),
    reads=reads(
        sub_firm="party_id contract_fen ref n_on_payroll n_insured_elsewhere is_known_leader",
        contact="party_id kind contact n_firms is_usual",
        company="uscc status established_on paid_capital_fen flags received_on",
        company_insurance="party_id last_no months_ago heads",
        company_tax="party_id last_no",
        tax_month="uscc month status received_on",
        social_insurance_month="uscc month received_on",
        credit_event="event_id uscc kind from_on to_on repaired_on received_on",
        party="uscc party_id",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "some_points": reason(
            "S3", "空壳特征{n_points}分：{signs_zh}请关注", "{n_points} points of a shell: {signs_en} to be watched"
        ),
        "many_points": reason(
            "S2",
            "空壳特征{n_points}分：{signs_zh}需核实其用工和支付能力",
            "{n_points} points of a shell: {signs_en} whom it employs and how it pays needs checking",
        ),
    },
    params={
        "few_points": _points(3),
        "many_points": _points(4),
        "young_months": Param(default=12, unit="months", because="domain report C04: younger than a year"),
        "min_payroll": Param(default=10, unit="persons", because="domain report C04: ten workers on payrolls"),
        "min_firms": Param(default=5, unit="companies", because="domain report C04: shared by five companies"),
        "max_firms": Param(
            default=50,
            unit="companies",
            because="domain report E4: more is an incubator or an agency, which ties nobody",
        ),
        "tax_months": Param(default=3, unit="months", because="domain report C04: no tax return for three months"),
        "min_capital": Param(
            default=0.01, unit="share", because="domain report C04: paid-in capital below 1 % of the contracts"
        ),
        "recent_months": Param(default=4, unit="months", because="an older return tells nothing of today's staff"),
        "min_sources": Param(default=2, unit="sources", because="one agency's records alone show no shell"),
        "feed_days": FEED_DAYS,
    },
)
def shell_subcontractor() -> None:
    """Has a subcontractor several marks of a shell: new, nobody insured, many at one address, no returns, listed, no capital?"""
