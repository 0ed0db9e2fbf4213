"""A04: money left the special account for others than this project's workers."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED
from graphrisk.signals.declare import LOOKBACK_MONTHS, POPULATION, SCOPE, reads, reason

# Of the debits that name others than workers (strange_debit) what is lawful or cannot be told is taken out: what was
# reversed or came back, a wrong credit sent back, court deductions, the balance after release, the project's own next
# account. Where the bank shares monthly totals only, a month's other debits may hold fees up to `fee_yuan`.
DEBITS = (
    "WITH "
    + ASKED
    + """,
account AS (
    SELECT a.account_key, a.project_id, a.close_notice_on, a.received_on, p.contractor_party, p.is_scope_known
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
),
flow AS (
    SELECT
        max(CASE WHEN table_name = 'account_txn' AND age_days <= $feed_days THEN 1 ELSE 0 END) AS has_entries,
        max(CASE WHEN table_name = 'account_month' AND age_days <= $feed_days THEN 1 ELSE 0 END) AS has_totals
    FROM feed
),
covered AS (
    SELECT account_key, max(depth) AS depth
    FROM (
        SELECT account_key, 3 AS depth FROM account_txn UNION SELECT account_key, 2 FROM account_month
    ) AS d
    GROUP BY account_key
),
evaluable AS (
    SELECT a.project_id
    FROM account AS a
    INNER JOIN covered AS c ON c.account_key = a.account_key
    CROSS JOIN flow AS f
    WHERE a.is_scope_known AND ((c.depth = 3 AND f.has_entries = 1) OR (c.depth = 2 AND f.has_totals = 1))
    GROUP BY a.project_id
)
"""
)

FIND = (
    DEBITS
    + """,
stranger AS (
    -- a wrong credit sent back, a wrong debit that came back, and what a court took are lawful
    SELECT a.project_id, a.close_notice_on, a.contractor_party, t.*
    FROM strange_debit AS t
    INNER JOIN account AS a ON a.account_key = t.account_key
    WHERE t.month >= substr(CAST(add_months(CAST($as_of AS DATE), CAST(-$lookback_months AS INTEGER)) AS STRING), 1, 7)
        AND NOT t.is_deducted AND (t.is_cash OR coalesce(t.refund_workdays > $refund_workdays, true))
),
moved_on AS (
    -- the same project's next account, or the balance that belongs to the contractor after release
    SELECT DISTINCT s.txn_id
    FROM stranger AS s
    LEFT JOIN special_account AS a ON a.account_key = s.counterparty_key AND a.project_id = s.project_id
    LEFT JOIN party AS k ON k.uscc = s.counterparty_uscc
    WHERE a.account_key IS NOT NULL
        OR (
            s.booked_on >= date_add(s.close_notice_on, CAST($notice_days AS INTEGER))
            AND (s.counterparty_kind = 'contractor' OR coalesce(k.party_id, s.counterparty_uscc) = s.contractor_party)
        )
),
forbidden AS (
    SELECT s.* FROM stranger AS s LEFT JOIN moved_on AS m ON m.txn_id = s.txn_id WHERE m.txn_id IS NULL
),
reversed AS (
    SELECT reversal_of AS txn_id, sum(amount_fen) AS amount_fen
    FROM account_txn
    WHERE reversal_of IS NOT NULL
    GROUP BY reversal_of
),
total AS (
    -- all that left the project's accounts
    SELECT
        a.project_id, substr(CAST(t.booked_at AS STRING), 1, 7) AS month,
        sum(greatest(t.amount_fen - coalesce(r.amount_fen, 0), 0)) AS amount_fen
    FROM account AS a
    INNER JOIN (SELECT project_id FROM forbidden GROUP BY project_id) AS f ON f.project_id = a.project_id
    INNER JOIN account_txn AS t ON t.account_key = a.account_key
    LEFT JOIN reversed AS r ON r.txn_id = t.txn_id
    WHERE t.direction = 'debit' AND t.reversal_of IS NULL
    GROUP BY a.project_id, substr(CAST(t.booked_at AS STRING), 1, 7)
),
by_entry AS (
    SELECT
        f.project_id, f.month, sum(f.amount_fen) AS amount_fen,
        sum(CASE WHEN f.is_cash THEN f.amount_fen ELSE 0 END) AS cash_fen,
        count(*) AS n_entries, max(t.amount_fen) AS total_fen
    FROM forbidden AS f
    INNER JOIN total AS t ON t.project_id = f.project_id AND t.month = f.month
    GROUP BY f.project_id, f.month
),
by_month AS (
    SELECT
        a.project_id, m.month,
        sum(coalesce(m.cash_fen, 0) + CASE WHEN m.debit_other_fen > $fee_yuan * 100 THEN m.debit_other_fen ELSE 0 END) AS amount_fen,
        sum(coalesce(m.cash_fen, 0)) AS cash_fen,
        sum(coalesce(m.cash_fen, 0) + coalesce(m.debit_other_fen, 0) + coalesce(m.debit_wage_fen, 0)) AS total_fen
    FROM account_month AS m
    INNER JOIN account AS a ON a.account_key = m.account_key
    INNER JOIN covered AS c ON c.account_key = m.account_key AND c.depth = 2
    WHERE m.month >= substr(CAST(add_months(CAST($as_of AS DATE), CAST(-$lookback_months AS INTEGER)) AS STRING), 1, 7)
        AND NOT coalesce(
            m.month >= substr(CAST(date_add(a.close_notice_on, CAST($notice_days AS INTEGER)) AS STRING), 1, 7), false
        )
    GROUP BY a.project_id, m.month
),
graded AS (
    SELECT
        project_id, month, amount_fen, cash_fen, n_entries, total_fen,
        CASE WHEN amount_fen > $large_yuan * 100 OR amount_fen > total_fen * $large_share THEN 'diverted_much' ELSE 'diverted' END
            AS reason
    FROM by_entry
    UNION ALL
    SELECT
        project_id, month, amount_fen, cash_fen, 0, total_fen,
        CASE WHEN cash_fen > $large_yuan * 100 OR cash_fen > total_fen * $large_share THEN 'cash_much' ELSE 'by_month' END
    FROM by_month
    WHERE amount_fen > 0
),
worst AS (
    SELECT
        project_id,
        -- the gravest first
        CASE min(CASE reason WHEN 'diverted_much' THEN 1 WHEN 'cash_much' THEN 2 WHEN 'diverted' THEN 3 ELSE 4 END)
            WHEN 1 THEN 'diverted_much' WHEN 2 THEN 'cash_much' WHEN 3 THEN 'diverted' ELSE 'by_month' END AS reason,
        sum(amount_fen) AS amount_fen, sum(cash_fen) AS cash_fen, sum(n_entries) AS n_entries, sum(total_fen) AS total_fen,
        min(month) AS first_month, max(month) AS last_month
    FROM graded
    GROUP BY project_id
),
behind AS (
    SELECT
        project_id, row_ref('account_txn', txn_id, received_on) AS ref,
        row_number() OVER (PARTITION BY project_id ORDER BY amount_fen DESC, txn_id) AS place
    FROM forbidden
    UNION ALL
    SELECT
        b.project_id, row_ref('account_month', m.account_key || '/' || m.month, m.received_on),
        row_number() OVER (PARTITION BY b.project_id ORDER BY b.amount_fen DESC, m.account_key, m.month)
    FROM by_month AS b
    INNER JOIN account AS a ON a.project_id = b.project_id
    INNER JOIN account_month AS m ON m.account_key = a.account_key AND m.month = b.month
    WHERE b.amount_fen > 0
    UNION ALL
    SELECT project_id, row_ref('special_account', account_key || '/' || project_id, received_on), 1 FROM account
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM behind WHERE place <= 9 GROUP BY project_id
)
SELECT
    'project' AS entity_kind, w.project_id AS entity_id, w.reason,
    -- the share of the account's debits in those months that went elsewhere
    least(1e0, 0.3e0 + 0.7e0 * w.amount_fen / (1e0 * greatest(w.total_fen, 1))) AS strength,
    e.refs AS evidence,
    CAST(w.n_entries AS BIGINT) AS n_entries, CAST(w.amount_fen AS BIGINT) AS amount_fen,
    yuan(CAST(w.amount_fen AS BIGINT)) AS amount_yuan, yuan(CAST(w.cash_fen AS BIGINT)) AS cash_yuan,
    CAST(floor(w.amount_fen * 100e0 / greatest(w.total_fen, 1)) AS BIGINT) AS percent, w.first_month, w.last_month
FROM worst AS w
INNER JOIN evidence AS e ON e.project_id = w.project_id
INNER JOIN evaluable AS v ON v.project_id = w.project_id
ORDER BY w.project_id
"""
)

ENTRIES = Text(
    "{first_month}至{last_month}专用账户有{n_entries}笔合计{amount_yuan}元（其中取现{cash_yuan}元）转给非本项目农民工，占这些月份支出的{percent}%",
    "from {first_month} to {last_month} {n_entries} debits of {amount_yuan} yuan in all ({cash_yuan} in cash) went to others "
    "than this project's workers, {percent} % of what left the account in those months",
)
TOTALS = Text(
    "{first_month}至{last_month}的月汇总显示专用账户有{amount_yuan}元（其中取现{cash_yuan}元）不是付给工人，占这些月份支出的{percent}%",
    "from {first_month} to {last_month} monthly totals show {amount_yuan} yuan ({cash_yuan} in cash) not paid to workers, "
    "{percent} % of what left the account in those months",
)


def _reason(severity: str, text: Text, soon: bool) -> Reason:
    zh, en = ("需尽快核实", "needs checking soon") if soon else ("需核实", "needs checking")
    return reason(severity, f"{text.zh},{zh}", f"{text.en}: {en}")


@signal(
    id="A04",
    name="forbidden-debit",
    title=Text("专户违规转出、取现", "Forbidden debits or cash"),
    asks_zh="专用账户的支出是否全部付给本项目农民工？有无取现或转给其他单位、个人？",
    family="account",
    depth="L2",
    legal_basis=(law.RULE_53_7, law.ORDER_724_26, law.ORDER_724_31),
    innocent_when=Text(
        "误入款项退回；未登记的工人也在现场做工；公示期满后余额归还总包；更换开户银行；法院扣划",
        "a wrong credit sent back; workers at work but not registered; the balance returned to the contractor after release; a "
        "change of bank; a court's deduction",
    ),
    clears_when=Text(
        "提供收款人为本项目工人的证明或退款凭证，或将款项退回专户",
        "the payees are shown to be workers of this project, the refund is documented, or the money is returned",
    ),
    reads=reads(
        site="project_id is_building contractor_party amount_fen n_days",
        special_account="account_key project_id close_notice_on received_on",
        strange_debit="txn_id account_key booked_on month amount_fen counterparty_kind counterparty_uscc counterparty_key is_cash "
        "refund_workdays is_deducted received_on",
        account_txn="txn_id account_key booked_at direction amount_fen reversal_of",
        account_month="account_key month debit_wage_fen debit_other_fen cash_fen received_on",
        party="uscc party_id",
        feed="table_name is_delivered age_days agency_age_days",
    ),
    population=DEBITS + POPULATION,
    find=FIND,
    reasons={
        "diverted_much": _reason("S1", ENTRIES, soon=True),
        "diverted": _reason("S2", ENTRIES, soon=False),
        "cash_much": _reason("S1", TOTALS, soon=True),
        "by_month": _reason("S2", TOTALS, soon=False),
    },
    params={
        "large_share": Param(
            default=0.05, unit="share", because="domain report A04: more than 5 % of a month's debits"
        ),
        "large_yuan": Param(default=50_000, unit="yuan", because="domain report A04: more than CNY 50,000 in a month"),
        "refund_workdays": Param(
            default=5, unit="working days", because="domain report A04: a wrong credit is sent back within 5"
        ),
        "notice_days": Param(default=30, unit="days", because="Order 724 art. 27: released after 30 days' notice"),
        "fee_yuan": Param(
            default=200, unit="yuan", because="bank fees of a month stay far below it; totals do not name them"
        ),
        "lookback_months": LOOKBACK_MONTHS,
        **SCOPE,
    },
)
def forbidden_debit() -> None:
    """Did all that left the special account go to this project's workers, with nothing in cash or to others?"""
