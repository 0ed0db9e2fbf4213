"""Money through the special accounts, from one list of flows: entries, monthly totals and the owner's progress money agree."""

import duckdb
import numpy as np
import pandas as pd

from graphrisk.simulate.world import World, first_day, keep, month_number, month_text, standing

# A wage leaves the account once; one that the bank sends back returns the next day, and is mostly paid again soon after.
LEGS = """
leg AS (
    SELECT l.*, t.turn, t.direction, t.purpose, l.paid_on + l.bank_lag + t.wait AS day,
        CAST(floor(l.net_fen * l.bank_share) AS BIGINT) AS amount_fen
    FROM wage_line l
    JOIN (VALUES (2, 0, 'debit', 'wage'), (5, 1, 'credit', 'refund'), (6, 3, 'debit', 'wage')) t(turn, wait, direction, purpose)
        ON t.turn = 2 OR (l.is_returned AND (t.turn = 5 OR l.return_retried))
    WHERE l.on_payroll AND l.is_paid AND l.through_account
)
"""

# A flow is one sum on one day: the labour fee of a month, the wages of a month in one batch, or an entry planted by a scheme.
FLOWS = f"""
WITH owed AS (
    SELECT p, m, sum(due_fen) AS due_fen FROM wage_line WHERE on_payroll GROUP BY p, m
),
{LEGS.strip()}
SELECT x.p, x.m, x.fee_on AS day, 1 AS turn, 'credit' AS direction, CAST(ceil(o.due_fen * x.fee_ratio / 1e5) * 1e5 AS BIGINT) AS amount_fen,
    'owner' AS counterparty_kind, w.owner_uscc AS counterparty_uscc, CAST(NULL AS STRING) AS counterparty_person_key, CAST(NULL AS STRING) AS counterparty_key,
    'labour_fee' AS purpose, 'online' AS channel, 0 AS heads, 0 AS extra
FROM project_month x JOIN owed o ON o.p = x.p AND o.m = x.m JOIN works w ON w.p = x.p
WHERE x.fee_ratio > 0 AND x.fee_on IS NOT NULL
UNION ALL
SELECT p, m, day, turn, direction, CAST(sum(amount_fen) AS BIGINT), 'worker', NULL, NULL, NULL, purpose, 'batch', count(*), 0
FROM leg GROUP BY p, m, day, turn, direction, purpose
UNION ALL
SELECT e.p, e.m, e.day, 3, e.direction, e.amount_fen, e.counterparty_kind, e.counterparty_uscc, e.counterparty_person_key, e.counterparty_key,
    e.purpose, e.channel, 1, n + 1
FROM entry e
"""

# What is left in an account that is closed goes to its successor the next day, or else to the contractor.
CLOSINGS = """
WITH rest AS (
    SELECT s.p, s.until, CAST(sum(CASE WHEN f.direction = 'credit' THEN f.amount_fen ELSE -f.amount_fen END) AS BIGINT) AS amount_fen
    FROM serving s JOIN ordinary_flow f ON f.p = s.p AND f.day BETWEEN s.since AND s.until
    WHERE s.until < DATE '2100-01-01' GROUP BY s.p, s.until
),
closing AS (
    SELECT r.*, w.contractor_uscc, o.account_key AS old_key, n.account_key AS new_key, year(r.until) * 12 + month(r.until) - 1 AS m
    FROM rest r JOIN works w ON w.p = r.p JOIN serving o ON o.p = r.p AND o.until = r.until
    LEFT JOIN serving n ON n.p = r.p AND n.since = r.until + 1
    WHERE r.amount_fen > 0
)
SELECT p, m, until AS day, 4 AS turn, 'debit' AS direction, amount_fen, 'contractor' AS counterparty_kind, contractor_uscc AS counterparty_uscc,
    CAST(NULL AS STRING) AS counterparty_person_key, new_key AS counterparty_key, 'other' AS purpose, 'counter' AS channel, 1 AS heads, 0 AS extra
FROM closing
UNION ALL
SELECT p, m, until + 1, 0, 'credit', amount_fen, 'contractor', contractor_uscc, NULL, old_key, 'other', 'counter', 0, 0
FROM closing WHERE new_key IS NOT NULL
"""

MONTHLY = """
WITH per_month AS (
    SELECT a.account_key, CAST(date_trunc('month', f.day) AS DATE) AS start,
        sum(amount_fen) FILTER (WHERE direction = 'credit' AND counterparty_kind = 'owner') AS credit_owner_fen,
        sum(amount_fen) FILTER (WHERE direction = 'credit' AND counterparty_kind <> 'owner') AS credit_other_fen,
        sum(amount_fen) FILTER (WHERE direction = 'debit' AND purpose = 'wage') AS debit_wage_fen,
        sum(amount_fen) FILTER (WHERE direction = 'debit' AND purpose <> 'wage' AND channel <> 'cash') AS debit_other_fen,
        sum(amount_fen) FILTER (WHERE direction = 'debit' AND channel = 'cash') AS cash_fen,
        sum(heads) FILTER (WHERE direction = 'debit') AS payees
    FROM flow f JOIN serving a ON a.p = f.p AND f.day BETWEEN a.since AND a.until
    GROUP BY a.account_key, CAST(date_trunc('month', f.day) AS DATE)
),
life AS (
    SELECT account_key, max(feed_lag) AS feed_lag, bool_or(monthly) AS monthly, each_of(numbers(min(first_m), max(last_m))) AS m
    FROM serving GROUP BY account_key
),
begun AS (
    SELECT account_key, feed_lag, make_date(CAST(quotient(m, 12) AS INTEGER), CAST(m % 12 + 1 AS INTEGER), 1) AS start FROM life WHERE monthly
),
filled AS (
    SELECT b.account_key, b.feed_lag, b.start, coalesce(x.credit_owner_fen, 0) AS credit_owner_fen, coalesce(x.credit_other_fen, 0) AS credit_other_fen,
        coalesce(x.debit_wage_fen, 0) AS debit_wage_fen, coalesce(x.debit_other_fen, 0) AS debit_other_fen, coalesce(x.cash_fen, 0) AS cash_fen,
        coalesce(x.payees, 0) AS payees
    FROM begun b LEFT JOIN per_month x ON x.account_key = b.account_key AND x.start = b.start
)
SELECT account_key, substr(CAST(start AS STRING), 1, 7) AS month, credit_owner_fen, credit_other_fen, debit_wage_fen, debit_other_fen, cash_fen, payees,
    sum(credit_owner_fen + credit_other_fen - debit_wage_fen - debit_other_fen - cash_fen)
        OVER (PARTITION BY account_key ORDER BY start) AS end_balance_fen,
    last_day(start) + CAST(3 + ascii(right(account_key, 1)) % 4 + feed_lag AS INTEGER) AS received_on
FROM filled
"""

# Wages of an account with single entries are one entry a worker, in the order of the payroll.
ENTRIES = f"""
WITH {LEGS.strip()},
piece AS (
    SELECT a.account_key, a.feed_lag, a.p, f.day, f.turn, f.m, f.extra AS part, f.direction, f.amount_fen, f.counterparty_kind, f.counterparty_uscc,
        f.counterparty_person_key, f.counterparty_key, f.purpose, f.channel, CAST(NULL AS STRING) AS wage_month
    FROM flow f JOIN serving a ON a.p = f.p AND a.entries AND f.day BETWEEN a.since AND a.until WHERE f.turn NOT IN (2, 5, 6)
    UNION ALL
    SELECT a.account_key, a.feed_lag, a.p, l.day, l.turn, l.m, l.n, l.direction, l.amount_fen, 'worker', NULL,
        l.person_key, l.card_key, l.purpose, 'batch', l.month
    FROM leg l JOIN serving a ON a.p = l.p AND a.entries AND l.day BETWEEN a.since AND a.until
),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY account_key ORDER BY day, turn, m, part, p) AS nth,
        row_number() OVER (PARTITION BY account_key, day ORDER BY turn, m, part, p) AS in_day
    FROM piece WHERE amount_fen > 0
),
told AS (
    SELECT *, CASE WHEN turn = 5 THEN max(CASE WHEN turn = 2 THEN nth END) OVER (PARTITION BY account_key, m, part) END AS of_nth FROM numbered
)
SELECT 'T' || substr(account_key, 2, 9) || '-' || lpad(CAST(nth AS STRING), 6, '0') AS txn_id, account_key,
    moment(day, 32400 + turn * 3600 + in_day * 3) AS booked_at, direction, amount_fen,
    CAST(sum(CASE WHEN direction = 'credit' THEN amount_fen ELSE -amount_fen END) OVER (PARTITION BY account_key ORDER BY nth) AS BIGINT) AS balance_fen,
    counterparty_key, counterparty_kind, counterparty_uscc, counterparty_person_key, purpose, channel, wage_month,
    'T' || substr(account_key, 2, 9) || '-' || lpad(CAST(of_nth AS STRING), 6, '0') AS reversal_of, day + 1 + feed_lag AS received_on
FROM told
"""

# What the bank saw in the account on the evening of the check.
CHECKS = """
WITH seen AS (
    SELECT k.account_key, k.checked_on, sum(CASE WHEN f.direction = 'credit' THEN f.amount_fen ELSE -f.amount_fen END) AS balance_fen
    FROM checked k JOIN serving a ON a.account_key = k.account_key
    JOIN flow f ON f.p = a.p AND f.day BETWEEN a.since AND least(a.until, CAST(k.checked_on AS DATE))
    GROUP BY k.account_key, k.checked_on
)
SELECT k.*, CAST(coalesce(s.balance_fen, 0) AS BIGINT) AS balance_fen
FROM checked k LEFT JOIN seen s ON s.account_key = k.account_key AND s.checked_on = k.checked_on
"""

# Certified value is the fee over its agreed share; the owner pays most of it, the rest is retention.
PROGRESS = """
SELECT w.project_id, x.month, CAST(CAST(ceil(o.due_fen * 1.08 * x.certified_ratio / w.labour_share / 1e6) AS BIGINT) * 1000000 AS BIGINT) AS certified_fen,
    CAST(floor(o.due_fen * 1.08 * x.certified_ratio / w.labour_share / 1e6 * x.progress_share) AS BIGINT) * 1000000 AS paid_fen,
    CASE WHEN x.progress_share > 0 THEN x.fee_day END AS paid_on,
    x.fee_day + CAST(2 + x.p % 3 AS INTEGER) AS received_on
FROM project_month x JOIN works w ON w.p = x.p
JOIN (SELECT p, m, sum(due_fen) AS due_fen FROM wage_line WHERE on_payroll GROUP BY p, m) o ON o.p = x.p AND o.m = x.m
"""


def show_money(world: World, con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `flow`, `serving` (account, project, days it served) and `works` visible to the engine."""
    p, account = world["project"], standing(world["special_account"])
    works = p[["project_id", "owner_uscc", "contractor_uscc", "labour_share"]].assign(p=range(len(p)))
    keep(con, "works", works)
    serving = account[["account_key", "p", "entries", "feed_lag"]].assign(
        monthly=~account["entries"].to_numpy(dtype=bool) | (world.preset.name == "city"),
        since=account["serves_from"]
        .fillna(account["opened_on"])
        .where(~account["sleeps"].astype(bool), pd.Timestamp("2100-01-01")),
        until=account["closed_on"].fillna(pd.Timestamp("2100-01-01")),
        first_m=month_number(account["opened_on"].to_numpy()).clip(world.preset.first_month),
        last_m=month_number(
            account["closed_on"].fillna(pd.Timestamp(month_text([world.preset.last_month])[0])).to_numpy()
        ),
    )
    keep(con, "serving", serving)
    keep(con, "team", world["team"])
    keep(con, "checked", world["account_check"])
    finely = world.chance("days").permutation(len(p))[: max(1, int(len(p) * world.preset.day_share))]
    finely = np.union1d(finely, np.flatnonzero(p["daily"]))
    keep(con, "finely", works[["p"]].assign(gate=p["gate"], gate_on=first_day([world.now])[0]).iloc[finely])
    entry = world["entry"]
    keep(con, "entry", entry.assign(n=range(len(entry)), m=month_number(entry["day"].to_numpy())))
    con.execute(f"CREATE OR REPLACE TABLE ordinary_flow AS {FLOWS}")
    con.execute(f"CREATE OR REPLACE TABLE closing_flow AS {CLOSINGS}")
    con.execute("CREATE OR REPLACE VIEW flow AS SELECT * FROM ordinary_flow UNION ALL SELECT * FROM closing_flow")


def start_entries(world: World) -> None:
    """The empty list of planted entries."""
    texts = [
        "direction",
        "counterparty_kind",
        "counterparty_uscc",
        "counterparty_person_key",
        "counterparty_key",
        "purpose",
        "channel",
    ]
    columns = {"p": "int64", "day": "datetime64[s]", "amount_fen": "int64"} | dict.fromkeys(texts, "object")
    world["entry"] = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
