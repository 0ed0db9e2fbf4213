"""D04 at, just below and just above its limit, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.deposit.place import Rows, deposit, guarantee, place, project
from tests.signals.tools import Answer, ask


def d04(tables: Rows, **kw: Any) -> Answer:
    return ask("D04", tables, **kw)


def drawn(day: str = "2022-05-01", **changes: Any) -> dict[str, Any]:
    return deposit(used_on=day, used_fen=6_000_000, **changes)


# before Wednesday 15 June 2022 the tenth working day is Tuesday 31 May: Friday 3 June is the Dragon Boat holiday
@pytest.mark.parametrize(("day", "outcome"), [("2022-05-31", "not_found"), ("2022-05-30", "found")])
def test_ten_working_days(day: str, outcome: str) -> None:
    assert d04(place(drawn(day))).outcomes == {"P1": outcome}


def test_what_a_finding_shows() -> None:
    found = d04(place(drawn())).finding()
    assert (found["used_on"], found["used_yuan"], found["n_workdays"]) == ("2022-05-01", "60,000.00", 30)
    assert {r["key"] for r in found["evidence"]} == {"P1", "D1"}


def test_refilled_late_is_refilled() -> None:
    assert d04(place(drawn(refilled_on="2022-06-15"))).reasons() == set()
    assert d04(place(drawn(refilled_on="2022-06-16"))).reasons() == {"not_refilled"}
    assert d04(place(drawn(refilled_on="2022-04-30"))).reasons() == {"not_refilled"}  # of an earlier draw


def test_a_refill_on_an_implausible_day_is_a_refill() -> None:
    slip = drawn(refilled_on="0202-05-10")
    assert d04(place(slip)).reasons() == {"not_refilled"}
    assert d04(place(slip | {"flags": ["implausible_date:refilled_on"]})).reasons() == set()


def test_a_new_deposit_or_guarantee_makes_it_up() -> None:
    assert d04(place(drawn(), guarantee("D2", stored_on="2022-05-10"))).reasons() == set()
    assert d04(place(drawn(), guarantee("D2", stored_on="2022-04-10"))).reasons() == {"not_refilled"}
    assert d04(place(drawn(), deposit("D2", form="exempt", stored_on="2022-05-10"))).reasons() == {"not_refilled"}


@pytest.mark.parametrize(
    ("changes", "outcomes"),
    [
        ({"status": "suspended"}, {"P1": "found"}),
        ({"status": "completed"}, {}),
        ({"status": "closed"}, {}),
        ({"ended_on": "2022-06-01"}, {}),
    ],
)
def test_suspended_works_are_asked_ended_ones_are_not(changes: dict[str, Any], outcomes: dict[str, str]) -> None:
    assert d04(place(drawn()) | {"project": [project(**changes)]}).outcomes == outcomes


def test_who_is_asked_and_when_nothing_is_told() -> None:
    assert d04(place(deposit())).outcomes == {}
    assert d04(place(drawn(returned_on="2022-06-01"))).outcomes == {}
    assert d04({"project": [project()]}).outcomes == {"P1": "could_not_tell"}
    old = {"project": [project()], "wage_deposit": [drawn(received_on="2022-04-30")]}
    assert d04(old).outcomes == {"P1": "could_not_tell"}
