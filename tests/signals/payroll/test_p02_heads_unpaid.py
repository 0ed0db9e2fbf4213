"""P02 at, just below and just above its limits, its guards, and when it cannot tell."""

import pytest

from tests.signals.payroll.site import Tables, both, drop, first, site
from tests.signals.tools import ask

APRIL = "2022-04"


@pytest.mark.parametrize(
    ("n", "reasons"),
    [(0, set()), (1, {"some"}), (2, {"some"}), (3, {"above_10"}), (6, {"above_10"}), (7, {"above_30"})],
)
def test_shares_of_twenty_people(n: int, reasons: set[str]) -> None:
    assert ask("P02", drop(site(20), "payroll", n, APRIL)).reasons() == reasons


@pytest.mark.parametrize(
    ("month", "n", "reasons"),
    [("2022-03", 2, {"some"}), ("2022-02", 2, set()), ("2022-02", 3, {"above_10"}), ("2020-06", 3, {"above_10"})],
)
def test_small_gaps_of_long_ago_are_left(month: str, n: int, reasons: set[str]) -> None:
    assert ask("P02", drop(site(20, (month, APRIL)), "payroll", n, month)).reasons() == reasons


def test_a_line_that_pays_nothing_is_as_none() -> None:
    found = ask("P02", first(site(20), "payroll", 3, APRIL, paid_fen=0)).finding()
    assert (found["reason"], found["n_unpaid"], found["n_heads"], found["percent"]) == ("above_10", 3, 20, 15.0)
    assert found["month"] == APRIL
    assert found["strength"] == pytest.approx(0.5 + 0.5 * 0.15)
    assert {r["table"] for r in found["evidence"]} == {"attendance_month", "payroll"}


def test_only_the_gravest_months_are_told() -> None:
    tables = drop(drop(site(20), "payroll", 1, "2022-03"), "payroll", 8, APRIL)
    found = ask("P02", tables).finding()
    assert (found["reason"], found["n_months"], found["month"]) == ("above_30", 1, APRIL)


@pytest.mark.parametrize(("days", "reasons"), [(2.0, set()), (3.0, {"above_10"})])
def test_leavers_before_the_third_day_do_not_count(days: float, reasons: set[str]) -> None:
    tables = first(drop(site(20), "payroll", 3, APRIL), "attendance_month", 3, APRIL, days=days)
    assert ask("P02", tables).reasons() == reasons


def test_a_month_without_any_pay_is_p01s() -> None:
    assert ask("P02", site(unpaid=(APRIL,))).reasons() == set()


def test_managers_and_visitors_do_not_count() -> None:
    managers = drop(site(5, team="T2", role="manager"), "payroll", 5, APRIL)
    visitors = [{"project_id": "P1", "person_key": f"v{i}", "month": APRIL, "days": 9.0} for i in range(5)]
    tables = both(site(20), managers, {"attendance_month": visitors})
    assert ask("P02", tables).outcomes == {"P1": "not_found"}


def test_who_is_paid_with_another_team_is_paid() -> None:
    assert ask("P02", first(site(20), "payroll", 5, APRIL, team_id="T9")).reasons() == set()


@pytest.mark.parametrize(("n", "outcome"), [(2, "could_not_tell"), (3, "found")])
def test_from_three_people_on(n: int, outcome: str) -> None:
    assert ask("P02", drop(site(n, (APRIL,)), "payroll", 1, APRIL)).outcomes == {"P1": outcome}


@pytest.mark.parametrize(("as_of", "outcome"), [("2022-05-18", "could_not_tell"), ("2022-05-19", "found")])
def test_only_after_pay_day_and_grace(as_of: str, outcome: str) -> None:
    tables = drop(site(20, (APRIL,), received="2022-05-18"), "payroll", 3, APRIL)
    assert ask("P02", tables, as_of=as_of).outcomes == {"P1": outcome}


def test_wage_month_counts_and_not_pay_month() -> None:
    """Pay in May for April fills April, and leaves May alone, which is not due yet."""
    tables = first(site(20, (APRIL, "2022-05")), "payroll", 20, APRIL, paid_on="2022-05-15")
    assert ask("P02", drop(tables, "payroll", 20, "2022-05")).outcomes == {"P1": "not_found"}


def test_a_payroll_feed_from_before_the_term_tells_nothing() -> None:
    tables = drop(site(20, (APRIL,), received="2022-05-17"), "payroll", 3, APRIL)
    assert ask("P02", tables, as_of="2022-05-25").outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = drop(site(20, ("2022-02", "2022-03"), received=received), "payroll", 3, "2022-02")
    assert ask("P02", tables).outcomes == {"P1": outcome}


@pytest.mark.parametrize("absent", ["attendance_month", "payroll"])
def test_without_attendance_or_payroll_it_cannot_tell(absent: str) -> None:
    tables: Tables = {k: v for k, v in drop(site(20), "payroll", 3, APRIL).items() if k != absent}
    assert ask("P02", tables).outcomes == {"P1": "could_not_tell"}
