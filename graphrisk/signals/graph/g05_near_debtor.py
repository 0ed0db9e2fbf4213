"""G05: near to those who owed wages, or risen from one of them with its people and its controller."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, reads, reason

HEARD = """
WITH heard AS (
    SELECT
        coalesce(max(CASE WHEN table_name IN ('clue', 'inspection', 'credit_event', 'judicial') THEN 1 END), 0) AS debtors,
        count(CASE WHEN table_name IN ('worker', 'team') THEN 1 END) AS crews
    FROM feed
    WHERE is_delivered AND agency_age_days <= $feed_days
),
"""

# A company can be told once any agency that could show a debtor is heard, and some tie of the company is known; a project
# where moreover its crews and their people are.
POPULATION = (
    HEARD
    + """
manned AS (
    SELECT t.project_id
    FROM team AS t
    INNER JOIN worker AS w ON w.team_id = t.team_id
    INNER JOIN party AS y ON y.uscc = t.uscc
    GROUP BY t.project_id
)
SELECT 'company' AS entity_kind, c.party_id AS entity_id, h.debtors = 1 AND t.party_id IS NOT NULL AS is_evaluable
FROM (SELECT party_id FROM party GROUP BY party_id) AS c
CROSS JOIN heard AS h
LEFT JOIN tied AS t ON t.party_id = c.party_id
UNION ALL
SELECT 'project' AS entity_kind, p.project_id AS entity_id, h.debtors = 1 AND h.crews = 2 AND m.project_id IS NOT NULL AS is_evaluable
FROM (SELECT project_id FROM project GROUP BY project_id) AS p
CROSS JOIN heard AS h
LEFT JOIN manned AS m ON m.project_id = p.project_id
"""
)

# `successor`: firms to which most of an ended debtor's crews went. `is_new`: they came in the firm's first year; `is_theirs`:
# they are most of the firm.
FIND = (
    HEARD
    + """
born AS (
    SELECT y.party_id, min(c.established_on) AS established_on, max(c.name) AS name
    FROM company AS c
    INNER JOIN party AS y ON y.uscc = c.uscc AND y.party_id = c.uscc
    GROUP BY y.party_id
),
successor AS (
    SELECT
        m.debtor_id, m.firm_id, d.name AS debtor_name, d.refs AS debtor_refs, coalesce(b.name, m.firm_id) AS firm_name,
        m.n_moved, m.first_on, ratio(m.n_moved, m.n_workers) AS moved_ratio,
        coalesce(ratio(m.n_leaders_moved, nullif(m.n_leaders, 0)), 0e0) AS leader_ratio,
        b.established_on, coalesce(days_between(b.established_on, m.first_on) < $new_days, false) AS is_new,
        ratio(m.n_moved, m.n_firm_workers) >= $own_share
            OR coalesce(ratio(m.n_leaders_moved, nullif(m.n_firm_leaders, 0)), 0e0) >= $own_share AS is_theirs,
        m.evidence
    FROM crew_move AS m
    INNER JOIN debtor AS d ON d.party_id = m.debtor_id AND d.has_ended
    LEFT JOIN born AS b ON b.party_id = m.firm_id
    CROSS JOIN heard AS h
    WHERE h.debtors = 1 AND h.crews = 2 AND m.project_id IS NULL AND m.n_moved >= $min_moved
        AND add_months(m.last_on, $lookback_months) >= $as_of
        AND (
            ratio(m.n_moved, m.n_workers) >= $worker_share
            OR coalesce(ratio(m.n_leaders_moved, nullif(m.n_leaders, 0)), 0e0) >= $leader_share
        )
),
phoenix AS (
    SELECT
        s.*, c.path_zh AS control_zh, c.path_en AS control_en, c.evidence AS control_refs,
        row_number() OVER (PARTITION BY s.firm_id ORDER BY s.moved_ratio DESC, s.debtor_id) AS place
    FROM successor AS s
    INNER JOIN control_pair AS c
        ON c.party_a = least(s.debtor_id, s.firm_id) AND c.party_b = greatest(s.debtor_id, s.firm_id)
    WHERE s.is_new AND c.strength >= $control_strength
),
owing_site AS (
    SELECT project_id
    FROM inspection
    WHERE result = 'arrears' AND project_id IS NOT NULL AND coalesce(closed_on > $as_of, true)
    UNION
    SELECT project_id
    FROM clue
    WHERE result IN ('verified', 'partly') AND project_id IS NOT NULL AND coalesce(closed_on > $as_of, true)
),
close AS (
    SELECT n.*
    FROM near AS n
    CROSS JOIN heard AS h
    INNER JOIN tied AS t ON t.party_id = n.entity_id
    LEFT JOIN phoenix AS x ON x.firm_id = n.entity_id
    WHERE h.debtors = 1 AND n.entity_kind = 'company' AND NOT n.is_debtor AND x.firm_id IS NULL
        -- who has paid since, or whose debt another took over and paid, is no debtor any more
        AND (
            (n.debtor_kind = 'company' AND n.debtor_id IN (SELECT party_id FROM debtor))
            OR (n.debtor_kind = 'project' AND n.debtor_id IN (SELECT project_id FROM owing_site))
        )
        AND n.n_near >= $min_near AND n.place <= $top_share * n.n_near AND n.nearness >= $floor
),
site AS (
    SELECT
        m.project_id, s.debtor_name, s.firm_name, m.n_moved, s.moved_ratio, s.leader_ratio, m.evidence, s.debtor_refs,
        row_number() OVER (PARTITION BY m.project_id ORDER BY m.n_moved DESC, s.debtor_id, s.firm_id) AS place
    FROM crew_move AS m
    INNER JOIN successor AS s ON s.debtor_id = m.debtor_id AND s.firm_id = m.firm_id
    INNER JOIN project AS p ON p.project_id = m.project_id
    WHERE m.n_moved >= $min_moved AND (s.is_theirs OR s.is_new)
)
SELECT
    'company' AS entity_kind, firm_id AS entity_id, 'phoenix' AS reason,
    least(1e0, greatest(moved_ratio, leader_ratio)) AS strength,
    slice(slice(debtor_refs, 1, 5) || slice(evidence, 1, 10) || slice(control_refs, 1, 5), 1, 20) AS evidence,
    debtor_name, CAST(NULL AS STRING) AS firm_name, n_moved, moved_ratio, leader_ratio, first_on, established_on,
    control_zh AS path_zh, control_en AS path_en, CAST(NULL AS BIGINT) AS place, CAST(NULL AS BIGINT) AS n_near
FROM phoenix
WHERE place = 1
UNION ALL
SELECT
    'company', entity_id, 'near_debtor', least(1e0, nearness / $full), evidence,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, path_zh, path_en, place, n_near
FROM close
UNION ALL
SELECT
    'project', project_id, 'crew_moved', least(1e0, greatest(moved_ratio, leader_ratio)),
    slice(slice(debtor_refs, 1, 5) || slice(evidence, 1, 10), 1, 20),
    debtor_name, firm_name, n_moved, moved_ratio, leader_ratio, NULL, NULL, NULL, NULL, NULL, NULL
FROM site
WHERE place = 1
ORDER BY entity_kind, entity_id, reason
"""
)


@signal(
    id="G05",
    name="near-debtor",
    title=Text("临近欠薪主体、疑似换壳", "Near to a known debtor, or a debtor's successor"),
    asks_zh="企业是否与已核实欠薪的单位关联很近，或在其消亡后由同一控制人带同一批班组另起新公司？项目上是否由这样的班组施工？",
    family="graph",
    depth="L1",
    jurisdiction="any",
    legal_basis=(law.ORDER_724_22,),
    innocent_when=Text(
        "重组时旧欠已由新单位承接清偿；劳务企业客户多、人员流动大；老企业整体招用原班组；关联来自集中办公地址、代办机构或正常合作",
        "a restructuring in which the debt was taken over and paid; a labour firm with many customers and people who come "
        "and go; an established firm that hired the crew; a shared business address, an agent or ordinary business",
    ),
    clears_when=Text(
        "旧欠清偿凭证或承接协议，线索、处罚办结或修复并更新来源记录；说明关联性质",
        "proof that the old arrears were paid or taken over, the clue or penalty closed or repaired at its source; the "
        "nature of the tie explained",
    ),
    reads=reads(
        near="entity_kind entity_id nearness place n_near is_debtor debtor_kind debtor_id path_zh path_en evidence",
        crew_move="debtor_id firm_id project_id n_workers n_moved n_leaders n_leaders_moved n_firm_workers n_firm_leaders "
        "first_on last_on evidence",
        control_pair="party_a party_b strength path_zh path_en evidence",
        debtor="party_id name has_ended refs",
        tied="party_id",
        inspection="project_id result closed_on",
        clue="project_id result closed_on",
        company="uscc name established_on",
        project="project_id",
        team="team_id project_id uscc",
        worker="team_id",
        party="uscc party_id",
        feed="table_name is_delivered agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "near_debtor": reason(
            "S3",
            "与已核实欠薪的单位关联较近（在{n_near}家有关联的企业中居第{place}位）：{path_zh}；关联本身不是过错，需了解其性质",
            "closely tied to a company whose arrears were verified (number {place} of {n_near} that are tied): {path_en}; a "
            "tie is no fault, its nature needs to be known",
        ),
        "phoenix": reason(
            "S2",
            "疑似换壳：{debtor_name}欠薪未清而已注销、异常或人员散尽，其人员{moved_ratio}%、班组长{leader_ratio}%自{first_on}起转入本企业（{established_on}成立），两者存在共同控制：{path_zh}；需核实旧欠由谁清偿",
            "may succeed a debtor: {debtor_name} has ended with wages owed, {moved_ratio} % of its people and {leader_ratio} % of "
            "its team leaders came here from {first_on} (established {established_on}), under common control: {path_en}; who pays "
            "the old arrears needs checking",
        ),
        "crew_moved": reason(
            "S3",
            "本项目{firm_name}的班组有{n_moved}人来自欠薪未清且已停业的{debtor_name}；不指责现用工单位，请关注该班组旧欠是否清偿、本项目工资是否按月发放",
            "{n_moved} people of {firm_name}'s crews here came from {debtor_name}, which has ended with wages owed; their present "
            "employer is not accused: see that the old wages are paid and those of this site come every month",
        ),
    },
    params={
        "min_near": Param(
            default=30, unit="companies", because="as in the scorecard: a place among fewer than 30 says nothing"
        ),
        "top_share": Param(default=0.05, unit="share", because="domain report G05: the nearest 5 %"),
        "floor": Param(
            default=0.0025,
            unit="nearness",
            because="what a clue verified today (ln 2) still sends over two full ties when shared out among 30",
        ),
        "full": Param(default=0.01, unit="nearness", because="four times the floor: shared out among seven or eight"),
        "worker_share": Param(default=0.4, unit="share", because="domain report E12, G05: 40 % of the workers"),
        "leader_share": Param(default=0.5, unit="share", because="domain report G05: half of the team leaders"),
        "min_moved": Param(default=5, unit="persons", because="fewer than five are acquaintances, no crew"),
        "new_days": Param(default=365, unit="days", because="domain report G05: a firm less than a year old"),
        "own_share": Param(
            default=0.5, unit="share", because="a firm most of whose people were another's continues it in substance"
        ),
        "control_strength": Param(
            default=0.6, unit="strength", because="domain report G02: one telephone; an address alone (.3) is none"
        ),
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def near_debtor() -> None:
    """Is the company close to one whose arrears were verified, or its successor in new clothes; do such crews work here?"""
