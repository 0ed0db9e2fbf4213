"""D03: the guarantee that stands for the wage deposit is too short, runs out, has run out, or serves two projects."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason
from graphrisk.signals.deposit import FEED_READS, REGISTER

EVALUABLE = (
    REGISTER
    + """,
standing AS (
    SELECT
        project_id, is_guarantee, guarantee_no, valid_to, coalesce(valid_from, stored_on) AS valid_from, ref
    FROM deposit
    WHERE NOT is_returned
),
guaranteed AS (
    -- a later guarantee renews an earlier one; cash or an exemption beside it leaves no gap
    SELECT
        w.project_id, w.project_ref, w.end_on,
        max(CASE WHEN s.is_guarantee THEN s.valid_to END) AS valid_to,
        max_by(
            s.valid_from,
            CASE WHEN s.is_guarantee AND s.valid_from IS NOT NULL THEN CAST(s.valid_to AS STRING) || CAST(s.valid_from AS STRING) END
        ) AS valid_from,
        sum(CASE WHEN s.is_guarantee AND s.valid_to IS NULL THEN 1 ELSE 0 END) AS n_endless,
        sum(CASE WHEN s.is_guarantee THEN 0 ELSE 1 END) AS n_other
    FROM works AS w
    INNER JOIN standing AS s ON s.project_id = w.project_id
    GROUP BY w.project_id, w.project_ref, w.end_on
    HAVING max(CASE WHEN s.is_guarantee THEN 1 ELSE 0 END) = 1
),
twice AS (
    -- the same number on two projects at a time, unless the place lets one guarantee stand for several
    SELECT
        a.project_id, a.guarantee_no, count(DISTINCT b.project_id) + 1 AS n_projects, min(b.project_id) AS other_project
    FROM standing AS a
    INNER JOIN works AS w ON w.project_id = a.project_id
    INNER JOIN standing AS b
        ON b.guarantee_no = a.guarantee_no AND b.project_id <> a.project_id AND b.is_guarantee
        AND coalesce(a.valid_from <= b.valid_to, true) AND coalesce(b.valid_from <= a.valid_to, true)
    WHERE a.is_guarantee AND a.guarantee_no <> '' AND NOT coalesce(CAST($umbrella_guarantee AS BOOLEAN), false)
    GROUP BY a.project_id, a.guarantee_no
),
evaluable AS (
    SELECT g.project_id
    FROM guaranteed AS g
    CROSS JOIN register AS f
    LEFT JOIN (SELECT project_id FROM twice GROUP BY project_id) AS t ON t.project_id = g.project_id
    WHERE f.n > 0 AND (g.valid_to IS NOT NULL OR t.project_id IS NOT NULL)
)
"""
)

POPULATION = (
    EVALUABLE
    + """
SELECT 'project' AS entity_kind, w.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM works AS w
CROSS JOIN register AS f
LEFT JOIN guaranteed AS g ON g.project_id = w.project_id
LEFT JOIN evaluable AS e ON e.project_id = w.project_id
WHERE f.n = 0 OR g.project_id IS NOT NULL
"""
)

FIND = (
    EVALUABLE
    + """,
validity AS (
    SELECT
        project_id, project_ref,
        CASE
            WHEN valid_to < $as_of THEN 'expired'
            WHEN days_between($as_of, valid_to) < $remind_days THEN 'expiring'
            WHEN valid_to < least(end_on, date_add(valid_from, CAST($min_days AS INTEGER))) THEN 'too_short'
        END AS reason,
        valid_from, valid_to, end_on, days_between($as_of, valid_to) AS days_left
    FROM guaranteed
    WHERE n_endless = 0 AND n_other = 0
),
told AS (
    SELECT
        project_id, project_ref, reason,
        CASE reason
            -- three months without cover weigh fully
            WHEN 'expired' THEN least(1e0, 0.5e0 - 0.5e0 * days_left / 90e0)
            WHEN 'expiring' THEN least(1e0, 0.3e0 + 0.4e0 * ($remind_days - days_left) / CAST($remind_days AS DOUBLE))
            ELSE 0.5e0
        END AS strength,
        CAST(valid_to AS STRING) AS valid_to, days_left, CAST(valid_from AS STRING) AS valid_from,
        CAST(end_on AS STRING) AS contract_end,
        CAST(NULL AS STRING) AS guarantee_no, CAST(NULL AS BIGINT) AS n_projects, CAST(NULL AS STRING) AS other_project
    FROM validity
    WHERE reason IN ('expired', 'expiring') OR (reason = 'too_short' AND valid_from IS NOT NULL AND end_on IS NOT NULL)
    UNION ALL
    SELECT
        t.project_id, max(w.project_ref), 'used_twice', 1e0,
        CAST(NULL AS STRING), CAST(NULL AS BIGINT), CAST(NULL AS STRING), CAST(NULL AS STRING),
        min(t.guarantee_no), CAST(min_by(t.n_projects, t.guarantee_no) AS BIGINT), min_by(t.other_project, t.guarantee_no)
    FROM twice AS t
    INNER JOIN works AS w ON w.project_id = t.project_id
    GROUP BY t.project_id
),
rows_behind AS (
    SELECT project_id, reason, project_ref AS ref FROM told
    UNION ALL
    SELECT t.project_id, t.reason, s.ref
    FROM told AS t
    INNER JOIN standing AS s ON s.project_id = t.project_id AND s.is_guarantee
    UNION ALL
    SELECT t.project_id, t.reason, s.ref
    FROM told AS t
    INNER JOIN standing AS s ON s.guarantee_no = t.guarantee_no AND s.project_id <> t.project_id AND s.is_guarantee
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM rows_behind
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.valid_to, t.days_left, t.valid_from, t.contract_end, t.guarantee_no, t.n_projects, t.other_project
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
INNER JOIN evaluable AS v ON v.project_id = t.project_id
ORDER BY t.project_id, t.reason
"""
)


@signal(
    id="D03",
    name="guarantee-gap",
    title=Text("保证金保函到期或期限不足", "Deposit guarantee ended or too short"),
    asks_zh="代替工资保证金的保函是否在有效期内、期限足够，且只用于一个项目？",
    family="deposit",
    depth="L1",
    legal_basis=(law.RULE_65_17, law.RULE_65_15, law.ORDER_724_32),
    innocent_when=Text(
        "已续保但尚未上传；已另存现金；工程将提前完工；当地允许一份保函覆盖多个项目；不同出具机构的保函编号恰好相同",
        "renewed and not yet uploaded; cash stored instead; works that end sooner; a place that lets one guarantee cover "
        "several projects; different issuers whose numbers happen to be equal",
    ),
    clears_when=Text(
        "提供续保保函、补存凭证，或出具机构对保函编号的确认",
        "the renewed guarantee, a deposit in its place, or the issuer's confirmation of the number is shown",
    ),
    reads=reads(
        works="project_id end_on project_ref",
        deposit="project_id is_guarantee guarantee_no stored_on valid_from valid_to is_returned ref",
        feed=FEED_READS,
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "too_short": reason(
            "S3",
            "保函自{valid_from}至{valid_to}，不满一年且短于合同期（至{contract_end}），需核实",
            "the guarantee runs from {valid_from} to {valid_to}, less than a year and shorter than the contract (to "
            "{contract_end}): needs checking",
        ),
        "expiring": reason(
            "S3",
            "保函将于{valid_to}到期（剩{days_left}天），工程仍在建，应提醒续保",
            "the guarantee ends on {valid_to} ({days_left} days left) while works go on: renewal is to be called",
        ),
        "expired": reason(
            "S2",
            "保函已于{valid_to}到期，工程仍在建，未见续保，需核实",
            "the guarantee ended on {valid_to}, works go on and no renewal is on record: needs checking",
        ),
        "used_twice": reason(
            "S1",
            "保函{guarantee_no}同时登记于{n_projects}个项目（另见{other_project}），需向出具机构核实",
            "guarantee {guarantee_no} is registered on {n_projects} projects at a time (also {other_project}): to be checked "
            "with its issuer",
        ),
    },
    params={
        "min_days": Param(default=365, unit="days", because="Rule 65 art. 17: at least one year"),
        "remind_days": Param(
            default=30, unit="days", because="Rule 65 art. 17: renewal is called a month before expiry"
        ),
        "umbrella_guarantee": Param(
            default=False,
            unit="yes or no",
            because="a guarantee names its project; a place that allows one for several states it",
        ),
        "feed_days": FEED_DAYS,
    },
)
def guarantee_gap() -> None:
    """Is the guarantee that stands for the wage deposit valid, long enough, and used for one project only?"""
