"""D02: the wage deposit is below what the bureau, or the place's rate and the payer's history, require."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.deposit import EXEMPT_BELOW, FEED_READS, REGISTER

EVALUABLE = (
    REGISTER
    + """,
history_feed AS (
    SELECT count(*) AS n FROM feed WHERE table_name IN ('clue', 'inspection', 'credit_event') AND is_delivered
),
factored AS (
    SELECT
        h.project_id, h.payer_id, h.stored_on, h.amount_fen, h.stated_fen, h.n_exempt, h.n_untold,
        w.project_ref,
        coalesce(w.amount_fen / 100e0 < CAST($exempt_below_yuan AS DOUBLE), false) AS is_small,
        h.n_year, h.n_two_years, h.n_three_years, h.n_listed,
        CASE
            WHEN h.n_listed > 0 THEN CAST($factor_listed AS DOUBLE)
            WHEN h.n_two_years > 0 THEN CAST($factor_arrears AS DOUBLE)
            WHEN h.n_three_years = 0 AND h.first_on <= add_months(h.stored_on, -36) THEN 0e0
            WHEN h.first_on <= add_months(h.stored_on, -24) THEN CAST($factor_clean AS DOUBLE)
            ELSE 1e0
        END AS factor,
        CASE WHEN h.n_others > 0 THEN coalesce(CAST($deposit_second_rate AS DOUBLE), CAST($deposit_base_rate AS DOUBLE))
            ELSE CAST($deposit_base_rate AS DOUBLE) END AS rate,
        -- the rule lets a place take the contract sum or the sum of a year; unless it says which, the smaller one counts
        CASE
            WHEN CAST($deposit_basis AS STRING) = 'contract' OR w.n_days IS NULL
                THEN CAST(w.amount_fen AS DOUBLE)
            ELSE w.amount_fen / greatest(1e0, w.n_days / 365e0)
        END AS basis_fen
    FROM deposit_held AS h
    INNER JOIN works AS w ON w.project_id = h.project_id
),
computed AS (
    SELECT
        *,
        CASE WHEN rate IS NOT NULL THEN least(basis_fen * rate * factor, CAST($deposit_cap_yuan AS DOUBLE) * 100e0) END
            AS by_rule_fen,
        CASE WHEN rate IS NOT NULL THEN
            least(basis_fen * rate * least(factor, 1e0), CAST($deposit_cap_yuan AS DOUBLE) * 100e0)
        END AS plain_fen
    FROM factored
),
required AS (
    -- what the bureau stated counts; a rule of the place adds what history raises above it
    SELECT
        *,
        CASE WHEN factor > 1e0 THEN greatest(CAST(stated_fen AS DOUBLE), by_rule_fen)
            ELSE coalesce(CAST(stated_fen AS DOUBLE), by_rule_fen) END AS required_fen,
        coalesce(CAST(stated_fen AS DOUBLE), plain_fen) AS before_history_fen
    FROM computed
),
evaluable AS (
    SELECT r.*
    FROM required AS r
    CROSS JOIN register AS g
    CROSS JOIN history_feed AS h
    WHERE g.n > 0
        AND CASE
            WHEN r.n_exempt > 0 THEN h.n > 0 AND r.stored_on IS NOT NULL
            ELSE r.n_untold = 0 AND r.required_fen IS NOT NULL
        END
)
"""
)

POPULATION = (
    EVALUABLE
    + """
SELECT 'project' AS entity_kind, w.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM works AS w
LEFT JOIN evaluable AS e ON e.project_id = w.project_id
"""
)

FIND = (
    EVALUABLE
    + """,
graded AS (
    SELECT
        project_id, payer_id, stored_on, project_ref, amount_fen, required_fen, factor,
        CASE
            WHEN n_exempt > 0 THEN 'exempt_despite_arrears'
            WHEN amount_fen < $half_share * required_fen THEN 'below_half'
            WHEN amount_fen >= before_history_fen - greatest($tolerance_share * before_history_fen, $tolerance_yuan * 100e0)
                THEN 'history_ignored'
            ELSE 'too_low'
        END AS reason
    FROM evaluable
    WHERE CASE
        WHEN n_exempt > 0 THEN CASE WHEN is_small THEN n_year > 0 ELSE n_three_years > 0 OR n_listed > 0 END
        ELSE amount_fen < required_fen - greatest($tolerance_share * required_fen, $tolerance_yuan * 100e0)
    END
),
shared_out AS (
    -- a quotient by power, because Sail 0.7 checks a division for zero before it filters
    SELECT *, amount_fen * power(greatest(required_fen, 1e0), -1e0) AS share FROM graded
),
told AS (
    SELECT
        project_id, payer_id, stored_on, project_ref, reason,
        -- the share that is missing; an exemption in spite of arrears leaves all of it open
        CASE WHEN reason = 'exempt_despite_arrears' THEN 1e0 ELSE least(1e0, greatest(0.05e0, 1e0 - share)) END AS strength,
        CAST(stored_on AS STRING) AS stored_on_text,
        yuan(CAST(amount_fen AS BIGINT)) AS amount_yuan, yuan(CAST(round(required_fen) AS BIGINT)) AS required_yuan,
        CAST(round(share * 1000e0) AS BIGINT) / 10e0 AS percent, factor
    FROM shared_out
),
rows_behind AS (
    SELECT project_id, project_ref AS ref FROM told
    UNION ALL
    SELECT t.project_id, d.ref
    FROM told AS t
    INNER JOIN deposit AS d ON d.project_id = t.project_id AND NOT d.is_returned AND NOT d.is_specialist
    UNION ALL
    SELECT t.project_id, a.ref
    FROM told AS t
    INNER JOIN shown_arrears AS a
        ON a.party_id = t.payer_id AND a.shown_on <= t.stored_on
        AND (a.shown_on >= add_months(t.stored_on, -36) OR a.listed_until >= t.stored_on)
    WHERE t.factor > 1e0 OR t.reason = 'exempt_despite_arrears'
),
evidence AS (
    -- the register first, then the history
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (
        SELECT
            project_id, ref,
            row_number() OVER (
                PARTITION BY project_id ORDER BY CASE WHEN ref LIKE 'project|%' OR ref LIKE 'wage_deposit|%' THEN 0 ELSE 1 END, ref
            ) AS place
        FROM rows_behind
    ) AS placed
    WHERE place <= 20
    GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.stored_on_text AS stored_on, t.amount_yuan, t.required_yuan, t.percent, t.factor
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="D02",
    name="deposit-too-low",
    title=Text("工资保证金不足额", "Wage deposit too low"),
    asks_zh="工资保证金数额是否达到人社部门核定或当地费率及企业欠薪记录要求的数额？免存是否符合条件？",
    family="deposit",
    depth="L1",
    legal_basis=(law.RULE_65_11, law.RULE_65_12, law.RULE_65_15),
    innocent_when=Text(
        "按年度合同额存储（当地未明确按合同总额的，已按年度额计算）；同地区多项目降低费率；合同额变更后尚未补存；欠薪记录在存储后才查实",
        "stored by the sum of a year (counted so unless the place says otherwise); a lower rate for several projects in the "
        "area; a change of the contract sum not yet followed; arrears that were shown only after storing",
    ),
    clears_when=Text(
        "提供核定存储数额的文书，或补足差额",
        "the bureau's decision on the sum is shown, or the difference is stored",
    ),
    reads=reads(
        works="project_id amount_fen n_days project_ref",
        deposit_held="project_id payer_id stored_on amount_fen stated_fen n_exempt n_untold n_year n_two_years n_three_years "
        "n_listed n_others first_on",
        deposit="project_id is_returned is_specialist ref",
        shown_arrears="party_id shown_on listed_until ref",
        feed=FEED_READS,
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "too_low": reason(
            "S3",
            "工资保证金{amount_yuan}元，为应存{required_yuan}元的{percent}%，需核实",
            "the wage deposit of {amount_yuan} yuan is {percent} % of the {required_yuan} yuan required: needs checking",
        ),
        "below_half": reason(
            "S2",
            "工资保证金{amount_yuan}元，不足应存{required_yuan}元的一半（{percent}%），需核实",
            "the wage deposit of {amount_yuan} yuan is less than half ({percent} %) of the {required_yuan} yuan required: "
            "needs checking",
        ),
        "history_ignored": reason(
            "S3",
            "工资保证金{amount_yuan}元按基准存储，但存储前有查实的欠薪记录，应按{factor}倍存{required_yuan}元，需核实",
            "the wage deposit of {amount_yuan} yuan is at the ordinary rate, though arrears had been shown before storing: "
            "by factor {factor} {required_yuan} yuan are due: needs checking",
        ),
        "exempt_despite_arrears": reason(
            "S3",
            "工资保证金于{stored_on}免存，但此前规定期限内有查实的欠薪记录，需核实免存依据",
            "exempt from the wage deposit on {stored_on} though arrears had been shown within the term that rules out an "
            "exemption: check its ground",
        ),
    },
    params={
        "deposit_base_rate": Param(
            default=None, unit="share of the contract sum", because="Rule 65 art. 11: 1 to 3 %, set by each place"
        ),
        "deposit_second_rate": Param(
            default=None,
            unit="share of the contract sum",
            because="Rule 65 art. 11: lower for several projects, set by each place",
        ),
        "deposit_cap_yuan": Param(default=None, unit="yuan", because="Rule 65 art. 11: a place may set an upper limit"),
        "deposit_basis": Param(
            default="year",
            unit="contract or year",
            because="Rule 65 art. 11: the contract sum, or that of a year; the smaller one accuses nobody",
        ),
        "factor_clean": Param(
            default=0.5, unit="factor", because="Rule 65 art. 12: two clean years, at least half less"
        ),
        "factor_arrears": Param(
            default=1.5, unit="factor", because="Rule 65 art. 12: arrears in two years, at least half more"
        ),
        "factor_listed": Param(
            default=2.0, unit="factor", because="Rule 65 art. 12: on the list, at least as much again"
        ),
        "tolerance_share": Param(default=0.01, unit="share", because="domain report D02: rounding"),
        "tolerance_yuan": Param(default=100, unit="yuan", because="domain report D02: rounding"),
        "half_share": Param(default=0.5, unit="share", because="domain report D02"),
        "exempt_below_yuan": EXEMPT_BELOW,
        "feed_days": FEED_DAYS,
    },
)
def deposit_too_low() -> None:
    """Does the wage deposit reach what the bureau, or the place's rate and the payer's history, require?"""
