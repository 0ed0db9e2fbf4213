"""P06 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import WAGE, Tables, both, drop, first, site
from tests.signals.tools import Answer, ask

FEBRUARY, MARCH, APRIL = MONTHS = ("2022-02", "2022-03", "2022-04")


def p06(tables: Tables, **kw: Any) -> Answer:
    return ask("P06", tables, **kw)


def ghosts(k: int, n: int = 20, month: str = APRIL) -> Tables:
    """Of `n` people paid in a month, the first `k` were not there in it nor in the month before."""
    tables = site(n, MONTHS)
    before = {APRIL: MARCH, MARCH: FEBRUARY}[month]
    return drop(drop(tables, "attendance_month", k, month), "attendance_month", k, before)


@pytest.mark.parametrize(
    ("k", "n", "reasons"),
    [
        (0, 20, set()),
        (1, 20, set()),
        (2, 20, set()),
        (3, 20, {"above_5"}),
        (3, 60, set()),
        (3, 59, {"above_5"}),
        (4, 38, {"above_5"}),
        (5, 50, {"above_5"}),
        (5, 49, {"above_10"}),
        (6, 20, {"above_10"}),
        (7, 20, {"above_30"}),
        (4, 10, {"above_5"}),
        (5, 16, {"above_30"}),
    ],
)
def test_shares_of_the_paid(k: int, n: int, reasons: set[str]) -> None:
    assert p06(ghosts(k, n)).reasons() == reasons


def test_what_it_tells() -> None:
    found = p06(ghosts(7)).finding()
    assert (found["n_persons"], found["percent"], found["first_month"], found["last_month"]) == (7, 35.0, APRIL, APRIL)
    assert found["paid_yuan"] == f"{7 * WAGE / 100:,.2f}"
    assert [r["table"] for r in found["evidence"]] == ["payroll"] * 7
    assert found["strength"] == pytest.approx(0.5 + 0.5 * 0.35)


def test_who_was_there_the_month_before_may_be_paid_now() -> None:
    assert p06(drop(site(20, MONTHS), "attendance_month", 7, APRIL)).reasons() == set()


def test_a_broken_device_is_no_ghost() -> None:
    """Attendance halves for one month and comes back; both neighbours stand."""
    months = ("2022-01", *MONTHS)
    tables = site(40, months)
    early = [w["person_key"] for w in tables["worker"][:9]]
    gone = [r for r in tables["attendance_month"] if not (r["person_key"] in early and r["month"] in (FEBRUARY, MARCH))]
    dark = drop(tables | {"attendance_month": gone}, "attendance_month", 16, MARCH)
    assert p06(tables | {"attendance_month": gone}).reasons() == {"above_10"}
    assert p06(dark).reasons() == set()


def test_a_month_that_is_mostly_spring_festival_is_left() -> None:
    tables = site(20, ("2021-12", "2022-01", FEBRUARY, MARCH))
    quiet = drop(drop(tables, "attendance_month", 7, FEBRUARY), "attendance_month", 7, "2022-01")
    assert p06(quiet).reasons() == set()


def test_pay_for_no_day_is_back_pay() -> None:
    tables = ghosts(7)
    absent = {w["person_key"] for w in tables["worker"][:7]}
    lines = [
        r | {"days": 0.0} if r["person_key"] in absent and r["wage_month"] == APRIL else r for r in tables["payroll"]
    ]
    assert p06(tables | {"payroll": lines}).reasons() == set()


def test_managers_are_left() -> None:
    tables = both(site(20, MONTHS), drop(drop(drop(site(9, MONTHS, role="manager"), "attendance_month", 9, APRIL),
                  "attendance_month", 9, MARCH), "attendance_month", 9, FEBRUARY))  # fmt: skip
    assert p06(tables).outcomes == {"P1": "not_found"}


def test_lines_that_paid_nothing_are_left() -> None:
    assert p06(first(ghosts(7), "payroll", 7, APRIL, paid_fen=0)).reasons() == set()


def test_the_month_that_runs_is_left() -> None:
    tables = both(site(20, MONTHS), site(20, ("2022-06",), received="2022-06-15"))
    assert p06(drop(tables, "attendance_month", 20, "2022-06")).reasons() == set()


def test_a_suspended_site_may_pay_allowances() -> None:
    tables = ghosts(7)
    resting = [tables["project"][0] | {"suspended_from": "2022-04-10", "suspended_to": "2022-05-10"}]
    over = [tables["project"][0] | {"suspended_from": "2022-01-10", "suspended_to": "2022-03-31"}]
    assert p06(tables | {"project": resting}).reasons() == set()
    assert p06(tables | {"project": over}).reasons() == {"above_30"}


def test_ghosts_of_one_team_are_not_thinned_by_another() -> None:
    found = p06(both(ghosts(7), site(200, MONTHS, team="T2"))).finding()
    assert (found["reason"], found["n_teams"]) == ("above_30", 1)


@pytest.mark.parametrize("absent", ["attendance_month", "payroll"])
def test_without_attendance_or_payroll_it_cannot_tell(absent: str) -> None:
    tables = {k: v for k, v in ghosts(7).items() if k != absent}
    assert p06(tables).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = site(20, MONTHS, received=received)
    tables = drop(drop(tables, "attendance_month", 7, MARCH), "attendance_month", 7, FEBRUARY)
    assert p06(drop(tables, "attendance_month", 7, APRIL)).outcomes == {"P1": outcome}
