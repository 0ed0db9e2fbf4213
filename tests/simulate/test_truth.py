"""What is planted stands in the truth folder, and money, people and months agree with each other."""

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from graphrisk.core.errors import UsageError
from graphrisk.signals import catalogue
from graphrisk.simulate import simulate
from graphrisk.simulate.schemes import SCHEMES


def planted(delivery: Path) -> pd.DataFrame:
    return pd.read_csv(delivery.parent / "truth" / "planted.csv", dtype=str)


def rows(delivery: Path, sql: str) -> list[tuple[object, ...]]:
    """`{agency/table}` in the text is that file."""
    return duckdb.sql(re.sub(r"\{([a-z_/]+)\}", rf"read_csv('{delivery}/\1.csv')", sql)).fetchall()


@pytest.mark.parametrize("code", catalogue())
def test_each_signal_has_a_case_and_an_innocent_twin(town: Path, code: str) -> None:
    truth = planted(town)
    about = truth[truth["signals"].str.split(";").map(lambda codes: code in codes)]
    assert {"true", "false"} == set(about["is_twin"])


def test_every_scheme_stands_in_the_town_and_most_projects_are_left_alone(town: Path) -> None:
    truth = planted(town)
    assert {s.name for s in SCHEMES if s.town} == set(truth["scheme"])
    cases = truth[(truth["is_twin"] == "false") & (truth["entity_kind"] == "project")]["entity_id"].nunique()
    (n,) = rows(town, "SELECT count(DISTINCT project_id) FROM {housing/project}")[0]
    assert cases < n / 2


def test_planted_entities_are_in_the_delivery(town: Path) -> None:
    known = {
        r[0] for r in rows(town, "SELECT project_id FROM {housing/project} UNION SELECT uscc FROM {market/company}")
    }
    assert set(planted(town)["entity_id"]) <= known


def test_the_pilot_has_193_projects_and_54_other_holders(pilot: Path) -> None:
    sql = """
    WITH firm AS (SELECT uscc, max_by(name, received_on) AS name FROM {market/company} GROUP BY uscc),
    works AS (SELECT project_id, max_by(contractor_uscc, received_on) AS uscc FROM {housing/project} GROUP BY project_id)
    SELECT count(DISTINCT w.project_id),
        count(DISTINCT w.project_id) FILTER (coalesce(a.holder_uscc, '') <> w.uscc AND a.holder_name <> f.name)
    FROM works w JOIN firm f USING (uscc) LEFT JOIN {hrss/special_account} a USING (project_id)
    """
    assert rows(pilot, sql) == [(193, 54)]
    kinds = pd.read_csv(pilot.parent / "truth" / "account_holder.csv")["holder_kind"].value_counts()
    assert kinds.sum() == 54
    assert kinds[["branch", "former name", "consortium", "direct specialist"]].sum() > 54 * 0.7
    assert (pilot.parent / "truth" / "as_of.txt").read_text().strip() == "2022-06-15"


def test_balances_are_a_chain_and_never_below_zero(town: Path) -> None:
    sql = """
    WITH entry AS (
        SELECT account_key, CAST(balance_yuan AS DECIMAL(18, 2)) AS balance,
            CAST(CASE WHEN direction = 'credit' THEN amount_yuan ELSE -amount_yuan END AS DECIMAL(18, 2)) AS signed,
            row_number() OVER (PARTITION BY account_key ORDER BY booked_at, txn_id) AS nth
        FROM {bank/account_txn}
    )
    SELECT count(*), count(*) FILTER (balance < 0), count(*) FILTER (signed = 0),
        count(*) FILTER (balance <> (SELECT coalesce(max(p.balance), 0) FROM entry p WHERE p.account_key = e.account_key AND p.nth = e.nth - 1) + signed)
    FROM entry e
    """
    n, below, empty, broken = rows(town, sql)[0]
    assert n > 1000
    assert (below, empty, broken) == (0, 0, 0)


def test_month_ends_are_a_chain(town: Path) -> None:
    sql = """
    WITH line AS (
        SELECT *, lag(end_balance_yuan, 1, 0.0) OVER (PARTITION BY account_key ORDER BY month) AS before FROM {bank/account_month}
    )
    SELECT count(*), count(*) FILTER (abs(before + credit_owner_yuan + credit_other_yuan - debit_wage_yuan - debit_other_yuan - cash_yuan - end_balance_yuan) > 0.005)
    FROM line
    """
    n, broken = rows(town, sql)[0]
    assert n > 500
    assert broken == 0


def test_bank_and_payroll_agree_where_nothing_is_planted(town: Path) -> None:
    """Every wage entry of an untouched project is a payroll line of that person and month, to the fen."""
    touched = tuple(planted(town)["entity_id"])
    sql = f"""
    WITH wage AS (
        SELECT a.project_id, t.counterparty_person_key AS person_key, t.wage_month, sum(t.amount_yuan) AS bank
        FROM {{bank/account_txn}} t JOIN {{hrss/special_account}} a USING (account_key)
        WHERE t.purpose = 'wage' AND a.project_id NOT IN {touched} GROUP BY ALL
    ),
    list AS (SELECT project_id, person_key, wage_month, paid_yuan FROM {{hrss/payroll}} WHERE paid_yuan > 0)
    SELECT count(*), count(*) FILTER (l.paid_yuan IS NULL OR abs(w.bank - l.paid_yuan) > 0.005)
    FROM wage w LEFT JOIN list l USING (project_id, person_key, wage_month)
    """
    n, apart = rows(town, sql)[0]
    assert n > 1000
    assert apart == 0


def test_nobody_works_twice_on_a_site_in_a_month_or_before_entry(town: Path) -> None:
    sql = """
    SELECT count(*) FILTER (w.entered_on IS NULL OR a.first_on < w.entered_on), count(*) FILTER (a.days > a.last_on - a.first_on + 1)
    FROM {hrss/attendance_month} a
    LEFT JOIN (SELECT project_id, person_key, min(entered_on) AS entered_on FROM {hrss/worker} GROUP BY ALL) w USING (project_id, person_key)
    """
    assert rows(town, sql) == [(0, 0)]


def test_history_goes_on_after_the_as_of_day_and_clues_ripen(town: Path) -> None:
    late = rows(town, "SELECT count(*) FROM {hrss/payroll} WHERE received_on > DATE '2022-06-15'")[0][0]
    ripened = rows(
        town,
        "SELECT count(*) FROM (SELECT clue_id, uscc FROM {hrss/clue} GROUP BY ALL HAVING count(DISTINCT result) > 1)",
    )
    assert late > 1000
    assert ripened[0][0] > 10


def test_a_place_that_is_not_known_and_a_size_that_is_fixed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no preset 'atlantis'"):
        simulate(tmp_path, preset="atlantis")
    with pytest.raises(UsageError, match="size of town is fixed"):
        simulate(tmp_path, preset="town", projects=5)
