"""A02: the special account was opened by another unit than the general contractor; how that unit stands to it."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED, FEED_READS, SCOPE, WORK_DAYS

# Codes are compared, never names alone: a name counts only where the parties' links say whose it is. The bank's books
# go before the register. What may excuse is looked for first: the mildest standing that fits is the one told.
HOLDERS = (
    "WITH "
    + ASKED
    + """,
checked AS (
    SELECT c.account_key, c.checked_on, c.status, c.holder_name, c.received_on,
        CASE WHEN NOT coalesce(array_contains(c.flags, 'check_digit:holder_uscc'), false) THEN c.holder_uscc END AS holder_uscc
    FROM account_check AS c
    INNER JOIN (SELECT account_key, max(checked_on) AS checked_on FROM account_check GROUP BY account_key) AS l
        ON l.account_key = c.account_key AND l.checked_on = c.checked_on
),
open_account AS (
    SELECT
        a.project_id, a.account_key, a.received_on, a.holder_name,
        CASE WHEN NOT coalesce(array_contains(a.flags, 'check_digit:holder_uscc'), false) THEN a.holder_uscc END AS holder_uscc,
        c.holder_uscc AS bank_uscc, c.holder_name AS bank_name, c.checked_on, c.received_on AS check_received_on
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
    LEFT JOIN checked AS c ON c.account_key = a.account_key
    WHERE (a.closed_on IS NULL OR a.closed_on > $as_of) AND coalesce(c.status, 'normal') NOT IN ('closed', 'not_found')
),
sure_name AS (
    SELECT name, party_id, how FROM party_name WHERE how NOT IN ('own_name', 'refused_cluster_too_large')
),
holder AS (
    SELECT
        a.project_id, a.account_key, a.received_on, a.checked_on, a.check_received_on,
        coalesce(a.bank_uscc, CASE WHEN b.name IS NULL THEN a.holder_uscc END) AS uscc,
        CASE WHEN a.bank_uscc IS NOT NULL OR b.name IS NOT NULL THEN coalesce(a.bank_name, a.holder_name) ELSE a.holder_name END
            AS name,
        coalesce(k.party_id, a.bank_uscc, b.party_id, h.party_id, a.holder_uscc, n.party_id) AS party,
        CASE WHEN a.bank_uscc IS NULL THEN coalesce(b.how, CASE WHEN a.holder_uscc IS NULL THEN n.how END) END AS how,
        CASE WHEN a.bank_uscc IS NOT NULL THEN 1e0 WHEN b.name IS NULL AND a.holder_uscc IS NOT NULL THEN 0.8e0 ELSE 0.6e0 END
            AS certainty
    FROM open_account AS a
    LEFT JOIN party AS k ON k.uscc = a.bank_uscc
    LEFT JOIN party AS h ON h.uscc = a.holder_uscc
    LEFT JOIN sure_name AS b ON b.name = a.bank_name AND a.bank_uscc IS NULL
    LEFT JOIN sure_name AS n ON n.name = a.holder_name
),
role AS (
    SELECT r.project_id, coalesce(k.party_id, r.uscc) AS party, r.role,
        row_ref('project_party', r.project_id || '/' || r.uscc || '/' || r.role, r.received_on) AS ref
    FROM project_party AS r
    LEFT JOIN party AS k ON k.uscc = r.uscc
    UNION ALL
    SELECT c.project_id, coalesce(k.party_id, c.payee_uscc),
        CASE WHEN c.kind = 'specialist' AND coalesce(o.party_id, c.payer_uscc) = s.owner_party THEN 'direct_specialist'
            ELSE 'labour_sub' END,
        row_ref('contract', c.contract_id, c.received_on)
    FROM contract AS c
    INNER JOIN asked AS s ON s.project_id = c.project_id
    LEFT JOIN party AS k ON k.uscc = c.payee_uscc
    LEFT JOIN party AS o ON o.uscc = c.payer_uscc
    WHERE c.kind IN ('specialist', 'labour') AND c.payee_uscc IS NOT NULL
),
standing AS (
    SELECT
        project_id, party,
        max(CASE WHEN role IN ('consortium', 'contractor') THEN 1 ELSE 0 END) AS is_member,
        max(CASE WHEN role = 'direct_specialist' THEN 1 ELSE 0 END) AS is_specialist,
        max(CASE WHEN role IN ('specialist_sub', 'labour_sub') THEN 1 ELSE 0 END) AS is_sub,
        max(CASE WHEN role = 'owner' THEN 1 ELSE 0 END) AS is_owner
    FROM role
    GROUP BY project_id, party
),
other AS (
    SELECT DISTINCT h.party AS holder_party, p.contractor_party
    FROM holder AS h
    INNER JOIN asked AS p ON p.project_id = h.project_id
    WHERE h.party <> p.contractor_party
),
control AS (
    SELECT DISTINCT coalesce(k.party_id, h.uscc) AS child, h.holder_kind || ':' || coalesce(o.party_id, h.holder_id) AS top
    FROM holding AS h
    LEFT JOIN party AS k ON k.uscc = h.uscc
    LEFT JOIN party AS o ON o.uscc = h.holder_id AND h.holder_kind = 'company'
    WHERE h.share >= $control_share AND h.from_on <= $as_of AND (h.to_on IS NULL OR h.to_on >= $as_of)
),
first_level AS (
    SELECT w.party, c.top
    FROM (SELECT holder_party AS party FROM other UNION SELECT contractor_party FROM other) AS w
    INNER JOIN control AS c ON c.child = w.party
),
second_level AS (
    SELECT f.party, c.top FROM first_level AS f INNER JOIN control AS c ON 'company:' || c.child = f.top
),
third_level AS (
    SELECT f.party, c.top FROM second_level AS f INNER JOIN control AS c ON 'company:' || c.child = f.top
),
above AS (
    SELECT party, top FROM first_level
    UNION SELECT party, top FROM second_level
    UNION SELECT party, top FROM third_level
    UNION SELECT holder_party, 'company:' || holder_party FROM other
    UNION SELECT contractor_party, 'company:' || contractor_party FROM other
),
affiliate AS (
    SELECT DISTINCT o.holder_party, o.contractor_party
    FROM other AS o
    INNER JOIN above AS h ON h.party = o.holder_party
    INNER JOIN above AS c ON c.party = o.contractor_party AND c.top = h.top
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
            WHEN h.party IS NULL THEN 'unknown'
            WHEN h.party = p.contractor_party AND (h.uscc <> p.contractor_uscc OR coalesce(h.how, '') = 'branch_by_name')
                THEN 'branch'
            WHEN h.party = p.contractor_party
                AND instr(';' || replace(gc.former_names, '；', ';') || ';', ';' || h.name || ';') > 0
                AND h.name <> gc.name THEN 'former_name'
            WHEN h.party = p.contractor_party THEN 'same'
            WHEN NOT p.is_contractor_sure THEN 'unknown'
            WHEN s.is_member = 1 THEN 'consortium'
            WHEN s.is_specialist = 1 THEN 'direct_specialist'
            WHEN f.holder_party IS NOT NULL THEN 'affiliate'
            WHEN s.is_sub = 1 THEN 'subcontractor'
            WHEN s.is_owner = 1 OR h.party = p.owner_party THEN 'owner'
            ELSE 'unrelated'
        END AS class
    FROM holder AS h
    INNER JOIN asked AS p ON p.project_id = h.project_id
    CROSS JOIN registers AS g
    LEFT JOIN company AS own ON own.uscc = h.uscc
    LEFT JOIN company AS gc ON gc.uscc = p.contractor_uscc
    LEFT JOIN standing AS s ON s.project_id = h.project_id AND s.party = h.party
    LEFT JOIN affiliate AS f ON f.holder_party = h.party AND f.contractor_party = p.contractor_party
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

POPULATION = (
    HOLDERS
    + """
SELECT 'project' AS entity_kind, p.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM asked AS p
LEFT JOIN evaluable AS e ON e.project_id = p.project_id
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
    INNER JOIN role AS r ON r.project_id = t.project_id AND r.party = t.party
    UNION ALL
    SELECT t.project_id, t.reason, row_ref('company', c.uscc, c.received_on)
    FROM told AS t
    INNER JOIN company AS c ON c.uscc = t.uscc
    UNION ALL
    SELECT t.project_id, t.reason,
        row_ref('holding', h.holder_kind || '/' || h.holder_id || '/' || h.uscc || '/' || CAST(h.from_on AS STRING), h.received_on)
    FROM told AS t
    INNER JOIN party AS k ON k.party_id = t.party OR k.party_id = t.contractor_party
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
        "": Reason(
            severity="S2",
            text=Text(
                f"专用账户由{zh}{{holder}}开立,而非施工总承包单位,需核实",
                f"the special account was opened by {{holder}}, {en}, not by the general contractor: needs checking",
            ),
        ),
        "_at_work": Reason(
            severity="S1",
            text=Text(
                f"专用账户由{zh}{{holder}}开立,而非施工总承包单位,现场近期有{{n_heads}}人出勤,需尽快核实",
                f"the special account was opened by {{holder}}, {en}, not by the general contractor, while {{n_heads}} people "
                "attended lately: needs checking soon",
            ),
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
    asks_zh="专用账户的开户单位是否为本项目施工总承包单位?如不是,与总包是什么关系?",
    family="account",
    depth="L1",
    legal_basis=(law.ORDER_724_26, law.RULE_53_6, law.RULE_65_2),
    innocent_when=Text(
        "开户单位是总包的分公司或曾用名、联合体成员、建设单位直接发包的专业承包单位;登记代码有误;账户已变更尚未报送",
        "the holder is a branch or a former name of the contractor, a consortium member, or a specialist contracted by the "
        "owner; the code on file is mistaken; a change of the account is not yet reported",
    ),
    clears_when=Text(
        "提供分公司、联合体或直接发包的证明,或由总包重新开立专户",
        "papers of the branch, the consortium or the direct contract are shown, or the account is re-opened by the contractor",
    ),
    reads={
        "site": (
            "project_id", "is_building", "contractor_uscc", "is_contractor_sure", "contractor_party", "owner_party",
            "amount_fen", "n_days", "work_month", "n_heads",
        ),
        "site_ref": ("project_id", "source", "ref"),
        "special_account": (
            "account_key", "project_id", "holder_uscc", "holder_name", "closed_on", "received_on", "flags",
        ),
        "account_check": (
            "account_key", "checked_on", "holder_uscc", "holder_name", "status", "received_on", "flags",
        ),
        "project_party": ("project_id", "uscc", "role", "received_on"),
        "contract": ("contract_id", "project_id", "payer_uscc", "payee_uscc", "kind", "received_on"),
        "company": ("uscc", "name", "former_names", "received_on"),
        "holding": ("holder_kind", "holder_id", "uscc", "share", "from_on", "to_on", "received_on"),
        "party": ("uscc", "party_id"),
        "party_name": ("name", "party_id", "how"),
        "feed": FEED_READS,
    },
    population=POPULATION,
    find=FIND,
    reasons={
        "branch": Reason(
            severity="S4",
            text=Text(
                "专用账户由总包的分公司(或总公司){holder}开立,请留意授权是否齐全",
                "the special account was opened by {holder}, a branch or the head office of the contractor: see that it was "
                "authorised",
            ),
        ),
        "former_name": Reason(
            severity="S4",
            text=Text(
                "专用账户仍登记在总包曾用名{holder}之下,请办理更名",
                "the special account still stands under a former name of the contractor, {holder}: have it renamed",
            ),
        ),
        "consortium": Reason(
            severity="S4",
            text=Text(
                "专用账户由联合体成员{holder}开立,请核对联合体协议",
                "the special account was opened by {holder}, a member of the consortium: see the consortium agreement",
            ),
        ),
        "direct_specialist": Reason(
            severity="S3",
            text=Text(
                "仅见建设单位直接发包的专业承包单位{holder}的专用账户,未见总包的账户,请核对",
                "only {holder}, a specialist contracted by the owner, has a special account, none is the contractor's: "
                "please check",
            ),
        ),
        "affiliate": Reason(
            severity="S2",
            text=Text(
                "专用账户由总包的关联企业{holder}开立(持股不低于一半),而非总包本身,需核实",
                "the special account was opened by {holder}, an affiliate of the contractor by holdings of at least a half, "
                "not by the contractor: needs checking",
            ),
        ),
        **{f"{who}{when}": reason for who, both in GRAVE.items() for when, reason in both.items()},
    },
    params={
        "control_share": Param(default=0.5, unit="share", because="domain report A02: a chain of holdings of at least a half"),
        "work_days": WORK_DAYS,
        **SCOPE,
    },
)
def account_holder_differs() -> None:
    """Was the special account opened by the project's general contractor, and if not, how does the holder stand to it?"""
