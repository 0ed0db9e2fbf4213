"""P07 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import Tables, both, site
from tests.signals.tools import Answer, ask

MARCH, APRIL = MONTHS = ("2022-03", "2022-04")


def p07(tables: Tables, **kw: Any) -> Answer:
    return ask("P07", tables, **kw)


def sheet(n: int = 10, **columns: Any) -> Tables:
    """Payrolls of March and April: signed in the next month ten minutes apart, days and pay of each line its own.

    `columns` change the lines of April; a callable is given the place of the line.
    """
    tables = site(n, MONTHS)
    place = {w["person_key"]: i for i, w in enumerate(tables["worker"])}
    lines = []
    for row in tables["payroll"]:
        i, month = place[row["person_key"]], row["wage_month"]
        days = 12.0 + (i * 7 + int(month[-1]) * 3) % 13
        line = row | {"days": days, "due_fen": int(days * 30_000), "signed_at": signed(month, i)}
        if month == APRIL:
            line |= {k: v(i) if callable(v) else v for k, v in columns.items()}
        lines.append(line)
    there = [a | {"last_on": f"{a['month']}-29"} for a in tables["attendance_month"]]
    return tables | {"payroll": lines, "attendance_month": there}


def signed(month: str, i: int) -> str:
    return f"2022-{int(month[-1]) + 1:02}-02 {8 + i // 6:02}:{i % 6}0:00"


def at(second: int, day: str = "2022-05-02") -> str:
    return f"{day} 09:{second // 60:02}:{second % 60:02}"


def test_an_ordinary_payroll_is_left() -> None:
    assert p07(sheet(20)).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(
    ("n", "last", "reasons"), [(10, 59, True), (10, 60, True), (10, 61, False), (11, 60, True), (9, 60, False)]
)
def test_signed_within_a_minute(n: int, last: int, reasons: bool) -> None:
    found = p07(sheet(n, signed_at=lambda i: at(last if i == n - 1 else i)))
    assert found.reasons() == ({"signed_at_once"} if reasons else set())


def test_midnight_is_a_day_without_a_time() -> None:
    assert p07(sheet(signed_at="2022-05-02 00:00:00")).reasons() == set()
    assert p07(sheet(signed_at="2022-05-02 00:00:01")).reasons() == {"signed_at_once"}


def ahead(k: int, n: int = 10, day: str = "2022-04-24") -> Tables:
    """The first `k` of `n` signed on a day of April, hours apart."""
    return sheet(n, signed_at=lambda i: f"{day} {8 + i % 12:02}:00:00" if i < k else signed(APRIL, i))


@pytest.mark.parametrize(
    ("k", "day", "is_found"),
    [
        (10, "2022-04-24", True),
        (10, "2022-04-25", False),
        (5, "2022-04-24", True),
        (4, "2022-04-24", False),
        (10, "2022-03-30", True),
    ],
)
def test_signed_ahead(k: int, day: str, is_found: bool) -> None:
    assert p07(ahead(k, day=day)).reasons() == ({"signed_ahead"} if is_found else set())


@pytest.mark.parametrize(("last_on", "is_found"), [("2022-04-25", True), ("2022-04-24", False)])
def test_who_had_left_may_have_signed(last_on: str, is_found: bool) -> None:
    tables = ahead(10)
    there = [a | ({"last_on": last_on} if a["month"] == APRIL else {}) for a in tables["attendance_month"]]
    assert p07(tables | {"attendance_month": there}).reasons() == ({"signed_ahead"} if is_found else set())


@pytest.mark.parametrize(("days", "is_found"), [(25.0, True), (24.0, False)])
def test_without_a_last_day_more_days_than_had_passed_tell(days: float, is_found: bool) -> None:
    tables = sheet(12, signed_at=lambda i: f"2022-04-24 {8 + i:02}:00:00", days=days)
    bare = [{k: v for k, v in a.items() if k != "last_on"} for a in tables["attendance_month"]]
    assert p07(tables | {"attendance_month": bare}).reasons() == ({"signed_ahead"} if is_found else set())


def copied(n: int, other: int = 0) -> Tables:
    """April's lines are March's, but for `other` of them."""
    tables = sheet(n)
    march = {r["person_key"]: r for r in tables["payroll"] if r["wage_month"] == MARCH}
    keys = sorted(march)[other:]
    lines = [
        r | {k: march[r["person_key"]][k] for k in ("days", "due_fen")}
        if r["wage_month"] == APRIL and r["person_key"] in keys
        else r
        for r in tables["payroll"]
    ]
    return tables | {"payroll": lines}


@pytest.mark.parametrize(
    ("n", "other", "is_found"),
    [(10, 0, True), (9, 0, False), (10, 1, False), (19, 1, False), (20, 1, True), (20, 2, False), (40, 2, True)],
)
def test_like_the_month_before(n: int, other: int, is_found: bool) -> None:
    assert p07(copied(n, other)).reasons() == ({"same_as_before"} if is_found else set())


def test_the_same_full_month_for_all_twice_is_no_copy() -> None:
    """A fixed monthly pay for full months: same people, same sums, same days."""
    tables = sheet(20)
    lines = [r | {"days": 26.0, "due_fen": 700_000 + 10_000 * int(r["person_key"][-2:])} for r in tables["payroll"]]
    assert p07(tables | {"payroll": lines}).reasons() == set()


def test_a_fixed_pay_for_full_months_of_other_days_is_no_copy() -> None:
    tables = sheet(20)
    lines = []
    for r in tables["payroll"]:
        i = int(r["person_key"][-2:])
        days = 21.0 + (i * (3 if r["wage_month"] == MARCH else 7)) % 9
        lines.append(r | {"days": days, "due_fen": 700_000 + 10_000 * i})
    assert p07(tables | {"payroll": lines}).reasons() == set()


def equal(n: int = 10, part: int = 10, spread: int = 0, days: float = 15.0) -> Tables:
    """One sum for all, half of the lines `spread` above and half below; `part` of them with few and unlike days."""
    return sheet(
        n,
        due_fen=lambda i: 600_000 + (spread if i % 2 else -spread),
        days=lambda i: days + i % 5 if i < part else 24.0,
    )


@pytest.mark.parametrize(
    ("tables", "is_found"),
    [
        (equal(), True),
        (equal(9, 9), False),
        (equal(spread=11_900), True),
        (equal(spread=12_000), False),
        (equal(spread=12_100), False),
        (equal(part=2), True),
        (equal(part=1), False),
        (equal(days=21.0), False),
        (sheet(due_fen=600_000, days=15.0), False),
        (sheet(due_fen=600_000, days=None), False),
        (sheet(due_fen=600_000, days=lambda i: 19.0 if i % 2 else 21.0), False),
        (sheet(due_fen=600_000, days=lambda i: 18.9 if i % 2 else 21.0), True),
        (sheet(due_fen=600_000, days=lambda i: 20.83 if i % 2 else 30.0), False),
        (sheet(due_fen=600_000, days=lambda i: 20.82 if i % 2 else 30.0), True),
    ],
)
def test_one_sum_for_different_days(tables: Tables, is_found: bool) -> None:
    assert p07(tables).reasons() == ({"same_for_all"} if is_found else set())


def test_two_signs_on_one_sheet_weigh_more() -> None:
    found = p07(sheet(signed_at=lambda i: at(i, "2022-04-20"))).finding()
    assert found["reason"] == "several_signs"
    assert (found["n_ahead"], found["n_at_once"], found["n_same"], found["n_equal"]) == (1, 1, 0, 0)
    assert (found["team"], found["month"], found["n_lines"], found["n_sheets"], found["n_asked"]) == (
        "T1", APRIL, 10, 1, 2,
    )  # fmt: skip
    assert [r["key"] for r in found["evidence"]] == [f"P1/P1-T1-worker-{i:03}/{APRIL}" for i in range(10)]


def test_signs_on_different_sheets_stay_single() -> None:
    tables = sheet(signed_at=at(0))
    other = site(10, MONTHS, team="T2", line={"due_fen": 600_000})
    lines = [r | {"days": 12.0 + int(r["person_key"][-1])} for r in other["payroll"] if r["wage_month"] == APRIL]
    assert p07(both(tables, other | {"payroll": lines})).reasons() == {"signed_at_once", "same_for_all"}


def test_managers_are_left() -> None:
    tables = site(10, MONTHS, role="manager", line={"signed_at": at(0)})
    assert p07(tables).outcomes == {"P1": "could_not_tell"}


def test_a_payroll_of_long_ago_is_left() -> None:
    lines = site(10, ("2021-06", "2021-05"), received="2022-06-10")["payroll"]
    tables = site(10, MONTHS) | {"payroll": [r | {"signed_at": at(0, f"{r['wage_month']}-28")} for r in lines]}
    assert p07(tables).finding()["first_month"] == "2021-06", "twelve months back, and none before"


def test_without_payroll_it_cannot_tell() -> None:
    assert p07({k: v for k, v in sheet().items() if k != "payroll"}).outcomes == {"P1": "could_not_tell"}


def test_without_days_or_signatures_it_cannot_tell() -> None:
    tables = site(10, MONTHS, line={"days": None})
    assert p07(tables).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = sheet(signed_at="2022-04-29 09:00:00")
    lines = [r | {"received_on": received} for r in tables["payroll"]]
    assert p07(tables | {"payroll": lines}).outcomes == {"P1": outcome}
