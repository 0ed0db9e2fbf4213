"""G03: the wages of a team move on to one payee, as the bank counts it."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, LOOKBACK_MONTHS, POPULATION, reads, reason

# Those whom the bank counted. A funnel that no bank counted is not clean.
EVALUABLE = """
WITH fresh AS (
    SELECT max(1) AS bank FROM feed WHERE table_name = 'team_funnel' AND is_delivered AND age_days <= $feed_days
),
asked AS (
    SELECT project_id FROM project
),
counted AS (
    SELECT
        project_id, team_id, month, workers, funnel_workers, coalesce(shared_cards, 0) AS shared_cards,
        ratio(funnel_workers, workers) AS share,
        row_ref('team_funnel', project_id || '/' || team_id || '/' || month, received_on) AS ref
    FROM team_funnel
    WHERE workers > 0 AND funnel_workers <= workers
        AND month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(month) BETWEEN 0 AND $lookback_months
),
evaluable AS (
    SELECT DISTINCT c.project_id
    FROM counted AS c
    INNER JOIN asked AS a ON a.project_id = c.project_id
    CROSS JOIN fresh AS f
    WHERE f.bank = 1
)
"""

FIND = (
    EVALUABLE
    + """,
grave AS (
    SELECT
        c.*,
        CASE
            WHEN c.share >= $red_ratio AND c.funnel_workers >= $red_persons THEN 'to_one_most'
            WHEN c.share >= $orange_ratio AND c.funnel_workers >= $orange_persons THEN 'to_one_some'
        END AS reason
    FROM counted AS c
    INNER JOIN evaluable AS e ON e.project_id = c.project_id
),
-- of a project one answer, the graver; its rows are those of every month that says so
worst AS (
    SELECT project_id, max(CASE WHEN reason = 'to_one_most' THEN 1 ELSE 0 END) AS is_most
    FROM grave
    WHERE reason IS NOT NULL
    GROUP BY project_id
),
told AS (
    SELECT g.*, row_number() OVER (PARTITION BY g.project_id ORDER BY g.share DESC, g.funnel_workers DESC, g.ref) AS place
    FROM grave AS g
    INNER JOIN worst AS w ON w.project_id = g.project_id
    WHERE g.reason = CASE w.is_most WHEN 1 THEN 'to_one_most' ELSE 'to_one_some' END
)
SELECT
    'project' AS entity_kind, project_id AS entity_id, max(reason) AS reason,
    least(1e0, 0.5e0 + 0.5e0 * max(share)) AS strength,
    array_sort(array_agg(ref) FILTER (WHERE place <= 20)) AS evidence,
    max(team_id) FILTER (WHERE place = 1) AS team_id, max(month) FILTER (WHERE place = 1) AS month,
    max(funnel_workers) FILTER (WHERE place = 1) AS n_persons, max(workers) FILTER (WHERE place = 1) AS n_workers,
    CAST(round(max(share) * 1000e0) AS BIGINT) / 10e0 AS percent,
    count(DISTINCT team_id) AS n_teams, count(DISTINCT month) AS n_months, max(shared_cards) AS n_cards
FROM told
GROUP BY project_id
ORDER BY project_id
"""
)


@signal(
    id="G03",
    name="wage-funnel",
    title=Text("工资归集至个人", "Wages move on to one person"),
    asks_zh="银行统计，班组工人的工资到账后72小时内是否有相当部分转给同一收款人？",
    family="graph",
    depth="L2",
    legal_basis=(law.ORDER_724_11, law.ORDER_724_31, law.RULE_53_19),
    innocent_when=Text(
        "转给同一房东、食堂或汇款给家人（商户、银行由银行事先剔除）；工友自愿请人代汇",
        "the same landlord, the canteen, a family remittance (merchants and banks are taken out by the bank beforehand); fellows who ask one "
        "of them to send money home",
    ),
    clears_when=Text(
        "向工人个别了解银行卡由本人持有、转款出于自愿；银行说明收款人为商户",
        "workers asked one by one hold their cards and sent the money by their own will; or the bank names the payee as a merchant",
    ),
    reads=reads(
        project="project_id",
        team_funnel="project_id team_id month workers funnel_workers shared_cards received_on",
        feed="table_name is_delivered age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "to_one_some": reason(
            "S2",
            "{month}班组{team_id}有{n_persons}人（共{n_workers}人，{percent}%）的工资在72小时内转给同一收款人，"
            "共{n_teams}个班组、{n_months}个月，需核实工资卡是否由本人持有",
            "in {month} the wages of {n_persons} of {n_workers} people ({percent} %) of team {team_id} moved on to one payee within 72 "
            "hours; {n_teams} team(s), {n_months} month(s): whether they hold their own cards needs checking",
        ),
        "to_one_most": reason(
            "S1",
            "{month}班组{team_id}有{n_persons}人（共{n_workers}人，{percent}%）的工资在72小时内转给同一收款人，"
            "共{n_teams}个班组、{n_months}个月，达到半数以上，需尽快核实工资卡是否由本人持有",
            "in {month} the wages of {n_persons} of {n_workers} people ({percent} %) of team {team_id} moved on to one payee within 72 "
            "hours; {n_teams} team(s), {n_months} month(s), half of the team or more: whether they hold their own cards needs checking soon",
        ),
    },
    params={
        "orange_ratio": Param(default=0.2, unit="share", because="domain report G03"),
        "orange_persons": Param(
            default=5, unit="persons", because="domain report G03: a family or a room of fellows is fewer"
        ),
        "red_ratio": Param(default=0.5, unit="share", because="domain report G03"),
        "red_persons": Param(default=10, unit="persons", because="domain report G03"),
        "lookback_months": LOOKBACK_MONTHS,
        "feed_days": FEED_DAYS,
    },
)
def wage_funnel() -> None:
    """By the bank's count, did a good part of a team's wages move on to one payee within 72 hours?"""
