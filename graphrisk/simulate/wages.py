"""Attendance and payroll, the two tables of many million lines: one SELECT each over stays and project months."""

import duckdb
import numpy as np
import pandas as pd

from graphrisk.simulate.workers import card_keys, person_keys
from graphrisk.simulate.world import World, first_day, keep, month_text

# One row a stay and month. The draws are lots of stay and month, so that a line does not depend on another.
LINE = """
WITH line AS (
    SELECT s.*, each_of(numbers(s.first, s.last)) AS m FROM stint s
),
drawn AS (
    SELECT l.*, x.month, x.month_start, x.month_days, x.activity, x.due_on, x.pay_share, x.pay_heads, x.return_share, x.return_retried,
        x.through_account, x.declared, x.bank_share, x.bank_lag, x.list_lag, x.gate_works, x.signed_ahead, x.month_pay_fen, x.flat_pay,
        x.paid_on + CASE WHEN lot(l.m * 1048576 + l.n) % 10000 < x.retry_share * 10000 THEN 18 ELSE 0 END AS paid_on,
        lot(l.n * 4096 + l.m) AS h,
        CASE WHEN l.m = l.entered_m THEN l.entry_day ELSE 1 END AS low,
        CASE WHEN l.m = l.last AND NOT l.stays THEN least(l.exit_day, x.month_days) ELSE x.month_days END AS high
    FROM line l JOIN project_month x ON x.p = l.p AND x.m = l.m
),
spanned AS (
    SELECT *,
        CAST(low + CASE WHEN high - low > 8 AND m <> entered_m THEN h % 3 ELSE 0 END AS INTEGER) AS a,
        CAST(greatest(high, low) - CASE WHEN high - low > 8 AND (m <> last OR stays) THEN quotient(h, 8) % 3 ELSE 0 END AS INTEGER) AS z
    FROM drawn
),
worked AS (
    SELECT *, greatest(1, least(z - a + 1, CAST(floor((z - a + 1) * activity * (0.72e0 + (quotient(h, 64) % 1024) / 5000e0)) AS INTEGER))) AS days
    FROM spanned
),
due AS (
    SELECT *, CASE
            WHEN month_pay_fen > 0 AND (flat_pay OR days >= 21) THEN month_pay_fen
            WHEN month_pay_fen > 0 THEN quotient(month_pay_fen * days, 2100) * 100
            ELSE days * rate_fen
        END AS due_fen,
        CASE WHEN quotient(h, 65536) % 200 = 0 THEN quotient(days * rate_fen, 10000) * 100 ELSE 0 END AS deduction_fen,
        CASE WHEN signed_ahead THEN moment(month_start + 21, 32400 + h % 50)
            ELSE moment(month_start + CAST(month_days + 1 + p % 4 AS INTEGER), 28800 + quotient(h, 4096) % 36000) END AS signed_at,
        paid_on IS NOT NULL AND m < unpaid_from AND quotient(h, 16777216) % 10000 < pay_heads * 10000 AS is_paid
    FROM worked
)
SELECT *, CAST(floor(due_fen * pay_share) AS BIGINT) - deduction_fen AS net_fen,
    is_paid AND through_account AND lot(n * 64 + m) % 10000 < return_share * 10000 AS is_returned
FROM due
"""

ATTENDANCE = """
SELECT project_id, person_key, month, days, month_start + (a - 1) AS first_on,
    month_start + (z - 1) AS last_on, month_start + CAST(month_days + 2 + p % 4 + list_lag AS INTEGER) AS received_on
FROM wage_line WHERE attends AND gate_works
"""

# What was not paid within ten days of the due day was delivered as unpaid first, and again when it was paid.
PAYROLL = """
SELECT project_id, person_key, month AS wage_month, team_id, days, due_fen, deduction_fen, due_on,
    signed_at, card_key,
    CASE WHEN is_paid AND declared THEN net_fen ELSE 0 END AS paid_fen,
    CASE WHEN is_paid AND declared THEN paid_on END AS paid_on,
    CASE WHEN is_paid THEN paid_on + CAST(1 + p % 3 AS INTEGER) ELSE due_on + CAST(6 + p % 3 AS INTEGER) END + list_lag AS received_on
FROM wage_line WHERE on_payroll
"""
FIRST_VERSIONS = """
SELECT project_id, person_key, month AS wage_month, team_id, days, due_fen, deduction_fen, due_on,
    signed_at, card_key,
    CAST(0 AS BIGINT) AS paid_fen, CAST(NULL AS DATE) AS paid_on, due_on + CAST(6 + p % 3 AS INTEGER) AS received_on
FROM wage_line WHERE on_payroll AND is_paid AND paid_on > due_on + 10
"""

# The bank counts, for the accounts whose entries it shares, how many of a team's wages moved on to one payee.
FUNNEL = """
SELECT l.project_id, l.team_id, l.month, count(*) AS workers,
    CASE WHEN count(*) >= 5 THEN greatest(CAST(round(count(*) * max(t.funnel_share)) AS BIGINT), quotient(min(l.h) % 20, 18)) ELSE 0 END AS funnel_workers,
    count(*) - count(DISTINCT l.card_key) AS shared_cards, max(l.paid_on) + 5 AS received_on
FROM wage_line l JOIN team t ON t.team_id = l.team_id
WHERE l.on_payroll AND l.is_paid AND l.p IN (SELECT p FROM serving WHERE entries)
GROUP BY l.project_id, l.team_id, l.month
"""

DAYS = """
WITH span AS (
    SELECT l.*, f.gate, f.gate_on, each_of(numbers(0, l.z - l.a)) AS d
    FROM wage_line l JOIN finely f ON f.p = l.p
    WHERE l.attends AND l.gate_works AND l.m >= $since
),
spread AS (
    -- each comes on other days than the next, as often as the month's list says
    SELECT *, month_start + CAST(a - 1 + d AS INTEGER) AS day, (d + n) % (z - a + 1) AS nth FROM span
),
present AS (
    SELECT *, gate = 'brief' AND (h + d) % 5 < 3 AS is_brief,
        (m = entered_m AND d = 0) OR (m = last AND NOT stays AND d = z - a) AS is_half
    FROM spread
    WHERE quotient(nth * days, z - a + 1) <> quotient((nth + 1) * days, z - a + 1)
        AND NOT (gate = 'rain' AND day >= gate_on AND day < gate_on + 9 AND n % 8 <> 0)
)
SELECT project_id, person_key, day, CASE WHEN is_brief THEN 1 ELSE 2 + (h + d) % 3 END AS scans,
    CASE
        WHEN is_brief THEN 0e0
        WHEN is_half THEN 4e0
        WHEN gate = 'bunched' THEN 9.37e0
        WHEN gate = 'queue' THEN round(9e0 + (quotient(h, 8) + d * 7) % 41 / 60e0, 2)
        ELSE CAST(7 + (quotient(h, 8) + d) % 4 AS DOUBLE)
    END AS hours,
    'v' || substr(md5(project_id || CASE WHEN gate = 'new' AND day >= gate_on THEN '2' ELSE '' END), 1, 15) AS device_key,
    day + 1 AS received_on
FROM present
"""

WORKER = """
WITH entry AS (
    SELECT *, month_first + (entry_day - 1) AS entered_on, last_first + (exit_day - 1) AS gone_on FROM stint
),
stay AS (
    SELECT e.*, e.entered_on + CAST(late_days - n % 4 AS INTEGER) AS registered_on FROM entry e
)
SELECT project_id, person_key, entered_on, registered_on, CAST(NULL AS DATE) AS left_on, team_id, employer_uscc, role, trade,
    contract_kind, CASE WHEN contract_kind <> 'none' THEN registered_on END AS contract_on, CASE WHEN role = 'worker' THEN card_key END AS card_key,
    CASE WHEN role = 'worker' THEN rate_fen END AS daily_rate_fen, pay_day, birth_year, home_area_code, greatest(entered_on, registered_on) + CAST(1 + n % 3 AS INTEGER) AS received_on
FROM stay
UNION ALL
SELECT project_id, person_key, entered_on, registered_on, gone_on AS left_on, team_id, employer_uscc, role, trade,
    contract_kind, CASE WHEN contract_kind <> 'none' THEN registered_on END AS contract_on, CASE WHEN role = 'worker' THEN card_key END AS card_key,
    CASE WHEN role = 'worker' THEN rate_fen END AS daily_rate_fen, pay_day, birth_year, home_area_code, greatest(gone_on, entered_on + 3, registered_on + 3) + CAST(1 + n % 4 AS INTEGER) AS received_on
FROM stay WHERE NOT stays
"""


def show_wages(world: World, con: duckdb.DuckDBPyConnection) -> None:
    """Make `stint`, `project_month` and the view `wage_line` visible to the engine."""
    keep(con, "stint", _stints(world))
    keep(con, "project_month", _months(world))
    con.execute(f"CREATE OR REPLACE VIEW wage_line AS {LINE}")


def _stints(world: World) -> pd.DataFrame:
    s, p, team = world["stint"], world["project"], world["team"]
    of, of_team = s["p"].to_numpy(), s["team"].to_numpy()
    persons = s["person"].to_numpy()
    rng = world.chance("stint marks")
    return s.drop(columns=["card", "person", "team", "leads", "paper", "born"]).assign(
        n=range(len(s)),
        entered_m=s["first"],
        project_id=p["project_id"].to_numpy()[of],
        person_key=person_keys(world, persons),
        card_key=card_keys(world, s["card"].to_numpy()),
        team_id=pd.Series(team["team_id"].to_numpy()[of_team]).where(of_team >= 0, None),
        employer_uscc=pd.Series(team["uscc"].to_numpy()[of_team]).where(
            of_team >= 0, pd.Series(p["contractor_uscc"].to_numpy()[of])
        ),
        role=s["is_manager"].map({True: "manager", False: "worker"}),
        trade=pd.Series(rng.choice(["010", "020", "030", "040", "050", "060", "900"], len(s))).where(
            ~s["is_manager"], None
        ),
        contract_kind=pd.Series(rng.choice(["labour_contract", "agreement"], len(s), p=[0.7, 0.3])).where(
            s["paper"].eq(""), s["paper"]
        ),
        pay_day=p["pay_day"].to_numpy()[of],
        birth_year=np.where(s["born"] > 0, s["born"], 1962 + persons * 7919 % 42),
        home_area_code=pd.Series([str(c) for c in (13, 41, 37, 51, 34, 42, 61, 62, 14, 23)]).to_numpy()[
            persons * 31 % 10
        ],
        month_first=first_day(s["first"].to_numpy()),
        last_first=first_day(s["last"].to_numpy()),
    )


def _months(world: World) -> pd.DataFrame:
    months = world["project_month"]
    start = first_day(months["m"].to_numpy())
    return months.assign(
        month=month_text(months["m"].to_numpy()),
        month_start=start,
        month_days=(first_day(months["m"].to_numpy() + 1) - start).astype(int),
    )
