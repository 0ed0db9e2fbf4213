"""A02: the special account was opened by another unit than the general contractor; how that unit stands to it."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED, FEED_READS, WORK_DAYS
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason

# What may excuse is looked for first: the mildest standing that fits is the one told.
HOLDERS = (
    "WITH "
    + ASKED
    + """,
role AS (
    SELECT
        project_id, party_id,
        max(CASE WHEN role IN ('consortium', 'contractor') THEN 1 ELSE 0 END) AS is_member,
        max(CASE WHEN role = 'direct_specialist' THEN 1 ELSE 0 END) AS is_specialist,
        max(CASE WHEN role IN ('specialist_sub', 'labour_sub') THEN 1 ELSE 0 END) AS is_sub,
        max(CASE WHEN role = 'owner' THEN 1 ELSE 0 END) AS is_owner
    FROM standing
    GROUP BY project_id, party_id
),
registers AS (
    SELECT sum(CASE WHEN table_name IN ('company', 'holding', 'project_party') AND is_delivered THEN 1 ELSE 0 END) = 3 AS are_whole
    FROM feed
),
classified AS (
    SELECT
        h.*, p.contractor_party,
        coalesce(own.name, h.name, h.uscc) AS holder_name,
        p.n_heads, g.are_whole AND h.how IS NULL AS is_sure,
        coalesce(p.work_month >= substr(CAST(date_add($as_of, -CAST($work_days AS INTEGER)) AS STRING), 1, 7), false)
            AS is_at_work,
        CASE
            WHEN h.party_id IS NULL THEN 'unknown'
            WHEN h.party_id = p.contractor_party AND (h.uscc <> p.contractor_uscc OR coalesce(h.how, '') = 'branch_by_name')
                THEN 'branch'
            WHEN h.party_id = p.contractor_party
                AND instr(';' || replace(gc.former_names, '；', ';') || ';', ';' || h.name || ';') > 0
                AND h.name <> gc.name THEN 'former_name'
            WHEN h.party_id = p.contractor_party THEN 'same'
            WHEN NOT p.is_contractor_sure THEN 'unknown'
            WHEN s.is_member = 1 THEN 'consortium'
            WHEN s.is_specialist = 1 THEN 'direct_specialist'
            WHEN f.holder_party IS NOT NULL THEN 'affiliate'
            WHEN s.is_sub = 1 THEN 'subcontractor'
            WHEN s.is_owner = 1 OR h.party_id = p.owner_party THEN 'owner'
            ELSE 'unrelated'
        END AS class
    FROM account_holder AS h
    INNER JOIN asked AS p ON p.project_id = h.project_id
    CROSS JOIN registers AS g
    LEFT JOIN company AS own ON own.uscc = h.uscc
    LEFT JOIN company AS gc ON gc.uscc = p.contractor_uscc
    LEFT JOIN role AS s ON s.project_id = h.project_id AND s.party_id = h.party_id
    LEFT JOIN affiliate AS f
        ON f.holder_party = h.party_id AND f.contractor_party = p.contractor_party AND f.share >= $control_share
),
site_class AS (
    SELECT
        project_id,
        max(CASE WHEN class IN ('same', 'branch', 'former_name') THEN 1 ELSE 0 END) AS has_own,
        max(CASE WHEN class = 'unknown' THEN 1 ELSE 0 END) AS has_unknown
    FROM classified
    GROUP BY project_id
),
told AS (
    -- a member or specialist counts as contractor for its own part: beside the contractor's account its own is lawful
    SELECT
        c.*,
        CASE WHEN c.class IN ('subcontractor', 'owner', 'unrelated') AND c.is_at_work AND c.is_sure
            THEN c.class || '_at_work' ELSE c.class END AS reason
    FROM classified AS c
    INNER JOIN site_class AS s ON s.project_id = c.project_id
    WHERE c.class NOT IN ('same', 'unknown') AND NOT (s.has_own = 1 AND c.class IN ('consortium', 'direct_specialist'))
),
evaluable AS (
    SELECT p.project_id
    FROM asked AS p
    INNER JOIN site_class AS s ON s.project_id = p.project_id
    CROSS JOIN register AS r
    LEFT JOIN (SELECT DISTINCT project_id FROM told) AS t ON t.project_id = p.project_id
    WHERE p.is_scope_known AND r.is_fresh = 1 AND (s.has_unknown = 0 OR t.project_id IS NOT NULL)
)
"""
)

FIND = (
    HOLDERS
    + """,
behind AS (
    SELECT project_id, reason, row_ref('special_account', account_key || '/' || project_id, received_on) AS ref FROM told
    UNION ALL
    SELECT project_id, reason, row_ref('account_check', account_key || '/' || CAST(checked_on AS STRING), check_received_on)
    FROM told
    WHERE checked_on IS NOT NULL
    UNION ALL
    SELECT t.project_id, t.reason, s.ref
    FROM told AS t
    INNER JOIN site_ref AS s ON s.project_id = t.project_id
    WHERE s.source = 'project' OR t.reason IN ('subcontractor_at_work', 'owner_at_work', 'unrelated_at_work')
    UNION ALL
    SELECT t.project_id, t.reason, r.ref
    FROM told AS t
    INNER JOIN standing AS r ON r.project_id = t.project_id AND r.party_id = t.party_id
    UNION ALL
    SELECT t.project_id, t.reason, row_ref('company', c.uscc, c.received_on)
    FROM told AS t
    INNER JOIN company AS c ON c.uscc = t.uscc
    UNION ALL
    SELECT t.project_id, t.reason,
        row_ref('holding', h.holder_kind || '/' || h.holder_id || '/' || h.uscc || '/' || CAST(h.from_on AS STRING), h.received_on)
    FROM told AS t
    INNER JOIN party AS k ON k.party_id = t.party_id OR k.party_id = t.contractor_party
    INNER JOIN holding AS h ON h.uscc = k.uscc AND h.share >= $control_share
    WHERE t.class = 'affiliate'
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (SELECT DISTINCT project_id, reason, ref FROM behind) AS b
    GROUP BY project_id, reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason,
    -- the bank's books say it, or the register, or only a name
    max(t.certainty) AS strength,
    e.refs AS evidence,
    min(t.holder_name) AS holder, count(DISTINCT t.account_key) AS n_accounts, max(t.n_heads) AS n_heads
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
INNER JOIN evaluable AS v ON v.project_id = t.project_id
GROUP BY t.project_id, t.reason, e.refs
ORDER BY t.project_id, t.reason
"""
)


def _grave(zh: str, en: str) -> dict[str, Reason]:
    """A unit that must not hold the account: graver while people are at work."""
    return {
        "": reason(
            "S2",
            f"专用账户由{zh}{{holder}}开立，而非施工总承包单位，需核实",
            f"the special account was opened by {{holder}}, {en}, not by the general contractor: needs checking",
        ),
        "_at_work": reason(
            "S1",
            f"专用账户由{zh}{{holder}}开立，而非施工总承包单位，现场近期有{{n_heads}}人出勤，需尽快核实",
            f"the special account was opened by {{holder}}, {en}, not by the general contractor, while {{n_heads}} people "
            "attended lately: needs checking soon",
        ),
    }


GRAVE = {
    "subcontractor": _grave("分包单位", "a subcontractor"),
    "owner": _grave("建设单位", "the owner"),
    "unrelated": _grave("在本项目没有承包关系的单位", "a unit without a contractor's role on this project"),
}


@signal(
    id="A02",
    name="account-holder-differs",
    title=Text("开户单位与总包不一致", "Account holder is not the contractor"),
    asks_zh="专用账户的开户单位是否为本项目施工总承包单位？如不是，与总包是什么关系？",
    family="account",
    depth="L1",
    legal_basis=(law.ORDER_724_26, law.RULE_53_6, law.RULE_65_2),
    innocent_when=Text(
        "开户单位是总包的分公司或曾用名、联合体成员、建设单位直接发包的专业承包单位；登记代码有误；账户已变更尚未报送",
        "the holder is a branch or a former name of the contractor, a consortium member, or a specialist contracted by the "
        "owner; the code on file is mistaken; a change of the account is not yet reported",
    ),
    clears_when=Text(
        "提供分公司、联合体或直接发包的证明，或由总包重新开立专户",
        "papers of the branch, the consortium or the direct contract are shown, or the account is re-opened by the contractor",
    ),
    reads=reads(
        site="project_id is_building contractor_uscc is_contractor_sure contractor_party owner_party amount_fen "
        "n_days work_month n_heads",
        site_ref="project_id source ref",
        account_holder="project_id account_key received_on checked_on check_received_on uscc name party_id how certainty",
        affiliate="holder_party contractor_party share",
        standing="project_id party_id role ref",
        company="uscc name former_names received_on",
        holding="holder_kind holder_id uscc share from_on received_on",
        party="uscc party_id",
        feed=FEED_READS,
    ),
    population=HOLDERS + POPULATION,
    find=FIND,
    reasons={
        "branch": reason(
            "S4",
            "专用账户由总包的分公司（或总公司）{holder}开立，请留意授权是否齐全",
            "the special account was opened by {holder}, a branch or the head office of the contractor: see that it was "
            "authorised",
        ),
        "former_name": reason(
            "S4",
            "专用账户仍登记在总包曾用名{holder}之下，请办理更名",
            "the special account still stands under a former name of the contractor, {holder}: have it renamed",
        ),
        "consortium": reason(
            "S4",
            "专用账户由联合体成员{holder}开立，请核对联合体协议",
            "the special account was opened by {holder}, a member of the consortium: see the consortium agreement",
        ),
        "direct_specialist": reason(
            "S3",
            "仅见建设单位直接发包的专业承包单位{holder}的专用账户，未见总包的账户，请核对",
            "only {holder}, a specialist contracted by the owner, has a special account, none is the contractor's: "
            "please check",
        ),
        "affiliate": reason(
            "S2",
            "专用账户由总包的关联企业{holder}开立（持股不低于一半），而非总包本身，需核实",
            "the special account was opened by {holder}, an affiliate of the contractor by holdings of at least a half, "
            "not by the contractor: needs checking",
        ),
        **{f"{who}{when}": reason for who, both in GRAVE.items() for when, reason in both.items()},
    },
    params={
        "control_share": Param(
            default=0.5, unit="share", because="domain report A02: a chain of holdings of at least a half"
        ),
        "work_days": WORK_DAYS,
        **SCOPE,
    },
)
def account_holder_differs() -> None:
    """Was the special account opened by the project's general contractor, and if not, how does the holder stand to it?"""
