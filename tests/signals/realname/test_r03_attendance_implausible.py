"""R03 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import WAGE, Tables, both, project
from tests.signals.realname.days import DUTY, by_days, change
from tests.signals.tools import Answer, ask

DAYS = [day.isoformat() for day in DUTY]


def r03(tables: Tables, **kw: Any) -> Answer:
    return ask("R03", tables, **kw)


def at(project_id: str, days: list[str], hours: float | None = 8.0, person: str = "x", **more: Any) -> Tables:
    rows = [{"project_id": project_id, "person_key": person, "day": d, "scans": 2, "hours": hours} | more for d in days]
    return {"project": [project(project_id)], "attendance_day": rows}


@pytest.mark.parametrize(
    ("n", "one", "other", "found"),
    [(3, 8.0, 8.0, True), (2, 8.0, 8.0, False), (3, 7.9, 8.0, False), (3, 8.0, 7.9, False), (3, None, 8.0, False)],
)
def test_two_full_shifts_on_one_day(n: int, one: float | None, other: float, found: bool) -> None:
    answer = r03(both(at("P1", DAYS[:n], one), at("P2", DAYS[:n], other)))
    assert answer.reasons("P1") == answer.reasons("P2") == ({"two_sites"} if found else set())


def test_what_it_tells_of_two_sites() -> None:
    found = r03(both(at("P1", DAYS[:4]), at("P2", DAYS[1:5]))).finding("P2")
    assert (found["n_cases"], found["n_persons"], found["n_days"], found["other_id"]) == (3, 1, 3, "P1")
    assert len(found["evidence"]) == 6


def test_another_prefecture_is_too_far_whatever_the_hours() -> None:
    def areas(one: str | None, other: str | None) -> set[str]:
        tables = both(at("P1", DAYS[:3], 4.0), at("P2", DAYS[:3], 4.0))
        rows = [p | {"area_code": a} for p, a in zip(tables["project"], (one, other), strict=True)]
        return r03(tables | {"project": rows}).reasons("P1")

    assert areas("110115001", "130100") == {"two_sites"}
    assert areas("110115001", "110105") == set()
    assert areas("110115001", None) == set()
    assert areas("110115001", "0007") == set(), "a code of the place's own"
    assert areas("110115001", "G-0701") == set()


def test_days_of_two_months_ago_are_left() -> None:
    old = ["2022-04-17", "2022-04-18", "2022-04-19"]
    tables = both(at("P1", [*old, DAYS[0]]), at("P2", old))
    assert r03(tables).reasons("P1") == set()
    assert r03(both(at("P1", [*DAYS[-3:], DAYS[0]]), at("P2", DAYS[-3:]))).reasons("P1") == {"two_sites"}


def bunch(n: int, days: int, hours: float = 9.37, **row: Any) -> Tables:
    """On so many days `n` people of a device were there equally long."""
    tables = by_days(lambda _: 40, hours=9.0, **row)
    keys, when = {f"P1-w{i:03}" for i in range(n)}, set(DAYS[:days])
    return change(tables, lambda r: r["person_key"] in keys and r["day"] in when, hours=hours)


@pytest.mark.parametrize(("n", "days", "reasons"), [(21, 3, {"same_presence"}), (20, 3, set()), (21, 2, set())])
def test_equal_presence_to_the_minute(n: int, days: int, reasons: set[str]) -> None:
    assert r03(bunch(n, days)).reasons() == reasons


@pytest.mark.parametrize("hours", [9.0, 9.5])
def test_hours_told_by_the_half_say_nothing_of_minutes(hours: float) -> None:
    assert r03(bunch(40, 9, hours)).reasons() == set()


def test_a_queue_at_shift_change_spreads_over_minutes() -> None:
    tables = by_days(lambda _: 40)
    rows = [r | {"hours": 9 + (i % 40) / 60} for i, r in enumerate(tables["attendance_day"])]
    assert r03(tables | {"attendance_day": rows}).outcomes == {"P1": "not_found"}


def test_people_of_two_gates_are_not_one_bunch() -> None:
    tables = bunch(30, 3)
    rows = [r | {"device_key": f"D{i % 2}"} for i, r in enumerate(tables["attendance_day"])]
    assert r03(tables | {"attendance_day": rows}).reasons() == set()


def test_the_bunch_is_shown() -> None:
    found = r03(bunch(21, 3)).finding()
    assert (found["n_days"], found["n_persons"], len(found["evidence"])) == (3, 21, 20)


def brief(n: int, k: int, **change: Any) -> Tables:
    """Of `n` days of one person each, `k` fall short."""
    rows = [{"project_id": "P1", "person_key": f"w{i:03}", "day": DAYS[0], "scans": 2, "hours": 4.0} | (change if i < k else {})
            for i in range(n)]  # fmt: skip
    return {"project": [project()], "attendance_day": rows}


@pytest.mark.parametrize(
    "short", [{"scans": 1}, {"hours": 3.9}, {"scans": 1, "hours": None}, {"scans": None, "hours": 0.0}]
)
@pytest.mark.parametrize(("n", "k", "reasons"), [(60, 31, {"days_not_valid"}), (60, 30, set()), (59, 59, set())])
def test_days_too_short(short: dict[str, Any], n: int, k: int, reasons: set[str]) -> None:
    assert r03(brief(n, k, **short)).reasons() == reasons


def test_what_it_tells_of_short_days() -> None:
    found = r03(brief(60, 45, hours=2.0)).finding()
    assert (found["n_persons"], found["n_cases"], found["percent"]) == (60, 45, 25.0)


def test_days_without_scans_and_hours_are_not_counted() -> None:
    assert r03(brief(90, 50, scans=None, hours=None)).outcomes == {"P1": "not_found"}


def ghosts(k: int, n: int = 20) -> Tables:
    """A payroll of April with `n` names, `k` of them never seen."""
    people = [f"g{i:03}" for i in range(n)]
    base = {"project_id": "P1"}
    return {
        "payroll": [base | {"person_key": p, "wage_month": "2022-04", "team_id": "T1", "due_fen": WAGE, "paid_fen": WAGE} for p in people],
        "worker": [base | {"person_key": p, "entered_on": "2022-01-01", "team_id": "T1", "role": "worker"} for p in people],
        "attendance_month": [base | {"person_key": p, "month": m, "days": 20.0} for p in people[k:] for m in ("2022-03", "2022-04")],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("k", "n", "reason"), [(5, 20, "days_not_valid_paid"), (4, 20, "days_not_valid"), (5, 50, "days_not_valid")]
)
def test_beside_pay_without_attendance_it_weighs_more(k: int, n: int, reason: str) -> None:
    found = r03(both(brief(60, 40, scans=1), ghosts(k, n))).finding()
    assert (found["reason"], found["n_absent"]) == (reason, k if reason.endswith("paid") else 0)


def test_months_alone_cannot_tell() -> None:
    tables = {"project": [project()], **ghosts(5)}
    assert r03(tables).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    rows = [r | {"day": "2022-04-28", "received_on": received} for r in brief(60, 40, scans=1)["attendance_day"]]
    assert r03({"project": [project()], "attendance_day": rows}).outcomes == {"P1": outcome}


@pytest.mark.parametrize("status", ["completed", "closed"])
def test_works_that_are_over_are_not_asked(status: str) -> None:
    assert r03(brief(60, 40, scans=1) | {"project": [project(status=status)]}).outcomes == {}
