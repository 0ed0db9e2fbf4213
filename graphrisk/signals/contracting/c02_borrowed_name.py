"""C02: works that look built under a borrowed name (挂靠): an outsider takes the money or runs the site, the contractor is not there."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

SIGNS = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'key_staff' AND agency_age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS key_staff,
        coalesce(max(CASE WHEN table_name = 'wage_deposit' AND agency_age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS wage_deposit
    FROM feed
    WHERE is_delivered
),
staff AS (
    SELECT
        w.project_id, w.contractor_id, s.has_own_lead,
        CASE WHEN f.key_staff = 1 AND s.n_own + s.n_outside > 0 AND s.n_unknown = 0 THEN 1 ELSE 0 END AS is_told,
        CASE WHEN f.key_staff = 1 AND s.n_own = 0 AND s.n_outside > 0 AND s.n_unknown = 0 THEN 1 ELSE 0 END AS is_bare
    FROM works AS w
    CROSS JOIN fresh AS f
    LEFT JOIN site_staff AS s ON s.project_id = w.project_id
    WHERE w.contractor_id IS NOT NULL
),
builder_staff AS (
    SELECT contractor_id, count(*) AS n_projects, sum(is_told) AS n_told, sum(is_bare) AS n_bare FROM staff GROUP BY contractor_id
),
person AS (
    SELECT * FROM (
        SELECT
            project_id, person_key, paid_fen, is_leading, n_contractors, refs, ratio(paid_fen, greatest(debit_fen, 1)) AS share,
            CASE WHEN paid_fen >= $min_paid * 100 AND paid_fen >= $min_share * debit_fen THEN 1 ELSE 0 END AS is_paid,
            row_number() OVER (PARTITION BY project_id ORDER BY is_leading DESC, paid_fen DESC, person_key) AS nth
        FROM outsider
        WHERE is_leading OR (paid_fen >= $min_paid * 100 AND paid_fen >= $min_share * debit_fen)
    ) AS p
    WHERE nth = 1
),
deposit AS (
    -- the guard: a project manager whom the contractor employs stands for it on the site
    SELECT l.project_id, l.payer, l.ref
    FROM foreign_deposit AS l
    CROSS JOIN fresh AS f
    INNER JOIN staff AS s ON s.project_id = l.project_id AND s.is_told = 1 AND NOT s.has_own_lead
    INNER JOIN project AS p ON p.project_id = l.project_id
    INNER JOIN company AS k ON k.uscc = s.contractor_id
    WHERE f.wage_deposit = 1 AND left(k.area_code, 4) <> left(p.area_code, 4)
),
sign AS (
    SELECT
        s.*, p.person_key, p.is_leading, p.n_contractors, p.share, p.refs AS person_refs, p.is_paid, d.payer, d.ref AS deposit_ref,
        CASE WHEN p.project_id IS NOT NULL THEN 1 ELSE 0 END AS has_person,
        CASE WHEN d.project_id IS NOT NULL THEN 1 ELSE 0 END AS has_deposit,
        CASE WHEN s.is_bare = 1 AND b.n_bare >= $min_projects THEN 1 ELSE 0 END AS has_absentee
    FROM staff AS s
    INNER JOIN builder_staff AS b ON b.contractor_id = s.contractor_id
    LEFT JOIN person AS p ON p.project_id = s.project_id
    LEFT JOIN deposit AS d ON d.project_id = s.project_id
)
"""

# Of a contractor it is told where projects nobody can tell of could not make the number full.
POPULATION = (
    SIGNS
    + """
SELECT
    'project' AS entity_kind, p.project_id AS entity_id,
    coalesce(s.is_told = 1 OR s.has_person + s.has_deposit > 0, false) AS is_evaluable
FROM project AS p
LEFT JOIN sign AS s ON s.project_id = p.project_id
UNION ALL
SELECT
    'company' AS entity_kind, b.contractor_id,
    b.n_bare >= $min_projects OR (b.n_told > 0 AND b.n_bare + b.n_projects - b.n_told < $min_projects)
FROM builder_staff AS b
"""
)

FIND = (
    SIGNS
    + """,
told AS (
    SELECT *, has_person + has_deposit + has_absentee AS n_signs FROM sign WHERE has_person + has_deposit > 0
),
lender AS (
    SELECT b.contractor_id, b.n_bare, count(t.project_id) AS n_told_sites
    FROM builder_staff AS b
    LEFT JOIN told AS t ON t.contractor_id = b.contractor_id AND t.is_bare = 1
    WHERE b.n_bare >= $min_projects
    GROUP BY b.contractor_id, b.n_bare
),
rows_behind AS (
    SELECT project_id AS entity_id, each_of(person_refs) AS ref FROM told WHERE has_person = 1
    UNION
    SELECT project_id, deposit_ref FROM told WHERE has_deposit = 1
    UNION
    SELECT t.project_id, k.ref
    FROM told AS t
    INNER JOIN key_post AS k ON k.project_id = t.project_id AND k.is_outside
    WHERE t.has_absentee = 1 OR t.has_deposit = 1
    UNION
    SELECT l.contractor_id, k.ref
    FROM lender AS l
    INNER JOIN staff AS s ON s.contractor_id = l.contractor_id AND s.is_bare = 1
    INNER JOIN key_post AS k ON k.project_id = s.project_id AND k.is_outside
),
evidence AS (
    SELECT entity_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY entity_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id,
    CASE
        WHEN t.n_signs >= 2 THEN 'several_signs'
        WHEN t.has_deposit = 1 THEN 'deposit_by_other'
        WHEN t.is_leading THEN 'outsider_leads'
        ELSE 'outsider_paid'
    END AS reason,
    -- all three signs count in full
    least(1e0, t.n_signs / 3e0) AS strength,
    e.refs AS evidence,
    CAST(t.n_signs AS BIGINT) AS n_signs, coalesce(left(t.person_key, 8), '') AS person,
    coalesce(CAST(round(t.share * 100e0) AS BIGINT), 0) AS percent, coalesce(t.n_contractors, 0) AS n_contractors,
    coalesce(k.name, t.payer, '') AS payer_name, b.n_bare AS n_projects,
    CASE WHEN t.is_leading THEN '非总包人员' || left(t.person_key, 8) || '带班并代表总包签约；' ELSE '' END
        || CASE WHEN t.is_paid = 1 THEN '专户非工资支出的' || CAST(CAST(round(t.share * 100e0) AS BIGINT) AS STRING) || '%付给个人'
            || left(t.person_key, 8) || '；' ELSE '' END
        || CASE WHEN t.has_deposit = 1 THEN '外地总包的保证金由其他单位缴存；' ELSE '' END
        || CASE WHEN t.has_absentee = 1 THEN '总包在' || CAST(b.n_bare AS STRING) || '个项目无自有关键岗位人员；' ELSE '' END AS signs_zh,
    CASE WHEN t.is_leading THEN 'outsider ' || left(t.person_key, 8) || ' leads and signs; ' ELSE '' END
        || CASE WHEN t.is_paid = 1 THEN CAST(CAST(round(t.share * 100e0) AS BIGINT) AS STRING) || ' % of debits other than wages to '
            || left(t.person_key, 8) || '; ' ELSE '' END
        || CASE WHEN t.has_deposit = 1 THEN 'deposit lodged by another; ' ELSE '' END
        || CASE WHEN t.has_absentee = 1 THEN 'no own key staff on ' || CAST(b.n_bare AS STRING) || ' projects; ' ELSE '' END AS signs_en
FROM told AS t
INNER JOIN evidence AS e ON e.entity_id = t.project_id
INNER JOIN builder_staff AS b ON b.contractor_id = t.contractor_id
LEFT JOIN company AS k ON k.uscc = t.payer
UNION ALL
SELECT
    'company', l.contractor_id, CASE WHEN l.n_told_sites > 0 THEN 'name_on_many_sites' ELSE 'no_own_staff' END,
    -- twice the number counts in full
    least(1e0, l.n_bare / (2e0 * $min_projects)), e.refs,
    l.n_told_sites, '', 0, 0, '', l.n_bare, '', ''
FROM lender AS l
INNER JOIN evidence AS e ON e.entity_id = l.contractor_id
ORDER BY 1, 2
"""
)


def _checked(severity: str, zh: str, en: str) -> Reason:
    return reason(severity, f"{zh}，需核实是否借用资质", f"{en}: whether a qualification is lent needs checking")


@signal(
    id="C02",
    name="borrowed-name",
    title=Text("疑似挂靠", "Works that look built under a borrowed name"),
    asks_zh="是否有与总包无劳动关系的个人收取款项或带班签约？总包是否在多个项目没有自有人员、由他人代缴保证金？",
    family="contracting",
    depth="L1",
    legal_basis=(law.BUILDING_LAW_26, law.MARKET_RULE_1_10, law.ORDER_724_19, law.ORDER_724_36),
    innocent_when=Text(
        "总包派驻并参保的项目经理；项目经理先后在多个项目任职；集团内代缴保证金；人员调动期间社保未转",
        "a project manager whom the contractor posted and insures; one who ran several projects one after another; a deposit lodged "
        "within a group; insurance not yet moved after a transfer",
    ),
    clears_when=Text(
        "提供该人员与总包的劳动合同、社保和工资记录，总包派驻人员名单，保证金代缴说明",
        "the person's labour contract, insurance and pay at the contractor, the list of its people on the site, and why another "
        "lodged the deposit are shown",
    ),
    reads=reads(
        project="project_id area_code",
        works="project_id contractor_id",
        site_staff="project_id n_own n_outside n_unknown has_own_lead",
        key_post="project_id is_outside ref",
        outsider="project_id person_key paid_fen debit_fen is_leading n_contractors refs",
        foreign_deposit="project_id payer ref",
        company="uscc name area_code",
        feed="table_name is_delivered agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "several_signs": _checked(
            "S1",
            "出现{n_signs}项挂靠疑点：{signs_zh}合并来看",
            "{n_signs} signs of a borrowed name: {signs_en} taken together",
        ),
        "outsider_paid": _checked(
            "S2",
            "专户非工资支出的{percent}%付给与总包无劳动关系的个人{person}",
            "{percent} % of the account's debits other than wages went to person {person}, whom the contractor does not employ",
        ),
        "outsider_leads": _checked(
            "S2",
            "人员{person}带班并代表总包签约，但与总包无劳动关系（涉及{n_contractors}家总包）",
            "person {person} leads a team and signs for the contractor without being employed there ({n_contractors} contractor(s) concerned)",
        ),
        "deposit_by_other": _checked(
            "S2",
            "外地总包的工资保证金由{payer_name}缴存，且无总包自有项目负责人",
            "the wage deposit of a contractor from elsewhere was lodged by {payer_name}, and no project manager of its own is there",
        ),
        "no_own_staff": _checked(
            "S2",
            "{n_projects}个在建项目的关键岗位均非本单位人员",
            "on {n_projects} projects under way no key post is held by its own people",
        ),
        "name_on_many_sites": _checked(
            "S1",
            "{n_projects}个在建项目的关键岗位均非本单位人员，其中{n_signs}个另有个人收款、带班或他人代缴保证金",
            "on {n_projects} projects under way no key post is held by its own people, and on {n_signs} of them outsiders take "
            "money, lead, or lodged the deposit",
        ),
    },
    params={
        "min_share": Param(
            default=0.2, unit="share", because="domain report C02: a fifth of the debits other than wages"
        ),
        "min_paid": Param(
            default=50_000,
            unit="yuan",
            because="domain report A04: below CNY 50,000 a debit that is not wages is no grave one",
        ),
        "min_projects": Param(default=5, unit="projects", because="domain report C02: five projects without own staff"),
        "feed_days": FEED_DAYS,
    },
)
def borrowed_name() -> None:
    """Does an outsider take the money or run the site, or is the contractor nowhere with its own people and deposit?"""
