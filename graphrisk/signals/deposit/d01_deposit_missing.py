"""D01: no wage deposit, or one stored after the 20 working days that the rule gives."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.deposit import EXEMPT_BELOW, FEED_READS, REGISTER

EVALUABLE = (
    REGISTER
    + """,
small_and_clean AS (
    -- a small contract of a contractor without shown arrears in the year before signing may be exempt without a row
    SELECT w.project_id
    FROM works AS w
    LEFT JOIN shown_arrears AS a
        ON a.party_id = w.contractor_id
        AND a.shown_on <= coalesce(w.signed_on, w.permit_on)
        AND a.shown_on >= add_months(coalesce(w.signed_on, w.permit_on), -12)
    WHERE w.amount_fen < CAST($exempt_below_yuan AS DOUBLE) * 100e0
    GROUP BY w.project_id
    HAVING count(a.ref) = 0
),
asked AS (
    SELECT
        w.project_id, w.project_ref, w.contract_ref, coalesce(w.permit_on, w.signed_on) AS from_on,
        day_of.workday_no AS from_no, today.workday_no AS today_no
    FROM works AS w
    LEFT JOIN small_and_clean AS m ON m.project_id = w.project_id
    LEFT JOIN calendar AS day_of ON day_of.day = coalesce(w.permit_on, w.signed_on)
    INNER JOIN calendar AS today ON today.day = $as_of
    WHERE m.project_id IS NULL
)
"""
)

POPULATION = (
    EVALUABLE
    + """
SELECT 'project' AS entity_kind, a.project_id AS entity_id, r.n > 0 AND a.from_no IS NOT NULL AS is_evaluable
FROM asked AS a
CROSS JOIN register AS r
"""
)

FIND = (
    EVALUABLE
    + """,
stored AS (
    SELECT d.project_id, d.is_returned, d.stored_on, c.workday_no AS stored_no, d.ref
    FROM deposit AS d
    LEFT JOIN calendar AS c ON c.day = d.stored_on
    WHERE NOT d.is_specialist AND coalesce(d.stored_on <= $as_of, true)
),
state AS (
    SELECT
        project_id, count(*) AS n_rows, sum(CASE WHEN is_returned THEN 0 ELSE 1 END) AS n_standing,
        min(stored_no) AS stored_no, min(stored_on) AS stored_on,
        -- a row without a day of storing may be the first
        sum(CASE WHEN stored_no IS NULL THEN 1 ELSE 0 END) AS n_undated
    FROM stored
    GROUP BY project_id
),
graded AS (
    SELECT
        a.project_id, a.project_ref, a.contract_ref, a.from_on,
        CASE
            WHEN s.n_rows IS NULL THEN 'missing'
            WHEN s.n_standing = 0 THEN 'withdrawn'
            WHEN a.from_on >= CAST($late_since AS DATE) THEN 'late'
            ELSE 'late_before_rule'
        END AS reason,
        CASE
            WHEN s.n_standing > 0 THEN s.stored_no - a.from_no - $due_workdays
            ELSE a.today_no - a.from_no - $due_workdays
        END AS over_workdays,
        CASE WHEN s.n_standing > 0 THEN CAST(s.stored_on AS STRING) ELSE CAST($as_of AS STRING) END AS until_on
    FROM asked AS a
    CROSS JOIN register AS r
    LEFT JOIN state AS s ON s.project_id = a.project_id
    WHERE r.n > 0 AND a.from_no IS NOT NULL AND (s.n_rows IS NULL OR s.n_standing = 0 OR s.n_undated = 0)
),
told AS (
    SELECT
        *,
        -- a term exceeded by a further 60 working days (a quarter of a year) weighs fully
        CASE reason
            WHEN 'withdrawn' THEN 1e0
            ELSE least(1e0, 0.4e0 + 0.6e0 * over_workdays / 60e0)
        END AS strength
    FROM graded
    WHERE over_workdays > 0 OR reason = 'withdrawn'
),
rows_behind AS (
    SELECT project_id, project_ref AS ref FROM told
    UNION ALL
    SELECT project_id, contract_ref FROM told WHERE contract_ref IS NOT NULL
    UNION ALL
    SELECT t.project_id, s.ref FROM told AS t INNER JOIN stored AS s ON s.project_id = t.project_id
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY project_id
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    CAST(t.from_on AS STRING) AS from_on, t.until_on, CAST(t.over_workdays AS BIGINT) AS over_workdays
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="D01",
    name="deposit-missing",
    title=Text("工资保证金未存储或逾期", "Wage deposit missing or late"),
    asks_zh="施工总承包单位是否在取得施工许可（无许可的自合同签订）之日起20个工作日内存储了工资保证金？",
    family="deposit",
    depth="L1",
    legal_basis=(law.RULE_65_8, law.ORDER_724_32, law.ORDER_724_55, law.RULE_65_2),
    innocent_when=Text(
        "符合免存条件（合同额低于免存限额且签约前一年无拖欠的不计）；保证金存于其他县区或按企业统一存储；登记尚未上传；"
        "开工报告批准日晚于许可日",
        "exempt (a small contract of a contractor without arrears in the year before is not counted); stored in another "
        "district or once for the firm; not yet uploaded; a start report approved later than the permit",
    ),
    clears_when=Text(
        "提供存储凭证、保函或免存批准并登记",
        "the receipt, the guarantee or the approval of the exemption is shown and registered",
    ),
    reads=reads(
        works="project_id contractor_id permit_on signed_on amount_fen project_ref contract_ref",
        deposit="project_id stored_on is_returned is_specialist ref",
        shown_arrears="party_id shown_on ref",
        calendar="day workday_no",
        feed=FEED_READS,
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "missing": reason(
            "S2",
            "自{from_on}起20个工作日的存储期已过{over_workdays}个工作日，未见工资保证金，需核实",
            "the 20 working days from {from_on} ended {over_workdays} working days ago and no wage deposit is on record: "
            "needs checking",
        ),
        "withdrawn": reason(
            "S2",
            "工程仍在建，工资保证金已全部退还，需核实",
            "works go on and the whole wage deposit has been returned: needs checking",
        ),
        "late": reason(
            "S3",
            "工资保证金于{until_on}存储，比自{from_on}起20个工作日的期限晚{over_workdays}个工作日，需核实",
            "the wage deposit was stored on {until_on}, {over_workdays} working days after the term that runs from "
            "{from_on}: needs checking",
        ),
        "late_before_rule": reason(
            "S4",
            "工资保证金于{until_on}存储，距{from_on}超过20个工作日；当时全国统一期限尚未施行，仅作提示，请按当地旧规核对",
            "the wage deposit was stored on {until_on}, more than 20 working days after {from_on}; the national term was "
            "not yet in force: a note only, to be held against the local rule of the time",
        ),
    },
    params={
        "due_workdays": Param(default=20, unit="working days", because="Rule 65 art. 8"),
        "late_since": Param(
            default="2021-11-01", unit="date", because="Rule 65 came into force; before it terms were set locally"
        ),
        "exempt_below_yuan": EXEMPT_BELOW,
        "feed_days": FEED_DAYS,
    },
)
def deposit_missing() -> None:
    """Was a wage deposit stored within 20 working days of the permit, or of signing where there is none?"""
