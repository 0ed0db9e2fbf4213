"""P05: one wage card for several people, or wages to a card that is registered to somebody else."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.payroll import POPULATION

EVALUABLE = """
WITH carded AS (
    SELECT project_id FROM worker WHERE card_key IS NOT NULL GROUP BY project_id
    UNION
    SELECT project_id
    FROM payroll
    WHERE card_key IS NOT NULL
        AND wage_month >= substr(CAST(add_months(CAST($as_of AS DATE), CAST(-$recent_months AS INTEGER)) AS STRING), 1, 7)
    GROUP BY project_id
),
fresh AS (
    SELECT max(1) AS either FROM feed WHERE table_name IN ('worker', 'payroll') AND is_delivered AND age_days <= $feed_days
),
evaluable AS (
    SELECT p.project_id
    FROM project AS p
    INNER JOIN carded AS c ON c.project_id = p.project_id
    CROSS JOIN fresh AS f
    WHERE f.either = 1
)
"""

FIND = (
    EVALUABLE
    + """,
registered AS (
    SELECT project_id, person_key, max_by(coalesce(card_key, ''), entered_on) AS card_key
    FROM worker
    GROUP BY project_id, person_key
),
recent AS (
    SELECT project_id, person_key, card_key, wage_month, received_on
    FROM payroll
    WHERE card_key IS NOT NULL
        AND wage_month >= substr(CAST(add_months(CAST($as_of AS DATE), CAST(-$recent_months AS INTEGER)) AS STRING), 1, 7)
),
other_card AS (
    -- of the many lines only those that name another card than the one registered for the person say anything new
    SELECT r.project_id, r.card_key, r.person_key, max(g.card_key) AS own_card, count(*) AS n_lines
    FROM recent AS r
    LEFT JOIN registered AS g ON g.project_id = r.project_id AND g.person_key = r.person_key
    WHERE g.card_key IS NULL OR g.card_key <> r.card_key
    GROUP BY r.project_id, r.card_key, r.person_key
),
common AS (
    SELECT project_id, card_key
    FROM (
        SELECT project_id, card_key FROM registered WHERE card_key <> ''
        UNION ALL
        SELECT project_id, card_key FROM other_card
    ) AS card
    GROUP BY project_id, card_key
    HAVING count(*) > 1
),
holders AS (
    SELECT h.project_id, h.card_key, h.person_key, h.is_registered
    FROM (
        SELECT r.project_id, r.card_key, r.person_key, true AS is_registered
        FROM registered AS r
        INNER JOIN common AS m ON m.project_id = r.project_id AND m.card_key = r.card_key
        UNION ALL
        SELECT o.project_id, o.card_key, o.person_key, false
        FROM other_card AS o
        INNER JOIN common AS m ON m.project_id = o.project_id AND m.card_key = o.card_key
    ) AS h
    INNER JOIN evaluable AS v ON v.project_id = h.project_id
),
shared AS (
    SELECT project_id, card_key, count(*) AS n_persons FROM holders GROUP BY project_id, card_key
),
heads AS (
    SELECT project_id, count(*) AS n_persons FROM registered WHERE card_key <> '' GROUP BY project_id
),
pair_sites AS (
    -- one card for two may be a family's; where they are a good part of the site they are not
    SELECT s.project_id
    FROM shared AS s
    INNER JOIN heads AS h ON h.project_id = s.project_id
    WHERE s.n_persons < $many_persons
    GROUP BY s.project_id
    HAVING count(*) > $family_cards AND sum(s.n_persons) > $pair_ratio * max(h.n_persons)
),
shared_told AS (
    SELECT s.project_id, 'three_or_more' AS reason, s.card_key, s.n_persons
    FROM shared AS s
    WHERE s.n_persons >= $many_persons
    UNION ALL
    SELECT s.project_id, 'pairs', s.card_key, s.n_persons
    FROM shared AS s
    INNER JOIN pair_sites AS p ON p.project_id = s.project_id
    WHERE s.n_persons < $many_persons
),
foreign_line AS (
    -- a line that names a card registered to somebody else, so that the card has two holders
    SELECT o.project_id, o.person_key, o.card_key, o.n_lines
    FROM other_card AS o
    WHERE o.own_card <> ''
        AND EXISTS (
            SELECT 1 FROM holders AS h
            WHERE h.project_id = o.project_id AND h.card_key = o.card_key AND h.person_key <> o.person_key AND h.is_registered
        )
),
line_sums AS (
    SELECT project_id, count(*) AS n_lines FROM recent GROUP BY project_id
),
foreign_told AS (
    SELECT f.project_id, sum(f.n_lines) AS n_foreign, max(l.n_lines) AS n_lines, count(DISTINCT f.person_key) AS n_persons
    FROM foreign_line AS f
    INNER JOIN line_sums AS l ON l.project_id = f.project_id
    GROUP BY f.project_id
    HAVING sum(f.n_lines) > $foreign_ratio * max(l.n_lines) AND count(DISTINCT f.person_key) > $family_cards
),
sums AS (
    SELECT
        project_id, reason, count(*) AS n_cards, CAST(sum(n_persons) AS BIGINT) AS n_persons,
        CAST(max(n_persons) AS BIGINT) AS n_most,
        least(1e0, 0.5e0 + sum(n_persons) / 40e0) AS strength
    FROM shared_told
    GROUP BY project_id, reason
    UNION ALL
    SELECT
        project_id, 'card_of_another', CAST(n_foreign AS BIGINT), n_persons, CAST(n_lines AS BIGINT),
        least(1e0, 0.5e0 + 0.5e0 * n_foreign / n_lines)
    FROM foreign_told
),
used AS (
    SELECT s.project_id, s.reason, h.card_key, h.person_key,
        row_number() OVER (PARTITION BY s.project_id, s.reason ORDER BY s.n_persons DESC, h.card_key, h.person_key) AS place
    FROM shared_told AS s
    INNER JOIN holders AS h ON h.project_id = s.project_id AND h.card_key = s.card_key
    UNION ALL
    SELECT f.project_id, 'card_of_another', f.card_key, f.person_key,
        row_number() OVER (PARTITION BY f.project_id ORDER BY f.card_key, f.person_key)
    FROM foreign_line AS f
),
rows_behind AS (
    SELECT u.project_id, u.reason, row_ref('worker', w.project_id || '/' || w.person_key || '/' || CAST(w.entered_on AS STRING), w.received_on) AS ref
    FROM used AS u
    INNER JOIN worker AS w ON w.project_id = u.project_id AND w.person_key = u.person_key
    WHERE u.place <= 20 AND (w.card_key = u.card_key OR u.reason = 'card_of_another')
    UNION ALL
    SELECT u.project_id, u.reason, row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on)
    FROM used AS u
    INNER JOIN recent AS l ON l.project_id = u.project_id AND l.person_key = u.person_key AND l.card_key = u.card_key
    WHERE u.place <= 20
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (SELECT DISTINCT project_id, reason, ref FROM rows_behind) AS d
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, s.project_id AS entity_id, s.reason, s.strength,
    e.refs AS evidence,
    s.n_cards, s.n_persons, s.n_most, CAST(NULL AS BIGINT) AS n_absent
FROM sums AS s
INNER JOIN evidence AS e ON e.project_id = s.project_id AND e.reason = s.reason
UNION ALL
-- roster, gate and payroll against each other: whom few cards tie together, and who of them was paid and never seen
SELECT
    'project', b.project_id, 'never_seen', least(1e0, 0.5e0 + 0.5e0 * b.n_absent / b.n_persons), b.evidence,
    b.n_cards, b.n_persons, NULL, b.n_absent
FROM block AS b
INNER JOIN evaluable AS v ON v.project_id = b.project_id
WHERE b.n_persons >= $ring_persons AND b.n_persons >= $many_persons * b.n_cards AND b.n_absent >= $ring_ratio * b.n_persons
ORDER BY entity_id, reason
"""
)


@signal(
    id="P05",
    name="card-shared",
    title=Text("一卡多人、人卡不符", "One wage card for several people"),
    asks_zh="工资卡是否一人一卡？工资是否发到本人登记的卡？",
    family="payroll",
    depth="L2",
    legal_basis=(law.ORDER_724_11, law.ORDER_724_31, law.RULE_53_19),
    innocent_when=Text(
        "夫妻、父子等家庭成员共用一卡（不超过两人）；换卡后登记未更新；录入错误",
        "members of a family share one card (two at most); a new card not yet registered; a typing error",
    ),
    clears_when=Text(
        "逐人核对工资卡并更正登记，工资改发至本人卡",
        "cards are checked person by person, registrations corrected and wages paid to each worker's own card",
    ),
    reads=reads(
        project="project_id",
        worker="project_id person_key entered_on card_key received_on",
        payroll="project_id person_key wage_month card_key received_on",
        block="project_id n_persons n_cards n_absent evidence",
        feed="table_name is_delivered age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "three_or_more": reason(
            "S1",
            "{n_cards}张工资卡被3人及以上共用（共{n_persons}人，单卡最多{n_most}人），需核实是否由他人代领",
            "{n_cards} wage card(s) are used for three or more people ({n_persons} in all, up to {n_most} on one card): "
            "whether somebody else draws the wages needs checking",
        ),
        "pairs": reason(
            "S2",
            "{n_cards}张工资卡各被两人共用，超出家庭共用的常见数量，需核实",
            "{n_cards} wage cards are each used for two people, more than families explain: needs checking",
        ),
        "card_of_another": reason(
            "S2",
            "近月{n_most}条工资记录中有{n_cards}条发往登记在他人名下的卡（涉及{n_persons}人），需核实",
            "of {n_most} recent payroll lines {n_cards} name a card that is registered to another person "
            "({n_persons} people): needs checking",
        ),
        "never_seen": reason(
            "S1",
            "{n_persons}人的工资发往{n_cards}张卡，其中{n_absent}人近半年多数月份领薪而无考勤，需核实是否虚列、由谁领取",
            "the wages of {n_persons} people go to {n_cards} card(s), and {n_absent} of them were paid in most months of the last half "
            "year without being seen on the site: who they are and who draws the wages needs checking",
        ),
    },
    version=2,
    params={
        "many_persons": Param(
            default=3, unit="persons", because="domain report P05: two may be a family, three are not"
        ),
        "family_cards": Param(default=2, unit="cards", because="domain report P05, guard: single pairs are families"),
        "pair_ratio": Param(
            default=0.2,
            unit="share",
            because="couples are scattered; a fifth of a site on shared cards is a collection of cards",
        ),
        "foreign_ratio": Param(default=0.02, unit="share", because="domain report P05: mismatches above 2 %"),
        "ring_persons": Param(default=5, unit="persons", because="as P06: single people have single reasons"),
        "ring_ratio": Param(default=0.5, unit="share", because="more of them were paid unseen than not"),
        "recent_months": Param(default=3, unit="months", because="cards change; older lines name cards long given up"),
        "feed_days": FEED_DAYS,
    },
)
def card_shared() -> None:
    """Has each worker a wage card of his own, and are wages paid to it?"""
