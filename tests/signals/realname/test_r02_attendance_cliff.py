"""R02 at, just below and just above its limits, its guards, and when it cannot tell."""

from datetime import date
from typing import Any

import pytest

from tests.signals.payroll.site import WAGE, Tables, both, site
from tests.signals.realname.days import RECENT, by_days, change, fall
from tests.signals.tools import Answer, ask

MONTHS = ("2022-03", "2022-04", "2022-05")


def r02(tables: Tables, **kw: Any) -> Answer:
    return ask("R02", tables, **kw)


def by_months(n: int = 30, days: float = 5.0, months: tuple[str, ...] = MONTHS, **kw: Any) -> Tables:
    """A site on which all came twenty days a month, and `days` in the last."""
    tables = site(n, months, **kw)
    seen = [r | ({"days": days} if r["month"] == months[-1] else {}) for r in tables["attendance_month"]]
    return tables | {"attendance_month": seen}


def payroll(tables: Tables, month: str, paid: int) -> Tables:
    rows = [
        {"project_id": "P1", "person_key": w["person_key"], "wage_month": month, "due_fen": WAGE, "paid_fen": paid}
        for w in tables["worker"]
    ]
    return both(tables, {"payroll": rows})


@pytest.mark.parametrize(
    ("before", "late", "reasons"),
    [(20, 9, {"cliff"}), (20, 10, set()), (19, 5, set()), (40, 19, {"cliff"}), (40, 20, set()), (40, 40, set())],
)
def test_the_last_two_weeks_against_the_six_before(before: int, late: int, reasons: set[str]) -> None:
    assert r02(by_days(fall(before, late))).reasons() == reasons


def test_what_it_tells() -> None:
    found = r02(by_days(fall(40, 10))).finding()
    shown = [found[k] for k in ("since", "until", "percent", "before_heads", "late_heads", "n_months")]
    assert shown == ["2022-06-01", "2022-06-14", 25.0, 40.0, 10.0, 0]
    assert found["strength"] == pytest.approx(0.5 + 0.5 * 0.75)
    assert {e["table"] for e in found["evidence"]} == {"attendance_day"}


def test_rest_days_weigh_on_neither_side() -> None:
    """Nobody comes on Saturdays and Sundays, or on the three days of the Dragon Boat Festival."""
    quiet = by_days(lambda day: 0 if day.weekday() >= 5 else fall(30, 14)(day))
    assert r02(quiet).reasons() == {"cliff"}
    assert r02(by_days(lambda day: 0 if day.weekday() >= 5 else fall(30, 15)(day))).reasons() == set()


def test_a_week_of_rain_is_no_cliff() -> None:
    """Two watchmen in the rain; on the last days all are back, or half of them."""
    rain = by_days(lambda day: 30 if day < RECENT else 2 if day < date(2022, 6, 13) else 30)
    assert r02(rain).reasons() == set()
    assert r02(by_days(lambda day: 30 if day < RECENT else 2 if day < date(2022, 6, 13) else 14)).reasons() == {"cliff"}


@pytest.mark.parametrize(("k", "outcome"), [(19, "found"), (20, "could_not_tell")])
def test_a_gate_that_fell_silent_tells_of_the_gate(k: int, outcome: str) -> None:
    """Before, the first k of 40 passed a gate that nobody passes since."""
    first = {f"P1-w{i:03}" for i in range(40 - k, 40)}
    tables = change(by_days(fall(40, 10)), lambda r: r["person_key"] in first, device_key="D2")
    assert r02(tables).outcomes == {"P1": outcome}


@pytest.mark.parametrize(("k", "outcome"), [(4, "found"), (5, "could_not_tell")])
def test_a_new_gate_tells_of_the_gate(k: int, outcome: str) -> None:
    new = {f"P1-w{i:03}" for i in range(k)}
    late = RECENT.isoformat()
    tables = change(by_days(fall(40, 10)), lambda r: r["day"] >= late and r["person_key"] in new, device_key="D2")
    assert r02(tables).outcomes == {"P1": outcome}


def test_gates_without_names_are_taken_as_they_are() -> None:
    assert r02(by_days(fall(40, 10), device_key=None)).reasons() == {"cliff"}


@pytest.mark.parametrize(
    ("dates", "outcome"),
    [
        ({"suspended_from": "2022-06-14"}, "could_not_tell"),
        ({"suspended_from": "2022-05-01", "suspended_to": "2022-06-01"}, "could_not_tell"),
        ({"suspended_from": "2022-05-01", "suspended_to": "2022-05-31"}, "found"),
        ({"suspended_from": "2022-06-15"}, "found"),
        ({"planned_end_on": "2022-07-14"}, "not_found"),
        ({"planned_end_on": "2022-07-15"}, "found"),
    ],
)
def test_works_stopped_or_running_out(dates: dict[str, str], outcome: str) -> None:
    tables = by_days(fall(40, 10))
    assert r02(tables | {"project": [tables["project"][0] | dates]}).outcomes == {"P1": outcome}


@pytest.mark.parametrize("over", [{"status": "completed"}, {"status": "suspended"}, {"ended_on": "2022-06-01"}])
def test_works_that_rest_or_are_over_are_not_asked(over: dict[str, str]) -> None:
    tables = by_days(fall(40, 10))
    assert r02(tables | {"project": [tables["project"][0] | over]}).outcomes == {}


def left(tables: Tables, k: int, on: str) -> Tables:
    rows = [w | ({"left_on": on} if i >= len(tables["worker"]) - k else {}) for i, w in enumerate(tables["worker"])]
    return tables | {"worker": rows}


@pytest.mark.parametrize(("k", "reasons"), [(17, {"cliff"}), (20, set()), (30, set())])
def test_registered_exits_explain_their_part(k: int, reasons: set[str]) -> None:
    """Of forty, eleven came of late; half of those that stayed would be more once twenty have left in order."""
    assert r02(left(by_days(fall(40, 11)), k, "2022-05-31")).reasons() == reasons


def test_an_exit_still_to_come_explains_nothing() -> None:
    assert r02(left(by_days(fall(40, 11)), 30, "2022-06-15")).reasons() == {"cliff"}


def test_around_spring_festival_nothing_is_told() -> None:
    """The eight weeks moved so that the last two lie in the pause of 2022 (16 January to 21 February)."""
    tables = by_days(fall(40, 10))
    moved = [r | {"day": (date.fromisoformat(r["day"]).replace(year=2022) - (date(2022, 6, 14) - date(2022, 2, 20))).isoformat(),
                  "received_on": "2022-02-21"} for r in tables["attendance_day"]]  # fmt: skip
    assert r02(tables | {"attendance_day": moved}, as_of="2022-02-21").outcomes == {"P1": "could_not_tell"}


def test_a_site_of_which_nothing_came_in_two_weeks_cannot_be_told() -> None:
    """Another site keeps the feed alive; this one's may have stopped."""
    tables = both(by_days(fall(40, 0)), by_days(fall(40, 40), "P2"))
    assert r02(tables).outcomes == {"P1": "could_not_tell", "P2": "not_found"}


@pytest.mark.parametrize(("n", "outcome"), [(2, "could_not_tell"), (3, "found")])
def test_a_gate_at_work_for_too_few_days_tells_nothing(n: int, outcome: str) -> None:
    workdays = [date(2022, 6, d) for d in (14, 13, 10)][:n]
    tables = by_days(lambda day: 40 if day < RECENT else 10 if day in workdays else 0)
    assert r02(tables).outcomes == {"P1": outcome}


@pytest.mark.parametrize(
    ("n", "days", "reasons"),
    # 19 working days in March to April on average (44 in two months) against 21 in May
    [(30, 5.0, {"cliff"}), (20, 5.0, {"cliff"}), (19, 5.0, set()), (30, 9.0, {"cliff"}), (30, 10.0, set())],
)
def test_where_there_are_months_only(n: int, days: float, reasons: set[str]) -> None:
    assert r02(by_months(n, days)).reasons() == reasons


def test_the_month_that_runs_and_a_gap_tell_nothing() -> None:
    assert r02(by_months(30, 5.0, ("2022-04", "2022-05", "2022-06"))).outcomes == {"P1": "could_not_tell"}
    assert r02(by_months(30, 5.0, ("2022-02", "2022-03", "2022-05"))).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(
    ("last_on", "outcome"),
    [("2022-05-24", "found"), ("2022-05-23", "could_not_tell"), (None, "found"), ("2022-04-02", "could_not_tell")],
)
def test_a_gate_that_was_down_tells_nothing(last_on: str | None, outcome: str) -> None:
    """Nobody at all is seen in the last five, or six, working days of May; but one watchman makes it a site."""
    tables = by_months()
    seen = [r | {"last_on": last_on if r["month"] == "2022-05" else None} for r in tables["attendance_month"]]
    assert r02(tables | {"attendance_month": seen}).outcomes == {"P1": outcome}
    last = max(i for i, r in enumerate(seen) if r["month"] == "2022-05")
    there = [r | ({"last_on": "2022-05-31"} if i == last else {}) for i, r in enumerate(seen)]
    assert r02(tables | {"attendance_month": there}).reasons() == {"cliff"}


def test_days_go_before_months() -> None:
    """The days say that all still come; the months' list, uploaded in part, does not count."""
    assert r02(both(by_months(40, 2.0), by_days(fall(40, 40)))).outcomes == {"P1": "not_found"}


def test_where_days_began_or_stopped_the_months_tell() -> None:
    begun = {
        k: [r for r in v if k != "attendance_day" or r["day"] >= "2022-06-01"] for k, v in by_days(fall(40, 40)).items()
    }
    stopped = {
        k: [r for r in v if k != "attendance_day" or r["day"] < "2022-06-01"]
        for k, v in by_days(fall(40, 40), "P2").items()
    }
    assert r02(both(by_months(40), begun)).reasons() == {"cliff"}
    assert r02(both(by_months(40, project_id="P2"), stopped, by_days(fall(40, 40), "P3"))).reasons("P2") == {"cliff"}
    assert r02(both(stopped, by_days(fall(40, 40), "P3"))).outcomes["P2"] == "could_not_tell"


def test_with_an_unpaid_month_it_is_a_walk_out() -> None:
    found = r02(by_months(unpaid=("2022-03", "2022-04"))).finding()
    assert (found["reason"], found["n_months"], found["first_unpaid"], found["last_unpaid"]) == (
        "walk_out",
        2,
        "2022-03",
        "2022-04",
    )
    assert {e["table"] for e in found["evidence"]} == {"attendance_month", "payroll"}
    assert r02(by_months(unpaid=("2022-05",))).reasons() == {"cliff"}, "the wages of May are not due yet"


def test_by_days_an_unpaid_month_makes_a_walk_out_whatever_the_exits() -> None:
    tables = left(by_days(fall(40, 11)), 30, "2022-05-31")
    assert r02(payroll(tables, "2022-04", 0)).reasons() == {"walk_out"}
    assert r02(payroll(tables, "2022-04", WAGE)).reasons() == set()


@pytest.mark.parametrize(("month", "reason"), [("2022-04", "cliff"), (None, "cliff"), ("2022-02", "walk_out")])
def test_what_the_bank_paid_for_the_month_is_paid(month: str | None, reason: str) -> None:
    """A wage entry names April, names none (and may be April's), or names February."""
    tables = by_months(unpaid=("2022-04",))
    bank = {
        "special_account": [{"account_key": "A1", "project_id": "P1", "holder_uscc": "GC"}],
        "account_txn": [{"txn_id": "T1", "account_key": "A1", "booked_at": "2022-05-20 10:00:00", "direction": "debit",
                         "amount_fen": 30 * WAGE, "purpose": "wage", "wage_month": month}],
    }  # fmt: skip
    assert r02(tables | bank).reasons() == {reason}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = by_months(30, 5.0, ("2022-02", "2022-03", "2022-04"), received=received)
    assert r02(tables).outcomes == {"P1": outcome}


def test_without_attendance_it_cannot_tell() -> None:
    tables = {k: v for k, v in by_months().items() if k != "attendance_month"}
    assert r02(tables).outcomes == {"P1": "could_not_tell"}
