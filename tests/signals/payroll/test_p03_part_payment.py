"""P03 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import WAGE, Tables, both, first, site
from tests.signals.tools import Answer, ask

APRIL = "2022-04"


def p03(tables: Tables, **kw: Any) -> Answer:
    return ask("P03", tables, **kw)


def paying(fen: int, **more: Any) -> Tables:
    return site(line={"paid_fen": fen} | more)


@pytest.mark.parametrize(
    ("paid", "reasons"), [(WAGE, set()), (588_000, set()), (587_999, {"part_payment"}), (300_000, {"part_payment"})]
)
def test_less_than_98_percent_is_part_payment(paid: int, reasons: set[str]) -> None:
    assert p03(paying(paid)).reasons() == reasons


def test_what_part_payment_tells() -> None:
    found = p03(first(site(), "payroll", 5, APRIL, paid_fen=300_000)).finding()
    assert (found["n_teams"], found["n_months"], found["first_month"]) == (1, 1, APRIL)
    assert (found["amount_yuan"], found["percent"]) == ("15,000.00", 25.0)
    assert found["strength"] == pytest.approx(0.5 + 0.5 * 0.25)
    assert [r["key"].endswith(APRIL) for r in found["evidence"]] == [True] * 5


def test_one_persons_surplus_does_not_fill_anothers_gap() -> None:
    tables = first(site(), "payroll", 5, APRIL, paid_fen=300_000)
    over = [
        r | {"paid_fen": 900_000} if r["wage_month"] == APRIL and r["paid_fen"] == WAGE else r
        for r in tables["payroll"]
    ]
    assert p03(tables | {"payroll": over}).reasons() == {"part_payment"}


def test_who_was_paid_nothing_is_p02s() -> None:
    assert p03(first(site(), "payroll", 5, APRIL, paid_fen=0)).reasons() == set()


def test_a_lawful_deduction_is_no_gap() -> None:
    assert p03(paying(480_000, deduction_fen=120_000)).reasons() == set()


@pytest.mark.parametrize(("held", "reasons"), [(120_000, set()), (120_001, {"deductions"})])
def test_deductions_above_a_fifth(held: int, reasons: set[str]) -> None:
    assert p03(paying(WAGE - held, deduction_fen=held)).reasons() == reasons


# Beijing 2,320 yuan a month: 2,133.33 for 20 days of 21.75
@pytest.mark.parametrize(("fen", "reasons"), [(213_334, set()), (213_333, {"below_minimum"})])
def test_below_the_minimum_wage_of_the_days(fen: int, reasons: set[str]) -> None:
    assert p03(paying(fen, due_fen=fen)).reasons() == reasons


def test_deductions_are_part_of_the_wage() -> None:
    assert p03(paying(200_000, due_fen=215_000, deduction_fen=15_000)).reasons() == set()


def test_a_living_allowance_now_is_part_payment_and_below_the_minimum() -> None:
    assert p03(paying(200_000)).reasons() == {"part_payment", "below_minimum"}


def test_few_days_make_a_small_wage_lawful() -> None:
    assert p03(site(days=2.0, line={"due_fen": 60_000, "paid_fen": 60_000})).reasons() == set()


def test_days_not_stated_make_no_minimum() -> None:
    assert p03(paying(100_000, due_fen=100_000, days=None)).outcomes == {"P1": "not_found"}


def test_months_before_the_rate_are_left() -> None:
    low = {"paid_fen": 212_000, "due_fen": 212_000}
    assert p03(site(months=("2021-07",), line=low)).reasons() == set()
    assert p03(site(months=("2021-08",), line=low)).reasons() == {"below_minimum"}


def test_where_no_minimum_is_stated_the_rest_is_told() -> None:
    assert p03(paying(200_000), place="zhuhai").reasons() == {"part_payment"}
    assert p03(paying(100_000, due_fen=100_000), place="zhuhai").outcomes == {"P1": "not_found"}


def test_managers_pay_does_not_lift_the_mean() -> None:
    low = {"paid_fen": 200_000, "due_fen": 200_000}
    tables = both(site(line=low), site(5, role="manager", line={"paid_fen": 3_000_000, "due_fen": 3_000_000}))
    assert p03(tables).reasons() == {"below_minimum"}


def test_what_a_manager_is_owed_is_no_gap_of_workers() -> None:
    tables = both(site(), site(5, role="manager", line={"paid_fen": 100_000, "due_fen": 900_000}))
    assert "part_payment" not in p03(tables).reasons()


def test_a_team_without_any_pay_is_p01s() -> None:
    assert p03(both(site(unpaid=(APRIL,)))).reasons() == set()


@pytest.mark.parametrize(("as_of", "outcome"), [("2022-05-18", "could_not_tell"), ("2022-05-19", "found")])
def test_only_after_pay_day_and_grace(as_of: str, outcome: str) -> None:
    tables = site(months=(APRIL,), received="2022-05-18", line={"paid_fen": 300_000})
    assert p03(tables, as_of=as_of).outcomes == {"P1": outcome}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = site(months=("2022-02",), received=received, line={"paid_fen": 300_000})
    assert p03(tables).outcomes == {"P1": outcome}


def test_it_needs_no_attendance() -> None:
    tables = {k: v for k, v in paying(300_000).items() if k != "attendance_month"}
    assert p03(tables).reasons() == {"part_payment"}
    assert p03(tables | {"payroll": []}).outcomes == {"P1": "could_not_tell"}
