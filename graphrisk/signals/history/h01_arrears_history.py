"""H01: verified arrears, a listing, an order not obeyed, or many clues at once."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

FRESH = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'clue' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS clue,
        coalesce(max(CASE WHEN table_name = 'inspection' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS inspection,
        coalesce(max(CASE WHEN age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS any_of_them,
        coalesce(max(CASE WHEN table_name = 'credit_event' AND age_days <= $list_days THEN 1 ELSE 0 END), 0) AS credit_event
    FROM feed
    WHERE is_delivered AND table_name IN ('clue', 'inspection', 'credit_event')
)
"""

POPULATION = (
    FRESH
    + """
SELECT 'company' AS entity_kind, c.party_id AS entity_id, f.any_of_them = 1 AS is_evaluable
FROM (SELECT party_id FROM party GROUP BY party_id) AS c
CROSS JOIN fresh AS f
UNION ALL
SELECT 'project' AS entity_kind, p.project_id AS entity_id, f.any_of_them = 1 AS is_evaluable
FROM project AS p
CROSS JOIN fresh AS f
"""
)

FIND = (
    FRESH
    + """,
clue_told AS (SELECT c.* FROM clue_of AS c CROSS JOIN fresh AS f WHERE f.clue = 1),
check_told AS (SELECT c.* FROM arrears_check_of AS c CROSS JOIN fresh AS f WHERE f.inspection = 1),
-- several companies named in one clue are one clue of the project
clue_case AS (
    SELECT
        entity_kind, entity_id, clue_id, min(opened_on) AS opened_on, coalesce(max(heads), 0) AS heads,
        max(CASE WHEN is_verified THEN 1 ELSE 0 END) AS is_verified
    FROM clue_told
    WHERE is_live
    GROUP BY entity_kind, entity_id, clue_id
),
around AS (
    SELECT
        a.entity_kind, a.entity_id, a.opened_on AS last_on, count(*) AS n_clues,
        CAST(sum(b.heads) AS BIGINT) AS n_heads, CAST(sum(b.is_verified) AS BIGINT) AS n_verified
    FROM (
        SELECT DISTINCT entity_kind, entity_id, opened_on
        FROM clue_case
        WHERE days_between(opened_on, $as_of) BETWEEN 0 AND $recent_days
    ) AS a
    INNER JOIN clue_case AS b
        ON b.entity_kind = a.entity_kind AND b.entity_id = a.entity_id
        AND days_between(b.opened_on, a.opened_on) >= 0 AND days_between(b.opened_on, a.opened_on) < $cluster_days
    GROUP BY a.entity_kind, a.entity_id, a.opened_on
),
cluster AS (
    SELECT entity_kind, entity_id, last_on, n_clues, n_heads, n_verified
    FROM (
        SELECT
            *,
            row_number() OVER (
                PARTITION BY entity_kind, entity_id ORDER BY n_clues DESC, n_heads DESC, last_on DESC
            ) AS place
        FROM around
        WHERE n_clues >= $cluster_clues OR n_heads >= $cluster_heads
    ) AS ordered
    WHERE place = 1
),
verified AS (
    SELECT entity_kind, entity_id, 'clue/' || clue_id AS case_id, told_on, heads, ref FROM clue_told WHERE is_verified
    UNION ALL
    SELECT entity_kind, entity_id, 'inspection/' || inspection_id, told_on, heads, ref FROM check_told
),
recent AS (
    SELECT * FROM verified WHERE told_on >= add_months(CAST($as_of AS DATE), CAST(-$history_months AS INTEGER))
),
-- listed now: neither run out nor repaired
listed AS (
    SELECT y.party_id, e.from_on, row_ref('credit_event', e.event_id, e.received_on) AS ref
    FROM credit_event AS e
    INNER JOIN party AS y ON y.uscc = e.uscc
    CROSS JOIN fresh AS f
    WHERE f.credit_event = 1 AND f.any_of_them = 1 AND e.kind = 'joint_punishment' AND e.from_on <= $as_of
        AND coalesce(e.to_on, add_months(e.from_on, CAST($listed_months AS INTEGER))) >= $as_of
        AND (e.repaired_on IS NULL OR e.repaired_on > $as_of)
),
listed_of AS (
    SELECT 'company' AS entity_kind, party_id AS entity_id, 'on_list' AS reason, from_on, ref FROM listed
    UNION ALL
    SELECT 'project', p.project_id, 'contractor_on_list', l.from_on, l.ref
    FROM project AS p
    INNER JOIN party AS y ON y.uscc = p.contractor_uscc
    INNER JOIN listed AS l ON l.party_id = y.party_id
    WHERE p.status NOT IN ('completed', 'closed')
),
overdue AS (
    SELECT entity_kind, entity_id, told_on, heads, ref
    FROM check_told
    WHERE is_open_order AND days_between(told_on, $as_of) > $order_days
        AND told_on >= add_months(CAST($as_of AS DATE), CAST(-$history_months AS INTEGER))
),
rows_behind AS (
    SELECT entity_kind, entity_id, reason, ref FROM listed_of
    UNION ALL
    SELECT entity_kind, entity_id, 'order_overdue', ref FROM overdue
    UNION ALL
    SELECT entity_kind, entity_id, 'verified', ref FROM recent
    UNION ALL
    SELECT k.entity_kind, k.entity_id, 'clue_cluster', c.ref
    FROM cluster AS k
    INNER JOIN clue_told AS c
        ON c.entity_kind = k.entity_kind AND c.entity_id = k.entity_id AND c.is_live
        AND days_between(c.opened_on, k.last_on) >= 0 AND days_between(c.opened_on, k.last_on) < $cluster_days
),
evidence AS (
    SELECT entity_kind, entity_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM rows_behind
    GROUP BY entity_kind, entity_id, reason
),
sums AS (
    SELECT
        entity_kind, entity_id, reason, count(*) AS n_cases, CAST(0 AS BIGINT) AS n_heads, max(from_on) AS last_on,
        1e0 AS strength
    FROM listed_of
    GROUP BY entity_kind, entity_id, reason
    UNION ALL
    -- full strength after a quarter of a year past the term
    SELECT
        entity_kind, entity_id, 'order_overdue', count(*), CAST(coalesce(sum(heads), 0) AS BIGINT), max(told_on),
        least(1e0, 0.5e0 + (max(days_between(told_on, $as_of)) - $order_days) / 180e0)
    FROM overdue
    GROUP BY entity_kind, entity_id
    UNION ALL
    -- ten cases or more count in full, fewer by the logarithm; a year divides by e
    SELECT
        entity_kind, entity_id, 'verified', count(DISTINCT case_id), CAST(coalesce(sum(heads), 0) AS BIGINT), max(told_on),
        least(1e0, ln(1e0 + count(DISTINCT case_id)) / ln(11e0)) * exp(-min(days_between(told_on, $as_of)) / 365e0)
    FROM recent
    GROUP BY entity_kind, entity_id
    UNION ALL
    -- unverified clues weigh $unverified_weight; twice the threshold counts in full
    SELECT
        entity_kind, entity_id, 'clue_cluster', n_clues, n_heads, last_on,
        ($unverified_weight + (1e0 - $unverified_weight) * n_verified / n_clues)
            * least(1e0, 0.5e0 * greatest(n_clues / CAST($cluster_clues AS DOUBLE), n_heads / CAST($cluster_heads AS DOUBLE)))
    FROM cluster
)
SELECT
    s.entity_kind, s.entity_id, s.reason, CAST(s.strength AS DOUBLE) AS strength, e.refs AS evidence,
    s.n_cases, s.n_heads, CAST(s.last_on AS STRING) AS last_on,
    CAST($cluster_days AS BIGINT) AS days, CAST($history_months AS BIGINT) AS months
FROM sums AS s
INNER JOIN evidence AS e
    ON e.entity_kind = s.entity_kind AND e.entity_id = s.entity_id AND e.reason = s.reason
ORDER BY s.entity_kind, s.entity_id, s.reason
"""
)


@signal(
    id="H01",
    name="arrears-history",
    title=Text("历史欠薪、联合惩戒、线索聚集", "History of arrears, listing, clues in numbers"),
    asks_zh="近两年有无查实的欠薪、未履行的责令、有效的联合惩戒，或短期内集中出现的线索？",
    family="history",
    depth="L1",
    jurisdiction="any",
    legal_basis=(law.ORDER_45_5, law.ORDER_45_9, law.RULE_65_12, law.INSPECTION_RULES_20, law.ORDER_724_48),
    innocent_when=Text(
        "线索尚未核实或系重复反映；欠薪已全部清偿；名单已移出或信用已修复而信息未更新",
        "clues not verified yet, or one matter told several times; arrears since paid in full; a listing ended or repaired "
        "that the feed does not show yet",
    ),
    clears_when=Text(
        "线索核查后反馈结果；提供清偿凭证并办结责令；提供移出名单或信用修复文件",
        "the clues are checked and answered; proof of payment closes the order; the removal or repair document is shown",
    ),
    reads=reads(
        project="project_id contractor_uscc status",
        clue_of="entity_kind entity_id clue_id opened_on heads is_live is_verified told_on ref",
        arrears_check_of="entity_kind entity_id inspection_id heads told_on is_open_order ref",
        credit_event="event_id uscc kind from_on to_on repaired_on received_on",
        party="uscc party_id",
        feed="table_name is_delivered age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "on_list": reason(
            "S1",
            "现列于拖欠农民工工资失信联合惩戒名单（{last_on}起），保证金存储比例应上调",
            "now on the joint punishment list for arrears (since {last_on}); its deposits are to be raised",
        ),
        "contractor_on_list": reason(
            "S2",
            "施工总承包单位现列于拖欠农民工工资失信联合惩戒名单（{last_on}起），请核对保证金并加强检查",
            "the general contractor is now on the joint punishment list (since {last_on}): check the deposit and look closer",
        ),
        "order_overdue": reason(
            "S1",
            "{n_cases}件责令支付工资逾期未办结（最近一件{last_on}，涉及{n_heads}人），需尽快核实履行情况",
            "{n_cases} order(s) to pay wages are past their term and not closed (the last of {last_on}, {n_heads} people): "
            "whether they were obeyed needs checking soon",
        ),
        "verified": reason(
            "S3",
            "近{months}个月有{n_cases}件查实的欠薪（最近一件{last_on}）",
            "{n_cases} case(s) of arrears verified within {months} months (the last on {last_on})",
        ),
        "clue_cluster": reason(
            "S2",
            "截至{last_on}的{days}日内有{n_cases}条线索，涉及{n_heads}人（未经核实的仅作参考），需核实",
            "{n_cases} clue(s) within {days} days up to {last_on}, {n_heads} people (what is not verified is a pointer only): "
            "needs checking",
        ),
    },
    params={
        "cluster_clues": Param(
            default=3, unit="clues", because="domain report H01: three independent voices in a month"
        ),
        "cluster_heads": Param(
            default=10, unit="persons", because="Anqing warning rule: arrears of 10 persons or more"
        ),
        "cluster_days": Param(default=30, unit="days", because="domain report H01"),
        "recent_days": Param(
            default=90, unit="days", because="a clue is investigated within 60 working days (art. 17)"
        ),
        "unverified_weight": Param(
            default=0.3, unit="share", because="domain report H01: a complaint is not yet a fact"
        ),
        "history_months": Param(default=24, unit="months", because="65号 art. 12 and Inspection Regulations art. 20"),
        "listed_months": Param(default=36, unit="months", because="Order 45 art. 9: a listing lasts three years"),
        "list_days": Param(
            default=180,
            unit="days",
            because="Order 45 art. 10: early removal takes six months, so an older list still tells",
        ),
        "order_days": Param(
            default=30, unit="days", because="local warning rule: arrears are repaid within a month at most"
        ),
        "feed_days": FEED_DAYS,
    },
)
def arrears_history() -> None:
    """Are there verified arrears of two years, an order not obeyed, a standing listing, or many clues at once?"""
