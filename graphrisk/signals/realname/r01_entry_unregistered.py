"""R01: people work on a site before they are registered, or with neither labour contract nor written agreement."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.declare import POPULATION as EVERY_ONE
from graphrisk.signals.realname import FEW_PERSONS, MIN_PERSONS

ENTRIES = """
WITH asked AS (
    SELECT project_id FROM project WHERE status NOT IN ('completed', 'closed')
),
fresh AS (
    SELECT
        max(CASE WHEN table_name IN ('attendance_month', 'attendance_day') AND age_days <= $feed_days THEN 1 ELSE 0 END) AS attendance,
        max(CASE WHEN table_name = 'worker' AND agency_age_days <= $feed_days THEN 1 ELSE 0 END) AS register
    FROM feed
    WHERE is_delivered
),
filled AS (
    -- a blank says that there is no contract only where the list is kept, that is, says it of most others
    SELECT
        project_id, count(*) AS n_persons, count(CASE WHEN NOT is_unregistered THEN 1 END) AS n_registered,
        count(CASE WHEN is_unregistered THEN 1 END) AS n_unregistered,
        count(paper) >= $filled_ratio * count(CASE WHEN NOT is_unregistered THEN 1 END) AS is_kept,
        count(CASE WHEN is_dated OR paper IS NOT NULL THEN 1 END) >= $filled_ratio * count(*) AS is_told
    FROM entrant
    GROUP BY project_id
),
evaluable AS (
    SELECT f.project_id, f.n_persons, f.is_kept
    FROM filled AS f
    INNER JOIN asked AS a ON a.project_id = f.project_id
    CROSS JOIN fresh AS d
    -- where hardly anybody seen is on the list, the two speak of different people and nothing follows
    WHERE d.attendance = 1 AND d.register = 1 AND f.n_registered >= $matched_ratio * f.n_persons
        AND (f.is_told OR f.n_unregistered >= $few_persons)
)
"""

FIND = (
    ENTRIES
    + """,
person AS (
    SELECT
        e.project_id, v.n_persons, e.person_key, e.is_unregistered, e.is_child, e.entered_on,
        e.is_late AND days_between(e.registered_on, $as_of) <= $lookback_days AS is_late,
        NOT e.is_unregistered AND coalesce(e.paper = 'none', e.paper IS NULL AND v.is_kept) AS is_uncontracted,
        coalesce(e.paper = 'agreement', false) AND $as_of < CAST($agreement_since AS DATE) AS is_early_agreement
    FROM entrant AS e
    INNER JOIN evaluable AS v ON v.project_id = e.project_id
),
counted AS (
    SELECT
        project_id, max(n_persons) AS n_persons,
        count(CASE WHEN is_unregistered THEN 1 END) AS n_unregistered, count(CASE WHEN is_late THEN 1 END) AS n_late,
        count(CASE WHEN is_uncontracted THEN 1 END) AS n_uncontracted, count(CASE WHEN is_child THEN 1 END) AS n_children,
        count(CASE WHEN is_early_agreement THEN 1 END) AS n_agreements,
        count(CASE WHEN is_unregistered OR is_late OR is_uncontracted THEN 1 END) AS n_lacking
    FROM person
    GROUP BY project_id
),
told AS (
    SELECT
        *, n_lacking AS n_concerned,
        CASE WHEN n_lacking > $orange_ratio * n_persons AND n_lacking >= $min_persons THEN 'above_20' ELSE 'above_5' END AS reason
    FROM counted
    WHERE n_lacking > $yellow_ratio * n_persons AND n_lacking >= $few_persons
    UNION ALL
    SELECT *, n_children, 'under_16' FROM counted WHERE n_children > 0
    UNION ALL
    SELECT *, n_agreements, 'agreements' FROM counted WHERE n_agreements > $agreement_ratio * n_persons
),
concerned AS (
    SELECT
        t.project_id, t.reason, p.person_key, p.entered_on,
        row_number() OVER (PARTITION BY t.project_id, t.reason ORDER BY p.is_unregistered DESC, p.person_key) AS place
    FROM told AS t
    INNER JOIN person AS p ON p.project_id = t.project_id
    WHERE CASE t.reason
            WHEN 'under_16' THEN p.is_child
            WHEN 'agreements' THEN p.is_early_agreement
            ELSE p.is_unregistered OR p.is_late OR p.is_uncontracted
        END
),
near AS (
    SELECT * FROM concerned WHERE place <= 10
),
seen AS (
    SELECT
        n.project_id, n.reason, n.person_key,
        min(row_ref('attendance_month', a.project_id || '/' || a.person_key || '/' || a.month, a.received_on)) AS ref
    FROM near AS n
    INNER JOIN attendance_month AS a ON a.project_id = n.project_id AND a.person_key = n.person_key AND a.days > 0e0
    GROUP BY n.project_id, n.reason, n.person_key
    UNION ALL
    SELECT
        n.project_id, n.reason, n.person_key,
        min(row_ref('attendance_day', a.project_id || '/' || a.person_key || '/' || CAST(a.day AS STRING), a.received_on))
    FROM near AS n
    INNER JOIN attendance_day AS a ON a.project_id = n.project_id AND a.person_key = n.person_key
    GROUP BY n.project_id, n.reason, n.person_key
),
behind AS (
    SELECT project_id, reason, ref FROM seen
    UNION ALL
    SELECT
        n.project_id, n.reason,
        row_ref('worker', w.project_id || '/' || w.person_key || '/' || CAST(w.entered_on AS STRING), w.received_on)
    FROM near AS n
    INNER JOIN worker AS w ON w.project_id = n.project_id AND w.person_key = n.person_key AND w.entered_on = n.entered_on
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM behind GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason,
    CASE WHEN t.reason IN ('under_16', 'agreements') THEN 1e0 ELSE least(1e0, 0.5e0 + ratio(t.n_lacking, t.n_persons)) END AS strength,
    e.refs AS evidence,
    t.n_persons, t.n_concerned, CAST(round(t.n_concerned * 1000e0 / t.n_persons) AS BIGINT) / 10e0 AS percent,
    t.n_unregistered, t.n_late, t.n_uncontracted
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
ORDER BY t.project_id, t.reason
"""
)


def _seen(severity: str) -> Reason:
    return reason(
        severity,
        "近三个月在场的{n_persons}人中有{n_concerned}人（{percent}%）进场手续待补：未见实名登记{n_unregistered}人，"
        "登记晚于进场{n_late}人，未见劳动合同或用工书面协议{n_uncontracted}人，需核实",
        "of {n_persons} people on site in the last three months {n_concerned} ({percent} %) lack what comes before entry: "
        "{n_unregistered} on no register, {n_late} registered after they came, {n_uncontracted} with neither labour "
        "contract nor written agreement: needs checking",
    )


@signal(
    id="R01",
    name="entry-unregistered",
    title=Text("未签合同、未实名登记进场", "On site before registration or without contract"),
    asks_zh="近期在场人员是否都先实名登记、签订劳动合同或用工书面协议后进场？",
    family="realname",
    depth="L2",
    legal_basis=(law.ORDER_724_28, law.ORDER_724_55, law.REALNAME_RULES_8, law.LABOUR_LAW_15),
    innocent_when=Text(
        "2022年8月起用工书面协议与劳动合同同样有效；登记在其他系统或补传较晚；人员从同一企业其他工地调入；出生年份录入有误；"
        "未登记是用工单位的责任，不影响工人主张工资",
        "a written agreement is as good as a labour contract since August 2022; registered in another system or uploaded "
        "late; people sent over from another site of the firm; a year of birth mistyped; missing registration is the "
        "employer's duty and takes nothing from a worker's claim to wages",
    ),
    clears_when=Text(
        "补登记并提供劳动合同或用工书面协议、进场记录；年龄以身份证件核对为准",
        "people are registered and contracts, agreements and entry records shown; age is settled by the identity document",
    ),
    reads=reads(
        project="project_id status",
        entrant="project_id person_key is_unregistered is_late is_dated paper is_child registered_on entered_on",
        worker="project_id person_key entered_on received_on",
        attendance_month="project_id person_key month days received_on",
        attendance_day="project_id person_key day received_on",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=ENTRIES + EVERY_ONE,
    find=FIND,
    reasons={
        "above_5": _seen("S3"),
        "above_20": _seen("S2"),
        "under_16": reason(
            "S1",
            "在场登记人员中有{n_concerned}人按出生年份推算进场时未满十六周岁，请核对身份证件",
            "{n_concerned} registered people on site were below sixteen at entry by their year of birth: please check "
            "their identity documents",
        ),
        "agreements": reason(
            "S4",
            "{n_persons}名在场人员中有{n_concerned}人（{percent}%）仅签用工书面协议，该形式自2022年8月起方获认可，请留意补签",
            "{n_concerned} of {n_persons} people on site ({percent} %) work on written agreements, a form accepted since "
            "August 2022: a note for the next visit",
        ),
    },
    params={
        "yellow_ratio": Param(default=0.05, unit="share", because="domain report R01"),
        "orange_ratio": Param(default=0.2, unit="share", because="domain report R01"),
        "agreement_ratio": Param(
            default=0.9,
            unit="share",
            because="a site on agreements alone: beside labour contracts single ones are ordinary",
        ),
        "agreement_since": Param(
            default="2022-08-02", unit="day", because="Real-Name Measures as revised on 2 August 2022, art. 8"
        ),
        "filled_ratio": Param(default=0.5, unit="share", because="a column that most rows leave blank is not kept"),
        "matched_ratio": Param(
            default=0.2, unit="share", because="a gate lets in registered people: below a fifth the keys do not match"
        ),
        "lookback_days": Param(
            default=730, unit="days", because="Labour Inspection Regulations art. 20: what ended earlier is not pursued"
        ),
        "few_persons": FEW_PERSONS,
        "min_persons": MIN_PERSONS,
        "feed_days": FEED_DAYS,
    },
)
def entry_unregistered() -> None:
    """Was everybody who was lately on site registered, and under contract or written agreement, before coming in?"""
