"""F02: over the whole of the works, less labour fee was credited than the agreed share of the certified value."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason
from graphrisk.signals.funding import IN_SCOPE, WORKS_READS

EVALUABLE = (
    IN_SCOPE
    + """,
shared_out AS (
    SELECT
        project_id, amount_fen, started_on, end_on, n_days, project_ref, labour_share,
        CASE project_type
            WHEN 'building' THEN CAST($labour_floor_building AS DOUBLE)
            WHEN 'municipal' THEN CAST($labour_floor_municipal AS DOUBLE)
            WHEN 'transport' THEN CAST($labour_floor_transport AS DOUBLE)
            WHEN 'rail' THEN CAST($labour_floor_rail AS DOUBLE)
            WHEN 'water' THEN CAST($labour_floor_water AS DOUBLE)
            ELSE CAST($labour_floor_other AS DOUBLE)
        END AS floor_share
    FROM asked
    WHERE is_scope_known
),
told_until AS (
    -- entries that ceased altogether may be stuck: what fell due since is not held against the owner here, F01 asks
    SELECT
        project_id, opened_on,
        least(told_to, CASE WHEN depth = 'L3' AND days_between(last_entry_on, told_to) > $feed_days THEN last_entry_on END) AS told_to
    FROM labour_fund
    WHERE is_told AND has_start AND days_between(told_to, $as_of) <= $feed_days
),
certified AS (
    -- the labour fee for a month is due a cycle and grace after its end
    SELECT f.project_id, max(f.told_to) AS told_to, sum(v.certified_fen) AS certified_fen, count(*) AS n_months
    FROM told_until AS f
    INNER JOIN progress_payment AS v ON v.project_id = f.project_id
    WHERE date_add(last_day(CAST(v.month || '-01' AS DATE)), CAST($month_days + $grace_days AS INTEGER)) <= f.told_to
        -- before there was an account the fee could not reach it: A01 asks
        AND coalesce(last_day(CAST(v.month || '-01' AS DATE)) >= f.opened_on, true)
    GROUP BY f.project_id
),
fresh AS (
    SELECT count(*) AS n FROM feed WHERE table_name = 'progress_payment' AND is_delivered AND age_days <= $feed_days
),
planned AS (
    -- without an agreed share the place's floor is the least that is due
    SELECT
        s.project_id, s.project_ref, c.told_to, c.n_months,
        greatest(
            coalesce(s.labour_share, s.floor_share) * c.certified_fen,
            CASE
                WHEN CAST($plan_is_linear AS BOOLEAN) THEN coalesce(s.labour_share, s.floor_share) * s.amount_fen
                    * least(1e0, greatest(0e0,
                        (days_between(s.started_on, c.told_to) - CAST($month_days + $grace_days AS DOUBLE))
                        / greatest(s.n_days, 1)
                    ))
            END
        ) AS planned_fen
    FROM shared_out AS s
    INNER JOIN certified AS c ON c.project_id = s.project_id
    CROSS JOIN fresh AS f
    WHERE f.n > 0 AND coalesce(s.labour_share, s.floor_share) > 0e0 AND c.certified_fen > 0
),
evaluable AS (
    SELECT project_id FROM planned
    UNION
    SELECT project_id FROM shared_out WHERE labour_share < floor_share
)
"""
)

FIND = (
    EVALUABLE
    + """,
credited AS (
    SELECT p.project_id, CAST(coalesce(sum(c.amount_fen), 0) AS BIGINT) AS credited_fen
    FROM planned AS p
    LEFT JOIN labour_credit AS c
        ON c.project_id = p.project_id AND c.kind IN ('labour', 'unsure') AND c.booked_on <= p.told_to
    GROUP BY p.project_id
),
told AS (
    SELECT
        p.project_id, p.project_ref,
        CASE
            WHEN c.credited_fen < $red_ratio * p.planned_fen THEN 'below_60'
            WHEN c.credited_fen < $orange_ratio * p.planned_fen THEN 'below_80'
            ELSE 'below_90'
        END AS reason,
        -- the share of the fee that is missing
        least(1e0, 1e0 - c.credited_fen / p.planned_fen) AS strength,
        yuan(c.credited_fen) AS credited_yuan, yuan(CAST(round(p.planned_fen) AS BIGINT)) AS planned_yuan,
        CAST(round(c.credited_fen / p.planned_fen * 1000e0) AS BIGINT) / 10e0 AS percent, p.n_months,
        CAST(NULL AS DOUBLE) AS share_percent, CAST(NULL AS DOUBLE) AS floor_percent
    FROM planned AS p
    INNER JOIN credited AS c ON c.project_id = p.project_id
    WHERE c.credited_fen < $yellow_ratio * p.planned_fen
    UNION ALL
    SELECT
        project_id, project_ref, 'share_below_floor',
        -- how much of the floor is missing; half for the breach itself
        least(1e0, 0.5e0 + 0.5e0 * (floor_share - labour_share) / floor_share),
        CAST(NULL AS STRING), CAST(NULL AS STRING), CAST(NULL AS DOUBLE), CAST(NULL AS BIGINT),
        CAST(round(labour_share * 1000e0) AS BIGINT) / 10e0, CAST(round(floor_share * 1000e0) AS BIGINT) / 10e0
    FROM shared_out
    WHERE labour_share < floor_share
),
valuation AS (
    SELECT
        v.project_id, row_ref('progress_payment', v.project_id || '/' || v.month, v.received_on) AS ref,
        row_number() OVER (PARTITION BY v.project_id ORDER BY v.certified_fen DESC, v.month) AS place
    FROM progress_payment AS v
    INNER JOIN certified AS c ON c.project_id = v.project_id
),
rows_behind AS (
    SELECT project_id, reason, project_ref AS ref FROM told
    UNION ALL
    SELECT t.project_id, t.reason, c.ref
    FROM told AS t
    INNER JOIN fund_ref AS c ON c.project_id = t.project_id AND c.source = 'credit' AND c.place <= 9
    WHERE t.reason <> 'share_below_floor'
    UNION ALL
    SELECT t.project_id, t.reason, v.ref
    FROM told AS t
    INNER JOIN valuation AS v ON v.project_id = t.project_id AND v.place <= 9
    WHERE t.reason <> 'share_below_floor'
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM rows_behind
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.credited_yuan, t.planned_yuan, t.percent, t.n_months, t.share_percent, t.floor_percent
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
ORDER BY t.project_id, t.reason
"""
)


def _floor(kind: str) -> Param:
    return Param(
        default=None,
        unit="share",
        because=f"least share of the labour fee in {kind} works; there is no national figure, only a place can state it",
    )


@signal(
    id="F02",
    name="under-allocation",
    title=Text("人工费累计拨付不足", "Labour fee under-allocated in sum"),
    asks_zh="开工以来累计拨入专用账户的人工费，是否达到已计量产值按约定比例应拨的数额？约定比例是否不低于当地下限？",
    family="funding",
    depth="L2",
    legal_basis=(law.RULE_53_5, law.RULE_53_12, law.ORDER_724_29),
    innocent_when=Text(
        "补充协议调整了比例；扣留质量保证金（不超过3%，在一成容差之内）；部分人工费经监管账户支付；计量数据超前；多项目共用专户（不参与比对）",
        "a supplementary agreement changed the share; retention money (at most 3 %, within the tolerance of a tenth); part of "
        "the fee paid through escrow; valuations ahead of the works; an account shared by projects (compared only where each "
        "credit can be given to one)",
    ),
    clears_when=Text(
        "提供补充协议或拨付回单，或建设单位补足差额；比例低于下限的，按当地规定改正合同",
        "the supplementary agreement or receipts are shown, or the owner credits the difference; a share below the floor is "
        "mended in the contract",
    ),
    reads=reads(
        works=WORKS_READS,
        progress_payment="project_id month certified_fen received_on",
        labour_fund="project_id opened_on depth told_to is_told has_start last_entry_on",
        labour_credit="project_id kind booked_on amount_fen",
        fund_ref="project_id source place ref",
        feed="table_name is_delivered age_days",
    ),
    population=EVALUABLE + POPULATION,
    find=FIND,
    reasons={
        "below_90": reason(
            "S3",
            "按已计量的{n_months}个月产值应拨人工费{planned_yuan}元，累计拨入{credited_yuan}元（{percent}%），需核实",
            "by the certified value of {n_months} months {planned_yuan} yuan of labour fee were due and {credited_yuan} "
            "yuan ({percent} %) credited: needs checking",
        ),
        "below_80": reason(
            "S2",
            "按已计量的{n_months}个月产值应拨人工费{planned_yuan}元，累计仅拨入{credited_yuan}元（{percent}%，不足八成），需核实",
            "by the certified value of {n_months} months {planned_yuan} yuan of labour fee were due and only "
            "{credited_yuan} yuan ({percent} %, below 80) credited: needs checking",
        ),
        "below_60": reason(
            "S1",
            "按已计量的{n_months}个月产值应拨人工费{planned_yuan}元，累计仅拨入{credited_yuan}元（{percent}%，不足六成），需尽快核实",
            "by the certified value of {n_months} months {planned_yuan} yuan of labour fee were due and only "
            "{credited_yuan} yuan ({percent} %, below 60) credited: needs checking soon",
        ),
        "share_below_floor": reason(
            "S3",
            "约定人工费比例为{share_percent}%，低于当地下限{floor_percent}%，需核实并改正",
            "the agreed labour-fee share is {share_percent} %, below the local floor of {floor_percent} %: needs checking",
        ),
    },
    params={
        "yellow_ratio": Param(
            default=0.9, unit="share", because="domain report F02; leaves room for 3 % retention money"
        ),
        "orange_ratio": Param(default=0.8, unit="share", because="domain report F02"),
        "red_ratio": Param(default=0.6, unit="share", because="domain report F02"),
        "labour_floor_building": _floor("building"),
        "labour_floor_municipal": _floor("municipal"),
        "labour_floor_transport": _floor("transport"),
        "labour_floor_rail": _floor("rail"),
        "labour_floor_water": _floor("water"),
        "labour_floor_other": _floor("other"),
        "plan_is_linear": Param(
            default=False,
            unit="yes or no",
            because="Zhengzhou 2019 pays contract sum x share / months whatever is certified; elsewhere the value certified rules",
        ),
        "month_days": Param(
            default=31, unit="days", because="Order 724 art. 24: the longest month is the lawful cycle"
        ),
        "grace_days": Param(default=5, unit="days", because="domain report F01: booking and upload take days"),
        **SCOPE,
    },
)
def under_allocation() -> None:
    """Does the labour fee credited since the start reach the agreed share of the certified value, and that share the floor?"""
