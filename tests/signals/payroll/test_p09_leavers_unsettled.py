"""P09 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import WAGE, Tables, account, both, site, wages
from tests.signals.tools import Answer, ask

MARCH, APRIL, MAY = "2022-03", "2022-04", "2022-05"


def p09(tables: Tables, **kw: Any) -> Answer:
    return ask("P09", tables, **kw)


def left(
    k: int,
    rest: int = 200_000,
    months: tuple[str, ...] = (MARCH, APRIL),
    unpaid: tuple[str, ...] = (APRIL,),
    on: str = "2022-04-28",
    **worker: Any,
) -> Tables:
    """A site of 20; the first `k` left on a day, and each `unpaid` month lacks `rest` fen."""
    tables = site(20, months)
    gone = {w["person_key"] for w in tables["worker"][:k]}
    lines = [
        r | {"paid_fen": WAGE - rest} if r["person_key"] in gone and r["wage_month"] in unpaid else r
        for r in tables["payroll"]
    ]
    people = [w | ({"left_on": on} | worker if w["person_key"] in gone else {}) for w in tables["worker"]]
    stayed = both({"worker": []}, {"worker": people})
    someone = site(1, months, team="T9")  # somebody who left and was paid, so that the site has leavers
    someone["worker"][0]["left_on"] = on
    return both(tables | stayed | {"payroll": lines}, someone)


@pytest.mark.parametrize(
    ("k", "rest", "reasons"),
    [
        (0, 0, set()),
        (2, 499_999, set()),
        (2, 500_000, {"some"}),
        (1, WAGE, set()),
        (2, 100_000, set()),
        (3, 100_000, {"some"}),
        (9, 100_000, {"some"}),
        (10, 100_000, {"many"}),
        (3, 12_000, set()),
        (3, 12_001, {"some"}),
    ],
)
def test_persons_and_sums(k: int, rest: int, reasons: set[str]) -> None:
    assert p09(left(k, rest)).reasons() == reasons


@pytest.mark.parametrize(
    ("unpaid", "rest", "limit", "reasons"),
    [
        (("2022-02", MARCH, APRIL), WAGE, 18_000, {"three_months"}),
        (("2022-02", MARCH, APRIL), WAGE, 18_001, {"some"}),
        ((MARCH, APRIL), WAGE, 5_000, {"some"}),
        (("2022-01", "2022-02", MARCH, APRIL), WAGE * 3 // 4, 5_000, {"three_months"}),
        (("2022-01", "2022-02", MARCH, APRIL), WAGE * 3 // 4 - 1, 5_000, {"some"}),
    ],
)
def test_three_months_pay_of_one_worker(unpaid: tuple[str, ...], rest: int, limit: int, reasons: set[str]) -> None:
    tables = left(1, rest, months=("2022-01", "2022-02", MARCH, APRIL), unpaid=unpaid)
    assert p09(tables, params={"criminal_person_yuan": limit}).reasons() == reasons


def test_where_the_locality_states_none_the_lowest_national_floor_holds() -> None:
    tables = left(1, 200_000, months=("2022-02", MARCH, APRIL), unpaid=("2022-02", MARCH, APRIL))
    lines = [r | {"due_fen": 200_000} if r["paid_fen"] < WAGE else r for r in tables["payroll"]]
    lines = [r | {"paid_fen": 0} if r["due_fen"] == 200_000 else r for r in lines]
    assert p09(tables | {"payroll": lines}).reasons() == {"three_months"}
    assert p09(tables | {"payroll": lines}, place="guizhou").reasons() == set()


def test_what_it_tells() -> None:
    found = p09(left(3)).finding()
    assert (found["n_persons"], found["n_teams"], found["team"], found["balance_yuan"]) == (3, 1, "T1", "6,000.00")
    assert (found["first_left"], found["last_left"], found["n_months"]) == ("2022-04-28", "2022-04-28", 1)
    assert [r["key"] for r in found["evidence"]] == [f"P1/P1-T1-worker-{i:03}/{APRIL}" for i in range(3)]


@pytest.mark.parametrize(
    ("as_of", "received", "reasons"),
    [
        ("2022-05-16", "2022-05-16", set()),
        ("2022-05-20", "2022-05-20", set()),
        ("2022-05-21", "2022-05-20", {"some"}),
        ("2022-05-21", "2022-05-19", set()),
    ],
)
def test_the_pay_day_of_the_last_month_and_its_grace_come_first(as_of: str, received: str, reasons: set[str]) -> None:
    """Agreed for the 15th; five days for payment and upload; a payroll must have come in since."""
    tables = left(3)
    fresh = {n: [r | {"received_on": received} for r in tables[n]] for n in ("payroll", "worker", "attendance_month")}
    assert p09(tables | fresh, as_of=as_of).reasons() == reasons


@pytest.mark.parametrize(("on", "outcome"), [("2022-05-30", "found"), ("2022-05-31", "could_not_tell")])
def test_fifteen_days_from_leaving(on: str, outcome: str) -> None:
    tables = left(3, on=on)
    lines = [r | {"received_on": "2022-06-15"} for r in tables["payroll"]]
    assert p09(tables | {"payroll": lines}).outcomes == {"P1": outcome}


def test_the_last_month_may_not_be_due_yet() -> None:
    months = (MARCH, APRIL, MAY)
    assert p09(left(12, WAGE, months=months, unpaid=(MAY,), on="2022-05-20")).reasons() == set()


@pytest.mark.parametrize(
    ("due_on", "reasons"), [("2022-06-08", {"some"}), ("2022-06-10", set()), ("2023-01-20", {"some"})]
)
def test_an_agreed_day_later_than_the_following_month_does_not_bind(due_on: str, reasons: set[str]) -> None:
    """For April the following month ends on 31 May, for May it would be the agreed day itself."""
    month = APRIL if due_on > "2022-12" else MAY
    tables = left(3, months=(MARCH, APRIL, MAY), unpaid=(month,), on="2022-05-20")
    lines = [
        r | {"received_on": "2022-06-15", "due_on": due_on if r["wage_month"] == month else "2022-05-15"}
        for r in tables["payroll"]
        if month == MAY or r["wage_month"] != MAY
    ]
    assert p09(tables | {"payroll": lines}).reasons() == reasons


def test_a_surplus_of_a_later_line_settles_an_earlier_one() -> None:
    tables = left(3)
    lines = [r | {"paid_fen": WAGE + 200_000} if r["wage_month"] == MARCH else r for r in tables["payroll"]]
    assert p09(tables | {"payroll": lines}).reasons() == set()


def test_persons_are_counted_by_team() -> None:
    tables = left(12, 100_000)
    second = {w["person_key"] for w in tables["worker"][:6]}
    for n, reasons in ((6, {"some"}), (0, {"many"}), (2, {"many"})):
        moved = sorted(second)[:n]
        split = {
            name: [r | {"team_id": "T2"} if r["person_key"] in moved else r for r in tables[name]]
            for name in ("worker", "payroll")
        }
        assert p09(tables | split).reasons() == reasons
    found = p09(tables | split).finding()
    assert (found["n_persons"], found["n_teams"], found["team"]) == (10, 1, "T1"), "the team of the gravest reason"


def test_deductions_are_not_owed() -> None:
    tables = left(12)
    lines = [r | {"deduction_fen": 200_000} if r["paid_fen"] < WAGE else r for r in tables["payroll"]]
    assert p09(tables | {"payroll": lines}).reasons() == set()


def test_who_came_back_has_not_left() -> None:
    tables = left(12)
    again = [w | {"entered_on": "2022-05-02", "left_on": None} for w in tables["worker"] if w.get("left_on")][:12]
    assert p09(both(tables, {"worker": again})).reasons() == set()


def test_who_is_still_seen_at_the_gate_has_not_left() -> None:
    tables = left(12)
    seen = site(12, (MAY,))["attendance_month"]
    assert p09(both(tables, {"attendance_month": seen})).reasons() == set()


def suits(tables: Tables, k: int, **change: Any) -> Tables:
    base = {"role": "creditor", "kind": "civil", "about_wage": True, "filed_on": "2022-05-10"}
    people = [w["person_key"] for w in tables["worker"] if w.get("left_on")][:k]
    return tables | {"judicial": [base | {"case_no": f"C{i}", "party_id": p} | change for i, p in enumerate(people)]}


@pytest.mark.parametrize(
    ("k", "suing", "reasons"),
    [(3, 3, {"disputed"}), (3, 1, {"disputed"}), (4, 1, {"some"}), (12, 2, {"many"}), (12, 3, {"some"}), (2, 2, set())],
)
def test_a_settlement_before_the_court_is_left(k: int, suing: int, reasons: set[str]) -> None:
    assert p09(suits(left(k), suing)).reasons() == reasons


@pytest.mark.parametrize("change", [{"closed_on": "2022-06-01"}, {"about_wage": False}, {"kind": "enforcement"}])
def test_only_an_open_suit_about_wages_is_a_dispute(change: dict[str, Any]) -> None:
    assert p09(suits(left(3), 3, **change)).reasons() == {"some"}


def test_what_the_bank_shows_paid_is_not_owed() -> None:
    tables = left(3)
    declared = sum(r["paid_fen"] for r in tables["payroll"] if r["wage_month"] == APRIL)
    for extra, reasons in ((600_000, set()), (0, {"some"})):
        rows = [wages("T1", declared + extra, APRIL, "2022-05-15")]
        assert p09(tables | account() | {"account_txn": rows}).reasons() == reasons


def test_managers_are_left() -> None:
    tables = left(12, role="manager")
    assert p09(tables).reasons() == set()


def test_who_left_more_than_two_years_ago_is_left() -> None:
    tables = left(3, months=("2020-04", APRIL), unpaid=("2020-04",), on="2020-06-14")
    assert p09(tables).outcomes == {"P1": "could_not_tell"}


def test_without_leavers_or_payroll_it_cannot_tell() -> None:
    assert p09(site(20)).outcomes == {"P1": "could_not_tell"}
    assert p09({k: v for k, v in left(3).items() if k != "payroll"}).outcomes == {"P1": "could_not_tell"}
