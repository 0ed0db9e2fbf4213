"""F05: the money on the special account comes from others than the owner."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason
from graphrisk.signals.funding import IN_SCOPE

# Credits of the last `window_days` that the bank tells of, by who paid. What comes from the treasury, a supervised account (the
# bank), a company of the owner's group or a public body on public works is the owner's; so is what names nobody. The first
# month counts for nothing, as contractors often advance it. Where accounts are shared nobody can say whose credit it is; where
# the bank shares totals, the last three whole months tell, unless public money is in the works: the treasury pays as "other".
TOLD = (
    IN_SCOPE
    + """,
account AS (
    SELECT
        c.account_key, c.project_id, c.depth, c.told_to, a.fund_source, c.received_on,
        date_add(coalesce(c.opened_on, c.told_from), CAST($first_days AS INTEGER)) AS counts_from
    FROM account_cover AS c
    INNER JOIN asked AS a ON a.project_id = c.project_id
    WHERE a.is_scope_known AND c.n_projects = 1 AND c.depth IS NOT NULL AND coalesce(c.closed_on > $as_of, true)
        AND days_between(c.told_to, CAST($as_of AS DATE)) <= $feed_days
),
unsure AS (
    SELECT project_id
    FROM account_cover
    WHERE (n_projects > 1 OR depth IS NULL) AND coalesce(closed_on > $as_of, true)
    GROUP BY project_id
),
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS amount_fen
    FROM account_txn
    WHERE reversal_of IS NOT NULL
    GROUP BY reversal_of
),
paid_in AS (
    SELECT
        a.project_id, a.account_key, t.txn_id, t.received_on, t.amount_fen - coalesce(r.amount_fen, 0) AS amount_fen,
        t.counterparty_kind, coalesce(t.purpose, 'other') AS purpose, a.fund_source,
        coalesce(k.party_id, t.counterparty_uscc) AS party_id, t.counterparty_uscc, t.counterparty_key, t.counterparty_person_key
    FROM account AS a
    INNER JOIN account_txn AS t ON t.account_key = a.account_key
    LEFT JOIN party AS k ON k.uscc = t.counterparty_uscc
    LEFT JOIN reversed AS r ON r.txn_id = t.txn_id
    LEFT JOIN wage_deposit AS d ON d.account_key = t.counterparty_key
    LEFT JOIN special_account AS o ON o.account_key = t.counterparty_key AND o.project_id = a.project_id
    WHERE a.depth = 'L3' AND t.direction = 'credit' AND t.reversal_of IS NULL AND t.amount_fen > coalesce(r.amount_fen, 0)
        AND coalesce(t.purpose, 'other') IN ('labour_fee', 'other') AND coalesce(t.counterparty_kind, '') <> 'worker'
        AND days_between(CAST(t.booked_at AS DATE), a.told_to) < $window_days AND CAST(t.booked_at AS DATE) > a.counts_from
        AND d.account_key IS NULL AND o.account_key IS NULL
),
sub AS (
    SELECT project_id, party_id FROM standing WHERE role IN ('labour_sub', 'specialist_sub') GROUP BY project_id, party_id
),
public_body AS (
    SELECT k.party_id
    FROM company AS c
    INNER JOIN party AS k ON k.uscc = c.uscc
    WHERE c.kind IN ('government', 'institution')
    GROUP BY k.party_id
),
credit AS (
    SELECT
        p.project_id, p.account_key, row_ref('account_txn', p.txn_id, p.received_on) AS ref, p.amount_fen, p.fund_source, 'L3' AS depth,
        CASE
            WHEN p.party_id = s.owner_party OR g.payer_party IS NOT NULL OR p.counterparty_kind IN ('treasury', 'bank') THEN 'owner'
            WHEN b.party_id IS NOT NULL AND p.fund_source IN ('government', 'mixed') THEN 'owner'
            WHEN p.party_id = s.contractor_party THEN 'contractor'
            WHEN u.party_id IS NOT NULL THEN 'sub'
            WHEN p.counterparty_kind = 'owner' THEN 'owner'
            WHEN p.counterparty_kind = 'contractor' THEN 'contractor'
            WHEN p.counterparty_kind = 'subcontractor' THEN 'sub'
            WHEN p.counterparty_kind = 'person' OR (p.counterparty_person_key IS NOT NULL AND p.counterparty_uscc IS NULL) THEN 'person'
            WHEN p.counterparty_kind IS NULL AND p.counterparty_uscc IS NULL THEN 'owner'
            ELSE 'other'
        END AS payer
    FROM paid_in AS p
    INNER JOIN site AS s ON s.project_id = p.project_id
    LEFT JOIN owner_kin AS g ON g.owner_party = s.owner_party AND g.payer_party = p.party_id
    LEFT JOIN public_body AS b ON b.party_id = p.party_id
    LEFT JOIN sub AS u ON u.project_id = p.project_id AND u.party_id = p.party_id
    UNION ALL
    SELECT
        a.project_id, a.account_key, row_ref('account_month', m.account_key || '/' || m.month, m.received_on), x.amount_fen,
        a.fund_source, 'L2', x.payer
    FROM account AS a
    INNER JOIN account_month AS m ON m.account_key = a.account_key
    INNER JOIN (
        SELECT account_key, month, credit_owner_fen AS amount_fen, 'owner' AS payer FROM account_month
        UNION ALL
        -- wages that banks sent back are in it too
        SELECT o.account_key, o.month, o.credit_other_fen, 'other'
        FROM account_month AS o
        INNER JOIN (SELECT account_key, max(debit_wage_fen) AS wage_fen FROM account_month GROUP BY account_key) AS w
            ON w.account_key = o.account_key AND o.credit_other_fen > coalesce(w.wage_fen, 0) * $returned_share
    ) AS x ON x.account_key = m.account_key AND x.month = m.month
    WHERE a.depth = 'L2' AND x.amount_fen > 0 AND last_day(CAST(m.month || '-01' AS DATE)) <= a.told_to
        AND month_number(m.month) > month_number(substr(CAST(a.told_to AS STRING), 1, 7)) - 3
            - CASE WHEN last_day(a.told_to) = a.told_to THEN 0 ELSE 1 END
        AND CAST(m.month || '-01' AS DATE) > a.counts_from
),
summed AS (
    SELECT
        c.project_id, min(c.depth) AS depth, max(c.fund_source) AS fund_source, sum(c.amount_fen) AS amount_fen,
        sum(CASE WHEN c.payer <> 'owner' THEN c.amount_fen ELSE 0 END) AS foreign_fen,
        sum(CASE WHEN c.payer = 'contractor' THEN c.amount_fen ELSE 0 END) AS contractor_fen,
        sum(CASE WHEN c.payer IN ('person', 'sub') THEN c.amount_fen ELSE 0 END) AS strange_fen
    FROM credit AS c
    LEFT JOIN unsure AS u ON u.project_id = c.project_id
    WHERE u.project_id IS NULL
    GROUP BY c.project_id
),
evaluable AS (
    SELECT project_id
    FROM summed
    WHERE depth = 'L3' OR foreign_fen = 0 OR coalesce(fund_source, 'government') IN ('private', 'state_owned')
)
"""
)

FIND = (
    TOLD
    + """,
judged AS (
    SELECT s.project_id, r.reason, r.part_fen, s.amount_fen
    FROM summed AS s
    INNER JOIN (
        SELECT project_id, 'self_funded' AS reason, contractor_fen AS part_fen FROM summed
        WHERE fund_source = 'government' AND contractor_fen > amount_fen * $contractor_share
        UNION ALL
        SELECT project_id, 'persons_subs', strange_fen FROM summed WHERE strange_fen > amount_fen * $stranger_share
        UNION ALL
        SELECT project_id, CASE WHEN depth = 'L3' THEN 'not_owner' ELSE 'not_owner_month' END, foreign_fen FROM summed
        WHERE foreign_fen > amount_fen * $foreign_share
            AND NOT (fund_source = 'government' AND contractor_fen > amount_fen * $contractor_share)
            AND strange_fen <= amount_fen * $stranger_share
    ) AS r ON r.project_id = s.project_id
),
behind AS (
    SELECT
        j.project_id, j.reason, c.ref,
        row_number() OVER (PARTITION BY j.project_id, j.reason ORDER BY c.amount_fen DESC, c.ref) AS place
    FROM judged AS j
    INNER JOIN credit AS c ON c.project_id = j.project_id
    WHERE CASE j.reason
        WHEN 'self_funded' THEN c.payer = 'contractor'
        WHEN 'persons_subs' THEN c.payer IN ('person', 'sub')
        ELSE c.payer <> 'owner'
    END
    UNION ALL
    SELECT j.project_id, j.reason, row_ref('special_account', a.account_key || '/' || a.project_id, a.received_on), 1
    FROM judged AS j
    INNER JOIN account AS a ON a.project_id = j.project_id
)
SELECT
    'project' AS entity_kind, j.project_id AS entity_id, j.reason,
    -- the share itself
    least(1e0, j.part_fen / (1e0 * j.amount_fen)) AS strength,
    slice(array_sort(array_agg(b.ref)), 1, 20) AS evidence,
    yuan(CAST(j.part_fen AS BIGINT)) AS part_yuan, yuan(CAST(j.amount_fen AS BIGINT)) AS total_yuan,
    CAST(floor(100e0 * ratio(j.part_fen, j.amount_fen)) AS BIGINT) AS percent,
    CAST($window_days AS BIGINT) AS n_days
FROM judged AS j
INNER JOIN evaluable AS v ON v.project_id = j.project_id
INNER JOIN behind AS b ON b.project_id = j.project_id AND b.reason = j.reason AND b.place <= 15
GROUP BY j.project_id, j.reason, j.part_fen, j.amount_fen
ORDER BY j.project_id, j.reason
"""
)


LATELY = Text("近{n_days}日", "of the last {n_days} days")


def _share(severity: str, who: Text, when: Text = LATELY) -> Reason:
    return reason(
        severity,
        f"{when.zh}转入专用账户的{{total_yuan}}元中，{who.zh}转入{{part_yuan}}元，占{{percent}}%，需核实资金来源",
        f"of {{total_yuan}} yuan credited to the special account {when.en}, {{part_yuan}} ({{percent}} %) came from {who.en}: the "
        "source of the money needs checking",
    )


@signal(
    id="F05",
    name="credit-source",
    title=Text("专户资金来源异常、垫资", "Abnormal credit source, self-funding"),
    asks_zh="专用账户的资金是否由建设单位拨付，而非总包垫资或个人、分包转入？",
    family="funding",
    depth="L2",
    legal_basis=(law.ORDER_724_23, law.ORDER_724_29),
    innocent_when=Text(
        "开户首月总包先行垫付；建设单位经财政、监管账户或集团内公司拨付",
        "the contractor advances the first month; the owner pays through the treasury, a supervised account or a company of its "
        "group",
    ),
    clears_when=Text(
        "提供建设单位委托付款或代付的书面材料，或后续由建设单位拨付人工费",
        "the owner's written order to pay on its behalf is shown, or the owner pays the labour fee from now on",
    ),
    reads=reads(
        works="project_id fund_source amount_fen n_days",
        site="project_id contractor_party owner_party",
        account_cover="account_key project_id n_projects opened_on closed_on received_on depth told_from told_to",
        account_txn="txn_id account_key booked_at direction amount_fen counterparty_key counterparty_kind counterparty_uscc "
        "counterparty_person_key purpose reversal_of received_on",
        account_month="account_key month credit_owner_fen credit_other_fen debit_wage_fen received_on",
        special_account="account_key project_id",
        wage_deposit="account_key",
        standing="project_id party_id role",
        owner_kin="owner_party payer_party",
        company="uscc kind",
        party="uscc party_id",
    ),
    population=TOLD + POPULATION,
    find=FIND,
    reasons={
        "self_funded": _share("S2", Text("施工总承包单位（政府投资项目）", "the contractor, on a government project")),
        "persons_subs": _share("S2", Text("个人或分包单位", "natural persons or subcontractors")),
        "not_owner": _share("S3", Text("建设单位以外的单位", "others than the owner")),
        "not_owner_month": _share(
            "S3",
            Text("建设单位以外的单位", "others than the owner"),
            Text("近三个整月", "in the last three whole months"),
        ),
    },
    params={
        "window_days": Param(default=90, unit="days", because="domain report F05: credits of 90 days"),
        "foreign_share": Param(
            default=0.5, unit="share", because="domain report F05 [D]: more than half not from the owner"
        ),
        "contractor_share": Param(
            default=0.3, unit="share", because="domain report F05; Order 724 art. 23: no self-funding of public works"
        ),
        "stranger_share": Param(default=0.1, unit="share", because="domain report F05 [D]: more than a tenth"),
        "returned_share": Param(
            default=0.05,
            unit="share",
            because="totals do not tell returned wages from payers; they stay below a twentieth of a month's wages",
        ),
        "first_days": Param(default=31, unit="days", because="domain report F05: the first month is often advanced"),
        **SCOPE,
    },
)
def credit_source() -> None:
    """Is the money on the special account the owner's, and not advanced by the contractor or paid in by persons or subs?"""
