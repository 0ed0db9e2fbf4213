"""F04: the owner's guarantee of payment for the works is missing, expired or too small."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

EVALUABLE = """
WITH fresh AS (
    -- a register without any row is not yet kept, and says nothing
    SELECT table_name
    FROM feed
    WHERE table_name = 'payment_guarantee' AND is_delivered AND n_rows > 0 AND agency_age_days <= $feed_days
),
given AS (
    -- a proof of funding stands for a guarantee where public money pays the works; who pays may be unknown
    SELECT
        w.project_id,
        coalesce(g.valid_from <= $as_of, true) AND coalesce(g.valid_to >= $as_of, true) AS is_valid,
        g.form <> 'funding_proof'
            OR (CAST($funding_proof_suffices AS BOOLEAN) AND coalesce(w.fund_source = 'government', true)) AS counts,
        g.form = 'funding_proof' AS is_proof,
        g.valid_to, g.amount_fen,
        row_ref('payment_guarantee', g.guarantee_no || '/' || g.project_id, g.received_on) AS ref
    FROM works AS w
    INNER JOIN (
        -- a day that ingest marks as implausible is unknown
        SELECT
            guarantee_no, project_id, form, amount_fen, received_on,
            CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:valid_from'), false) THEN valid_from END
                AS valid_from,
            CASE WHEN NOT coalesce(array_contains(flags, 'implausible_date:valid_to'), false) THEN valid_to END AS valid_to
        FROM payment_guarantee
    ) AS g ON g.project_id = w.project_id
),
state AS (
    SELECT
        w.project_id, w.project_ref, w.amount_fen AS contract_fen,
        count(g.ref) AS n_rows,
        sum(CASE WHEN g.is_valid AND g.counts THEN 1 ELSE 0 END) AS n_valid,
        sum(CASE WHEN g.is_valid AND NOT g.counts THEN 1 ELSE 0 END) AS n_proof,
        -- a sum that is not stated cannot be too small
        sum(CASE WHEN g.is_valid AND g.counts AND (g.is_proof OR g.amount_fen IS NULL) THEN 1 ELSE 0 END) AS n_open,
        sum(CASE WHEN g.is_valid AND g.counts THEN g.amount_fen ELSE 0 END) AS amount_fen,
        max(g.valid_to) AS valid_to
    FROM works AS w
    CROSS JOIN fresh
    LEFT JOIN given AS g ON g.project_id = w.project_id
    GROUP BY w.project_id, w.project_ref, w.amount_fen
)
"""

POPULATION = (
    EVALUABLE
    + """
SELECT 'project' AS entity_kind, w.project_id AS entity_id, s.project_id IS NOT NULL AS is_evaluable
FROM works AS w
LEFT JOIN state AS s ON s.project_id = w.project_id
"""
)

FIND = (
    EVALUABLE
    + """,
told AS (
    SELECT
        project_id, project_ref,
        CASE
            WHEN n_valid > 0 THEN 'too_low'
            WHEN n_proof > 0 THEN 'funding_proof_only'
            WHEN n_rows > 0 AND valid_to < $as_of THEN 'expired'
            ELSE 'missing'
        END AS reason,
        CASE
            WHEN n_valid > 0 THEN 1e0 - amount_fen / (CAST($guarantee_ratio AS DOUBLE) * contract_fen)
            WHEN n_proof > 0 THEN 0.5e0
            ELSE 1e0
        END AS strength,
        CAST(valid_to AS STRING) AS valid_to, yuan(CAST(amount_fen AS BIGINT)) AS amount_yuan,
        yuan(CAST(round(CAST($guarantee_ratio AS DOUBLE) * contract_fen) AS BIGINT)) AS required_yuan
    FROM state
    WHERE n_valid = 0
        OR (n_open = 0 AND amount_fen < CAST($guarantee_ratio AS DOUBLE) * contract_fen)
),
rows_behind AS (
    SELECT project_id, project_ref AS ref FROM told
    UNION ALL
    SELECT t.project_id, g.ref FROM told AS t INNER JOIN given AS g ON g.project_id = t.project_id
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason,
    -- none at all weighs fully, a smaller sum by what is missing
    least(1e0, greatest(0.1e0, t.strength)) AS strength,
    e.refs AS evidence, t.valid_to, t.amount_yuan, t.required_yuan
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="F04",
    name="payment-guarantee",
    title=Text("工程款支付担保缺失", "No payment guarantee of the owner"),
    asks_zh="建设单位是否提供了在有效期内、金额足够的工程款支付担保？",
    family="funding",
    depth="L1",
    legal_basis=(law.ORDER_724_24, law.ORDER_724_57, law.ORDER_724_23),
    innocent_when=Text(
        "政府投资项目以资金安排证明代替担保；担保续期尚未上传；按年度或分段提供担保",
        "a government project that shows a proof of funding instead; a renewal not yet uploaded; a guarantee given by year "
        "or by section",
    ),
    clears_when=Text(
        "提供有效的支付担保或（政府投资项目）资金安排证明并上传",
        "a valid payment guarantee, or for a government project the proof of funding, is shown and uploaded",
    ),
    reads=reads(
        works="project_id fund_source amount_fen project_ref",
        payment_guarantee="guarantee_no project_id form amount_fen valid_from valid_to flags received_on",
        feed="table_name is_delivered n_rows agency_age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "missing": reason(
            "S3",
            "在建工程未见有效的工程款支付担保，需核实",
            "works are under way and no valid payment guarantee of the owner is on record: needs checking",
        ),
        "expired": reason(
            "S3",
            "工程款支付担保已于{valid_to}到期，工程仍在建，需核实是否续保",
            "the payment guarantee ended on {valid_to} while works go on: check whether it was renewed",
        ),
        "too_low": reason(
            "S3",
            "工程款支付担保金额{amount_yuan}元，低于当地要求的{required_yuan}元，需核实",
            "the payment guarantee of {amount_yuan} yuan is below the {required_yuan} yuan that the place requires: needs "
            "checking",
        ),
        "funding_proof_only": reason(
            "S3",
            "非政府投资项目仅有资金安排证明，未见支付担保，需核实",
            "a project without government funds shows only a proof of funding and no guarantee: needs checking",
        ),
    },
    params={
        "guarantee_ratio": Param(
            default=None,
            unit="share of the contract sum",
            because="the law names no figure; about 10 % is common, but only a place can state it",
        ),
        "funding_proof_suffices": Param(
            default=True,
            unit="yes or no",
            because="Order 724 art. 23: government works start with funds in place; Beijing takes the proof instead (art. 5)",
        ),
        "feed_days": FEED_DAYS,
    },
)
def payment_guarantee() -> None:
    """Has the owner given a payment guarantee that is valid and large enough?"""
