"""D04: the wage deposit was drawn and not made up again within ten working days."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.deposit import FEED_READS, REGISTER

# Suspended works are asked too: the duty to refill does not rest with the works (domain report D04 has no guard).
EVALUABLE = (
    REGISTER
    + """,
asked AS (
    SELECT project_id, row_ref('project', project_id, received_on) AS project_ref
    FROM project
    WHERE status IN ('building', 'suspended') AND coalesce(ended_on > $as_of, true)
),
drawn AS (
    SELECT
        d.project_id, d.deposit_id, d.used_on, coalesce(d.used_fen, 0) AS used_fen, d.amount_fen, d.ref,
        coalesce(d.refilled_on BETWEEN d.used_on AND $as_of, false) AS is_refilled
    FROM deposit AS d
    INNER JOIN asked AS w ON w.project_id = d.project_id
    WHERE d.used_on <= $as_of AND NOT d.is_returned
)
"""
)

POPULATION = (
    EVALUABLE
    + """
SELECT 'project' AS entity_kind, w.project_id AS entity_id, f.n > 0 AS is_evaluable
FROM asked AS w
CROSS JOIN register AS f
LEFT JOIN (SELECT project_id FROM drawn GROUP BY project_id) AS d ON d.project_id = w.project_id
WHERE f.n = 0 OR d.project_id IS NOT NULL
"""
)

FIND = (
    EVALUABLE
    + """,
renewed AS (
    -- a new deposit or guarantee lodged since makes it up as well
    SELECT d.project_id, d.deposit_id
    FROM drawn AS d
    INNER JOIN deposit AS n
        ON n.project_id = d.project_id AND n.deposit_id <> d.deposit_id
        AND n.form <> 'exempt' AND n.stored_on BETWEEN d.used_on AND $as_of
    GROUP BY d.project_id, d.deposit_id
),
open_draw AS (
    SELECT
        d.project_id, d.used_on, d.used_fen, d.amount_fen, d.ref,
        today.workday_no - used.workday_no AS n_workdays
    FROM drawn AS d
    CROSS JOIN register AS f
    INNER JOIN calendar AS used ON used.day = d.used_on
    INNER JOIN calendar AS today ON today.day = $as_of
    LEFT JOIN renewed AS r ON r.project_id = d.project_id AND r.deposit_id = d.deposit_id
    WHERE f.n > 0 AND NOT d.is_refilled AND r.deposit_id IS NULL
        AND today.workday_no - used.workday_no > $refill_workdays
),
told AS (
    SELECT
        project_id, min(used_on) AS used_on, max(n_workdays) AS n_workdays, CAST(sum(used_fen) AS BIGINT) AS used_fen,
        -- twice the term and the whole deposit gone weigh fully
        least(1e0,
            0.4e0 + 0.3e0 * (max(n_workdays) - $refill_workdays) / CAST($refill_workdays AS DOUBLE)
            + 0.3e0 * coalesce(sum(used_fen) / CAST(sum(amount_fen) AS DOUBLE), 1e0)) AS strength
    FROM open_draw
    GROUP BY project_id
),
rows_behind AS (
    SELECT project_id, ref FROM open_draw
    UNION ALL
    SELECT t.project_id, w.project_ref
    FROM told AS t
    INNER JOIN asked AS w ON w.project_id = t.project_id
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, 'not_refilled' AS reason, t.strength, e.refs AS evidence,
    CAST(t.used_on AS STRING) AS used_on, yuan(t.used_fen) AS used_yuan, CAST(t.n_workdays AS BIGINT) AS n_workdays
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
ORDER BY t.project_id
"""
)


@signal(
    id="D04",
    name="not-refilled",
    title=Text("保证金动用后未补足", "Deposit not refilled after use"),
    asks_zh="工资保证金被动用后，是否在10个工作日内补足或重新开具保函？",
    family="deposit",
    depth="L1",
    legal_basis=(law.RULE_65_21, law.ORDER_724_32, law.ORDER_724_55),
    innocent_when=Text(
        "已补足但登记尚未上传；动用决定被撤销；动用日期登记有误",
        "refilled and not yet uploaded; the decision to draw was revoked; a wrong day of use on record",
    ),
    clears_when=Text(
        "提供补存凭证或新保函并登记",
        "the receipt of the refill or the new guarantee is shown and registered",
    ),
    reads=reads(
        project="project_id status ended_on received_on",
        deposit="project_id deposit_id form amount_fen stored_on used_on used_fen refilled_on is_returned ref",
        calendar="day workday_no",
        feed=FEED_READS,
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "not_refilled": reason(
            "S1",
            "工资保证金于{used_on}动用{used_yuan}元，已过{n_workdays}个工作日未见补足，需尽快核实",
            "{used_yuan} yuan of the wage deposit were drawn on {used_on}; {n_workdays} working days later no refill is on "
            "record: needs checking soon",
        ),
    },
    params={
        "refill_workdays": Param(default=10, unit="working days", because="Rule 65 art. 20 and 21"),
        "feed_days": FEED_DAYS,
    },
)
def not_refilled() -> None:
    """Was the wage deposit made up again within ten working days after it was drawn?"""
