"""P01 at, just below and just above its limits, its guards, and when it cannot tell."""

import pytest

from tests.signals.payroll.site import WAGE, account, both, project, site, wages, without
from tests.signals.tools import Answer, ask

APRIL = ("2022-04",)


def p01(tables: dict[str, list[dict[str, object]]], **kw: object) -> Answer:
    return ask("P01", tables, **kw)  # type: ignore[arg-type]


def test_a_paid_site_is_not_found() -> None:
    said = p01(site())
    assert said.outcomes == {"P1": "not_found"}
    assert said.findings == []


def test_one_month_unpaid() -> None:
    found = p01(site(unpaid=APRIL)).finding()
    assert found["reason"] == "one_month"
    assert (found["n_months"], found["n_teams"], found["n_heads"], found["first_month"]) == (1, 1, 10, "2022-04")
    assert {r["table"] for r in found["evidence"]} == {"attendance_month", "payroll"}
    assert len(found["evidence"]) == 20


@pytest.mark.parametrize(("heads", "reasons"), [(2, set()), (3, {"one_month"}), (4, {"one_month"})])
def test_from_three_people_on(heads: int, reasons: set[str]) -> None:
    tables = both(site(), site(heads, unpaid=APRIL, team="T2"))
    assert p01(tables).reasons() == reasons


def test_two_months_are_graver() -> None:
    assert p01(site(unpaid=("2022-03", "2022-04"))).reasons() == {"two_months"}


def test_two_teams_with_a_month_each_are_not_two_months() -> None:
    tables = both(site(unpaid=APRIL), site(team="T2", unpaid=("2022-03",)))
    found = p01(tables).finding()
    assert (found["reason"], found["n_teams"], found["n_months"]) == ("one_month", 2, 1)


# the 15th of May 2022 is a Sunday: due on Friday the 13th, five days of grace end on the 18th
@pytest.mark.parametrize(("as_of", "reasons"), [("2022-05-18", set()), ("2022-05-19", {"one_month"})])
def test_only_after_pay_day_and_grace(as_of: str, reasons: set[str]) -> None:
    assert p01(site(unpaid=APRIL, received="2022-05-18"), as_of=as_of).reasons() == reasons


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-17", "could_not_tell"), ("2022-05-18", "found")])
def test_late_only_when_a_wage_feed_came_in_after_the_term(received: str, outcome: str) -> None:
    tables = site(months=APRIL, unpaid=APRIL, received=received)
    assert p01(tables, as_of="2022-05-25").outcomes == {"P1": outcome}


# due on 2022-01-14, grace ends within the pause of Spring Festival 2022 (31 January to 6 February, 15 days either side)
@pytest.mark.parametrize(("as_of", "outcome"), [("2022-02-22", "could_not_tell"), ("2022-02-23", "found")])
def test_the_spring_festival_pause_waits(as_of: str, outcome: str) -> None:
    tables = site(months=("2021-12",), unpaid=("2021-12",), received="2022-02-22")
    assert p01(tables, as_of=as_of).outcomes == {"P1": outcome}


def test_an_agreed_longer_cycle_is_only_to_be_checked() -> None:
    tables = site(unpaid=APRIL, line={"due_on": "2022-07-20"})
    assert p01(tables).reasons() == {"longer_cycle"}


def test_a_registered_pay_day_counts() -> None:
    tables = site(months=("2022-05",), unpaid=("2022-05",), received="2022-06-15")
    early = tables | {"worker": [w | {"pay_day": 5} for w in tables["worker"]]}
    assert p01(early).reasons() == {"one_month"}  # due on Friday 3 June, grace over on the 8th
    assert p01(tables).outcomes == {"P1": "could_not_tell"}  # due on the 15th


def test_wages_seen_at_the_bank_clear_the_month() -> None:
    tables = both(site(unpaid=APRIL), account())
    paid = tables | {"account_txn": [wages("t", WAGE * 10, "2022-04", "2022-05-12")]}
    of_march = tables | {"account_txn": [wages("t", WAGE * 10, "2022-03", "2022-04-12")]}
    of_may = tables | {"account_txn": [wages("t", WAGE * 30, "2022-05", "2022-06-10")]}  # its payroll is still to come
    assert p01(paid).reasons() == set()
    assert p01(of_march).reasons() == {"one_month"}
    assert p01(of_may).reasons() == {"one_month"}


def test_monthly_totals_of_the_bank_clear_the_month_too() -> None:
    month = {"account_key": "A1", "month": "2022-05", "debit_wage_fen": WAGE * 10}
    tables = both(site(unpaid=APRIL), account(), {"account_month": [month]})
    assert p01(tables).reasons() == set()


def monthly(tables: dict[str, list[dict[str, object]]], *wages_fen: int) -> Answer:
    """The signal asked where the bank shares totals of wages only, of May 2022 and earlier."""
    months = [
        {"account_key": "A1", "month": f"2022-{5 - i:02}", "debit_wage_fen": fen} for i, fen in enumerate(wages_fen)
    ]
    return p01(both(tables, account(), {"account_month": months}))


def test_a_total_names_no_month_and_leaves_it_open() -> None:
    assert monthly(site(months=APRIL, unpaid=APRIL), WAGE * 10).outcomes == {"P1": "could_not_tell"}
    named = both(site(months=APRIL, unpaid=APRIL), account())
    named |= {"account_txn": [wages("t", WAGE * 10, "2022-04", "2022-05-12")]}
    assert p01(named).outcomes == {"P1": "not_found"}


# eight tenths of what is owed: a fifth may be held back; what the paid team's payroll declares is taken off first
@pytest.mark.parametrize(("extra", "reasons"), [(3, {"one_month"}), (4, {"one_month"}), (4.1, set())])
def test_a_total_must_hold_what_the_team_is_owed(extra: float, reasons: set[str]) -> None:
    tables = both(site(10), site(5, unpaid=APRIL, team="T2"))
    assert monthly(tables, int(WAGE * (10 + extra)), WAGE * 15).reasons() == reasons


def test_one_total_does_not_pay_two_months() -> None:
    found = monthly(site(unpaid=("2022-03", "2022-04")), WAGE * 10).finding()
    assert (found["reason"], found["first_month"], found["last_month"]) == ("one_month", "2022-03", "2022-03")
    assert monthly(site(unpaid=("2022-03", "2022-04")), WAGE * 20).reasons() == set()


def test_a_total_that_paid_an_earlier_month_late_is_spent() -> None:
    late = [line | ({"paid_on": "2022-05-05"} if line["paid_fen"] else {}) for line in site(unpaid=APRIL)["payroll"]]
    assert monthly(site(unpaid=APRIL) | {"payroll": late}, WAGE * 10).reasons() == {"one_month"}
    assert monthly(site(unpaid=APRIL) | {"payroll": late}, WAGE * 20).reasons() == set()


def test_a_team_on_no_payroll_is_owed_what_the_others_heads_are_paid() -> None:
    tables = both(site(), without(site(team="T2"), "payroll", project_id="P1"))
    assert monthly(tables, WAGE * 17, WAGE * 10).reasons() == {"two_months"}
    found = monthly(tables, WAGE * 19, WAGE * 10).finding()
    assert (found["reason"], found["last_month"]) == ("one_month", "2022-03")


def test_a_reversed_payment_clears_nothing() -> None:
    back: dict[str, object] = {
        "txn_id": "r",
        "account_key": "A1",
        "booked_at": "2022-05-13 10:00:00",
        "direction": "credit",
    }
    back |= {"amount_fen": WAGE * 10, "purpose": "refund", "reversal_of": "t"}
    tables = both(site(unpaid=APRIL), account())
    tables |= {"account_txn": [wages("t", WAGE * 10, "2022-04", "2022-05-12"), back]}
    assert p01(tables).reasons() == {"one_month"}


def test_an_account_that_serves_two_projects_clears_nothing() -> None:
    tables = both(site(unpaid=APRIL), {"project": [project("P2")]}, account("P1", "P2"))
    tables |= {"account_txn": [wages("t", WAGE * 10, "2022-04", "2022-05-12")]}
    assert p01(tables).reasons() == {"one_month"}


def test_managers_are_no_heads() -> None:
    tables = both(site(), site(5, team="T2", role="manager", unpaid=APRIL))
    assert p01(tables).outcomes == {"P1": "not_found"}


def test_a_paid_manager_does_not_clear_the_team() -> None:
    tables = both(site(unpaid=APRIL), site(1, role="manager"))
    assert p01(tables).reasons() == {"one_month"}


def test_visitors_without_registration_or_line_are_no_heads() -> None:
    visitors = [{"project_id": "P1", "person_key": f"v{i}", "month": "2022-04", "days": 5.0} for i in range(5)]
    tables = both(site(), {"attendance_month": visitors})
    assert p01(tables).outcomes == {"P1": "not_found"}


def test_daily_attendance_is_enough() -> None:
    tables = site(unpaid=APRIL)
    days = [
        {"project_id": "P1", "person_key": w["person_key"], "day": f"2022-04-{d:02}", "scans": 1}
        for w in tables["worker"]
        for d in (1, 2)
    ]
    tables = {k: v for k, v in tables.items() if k != "attendance_month"} | {"attendance_day": days}
    assert p01(tables).reasons() == {"one_month"}


def test_a_team_that_is_on_no_payroll() -> None:
    tables = both(site(), without(site(team="T2"), "payroll", project_id="P1"))
    found = p01(tables).finding()
    assert (found["reason"], found["n_months"]) == ("two_months", 2)
    assert {r["table"] for r in found["evidence"]} == {"attendance_month"}


def test_matters_older_than_two_years_are_left() -> None:
    tables = both(site(), site(team="T2", months=("2020-05",), unpaid=("2020-05",)))
    assert p01(tables).reasons() == set()
    tables = both(site(), site(team="T2", months=("2020-06",), unpaid=("2020-06",)))
    assert p01(tables).reasons() == {"one_month"}


def test_guizhou_is_red_when_the_next_month_passes_too() -> None:
    unpaid = site(months=("2023-03", "2023-04"), unpaid=("2023-04",), received="2023-06-10")
    assert p01(unpaid, as_of="2023-06-15", place="guizhou").reasons() == {"next_month_over"}
    assert p01(unpaid, as_of="2023-06-15").reasons() == {"one_month"}
    assert p01(site(months=("2023-03", "2023-04"), unpaid=("2023-04",), received="2023-05-28"),
               as_of="2023-05-30", place="guizhou").reasons() == {"one_month"}  # fmt: skip


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = site(months=("2022-02",), unpaid=("2022-02",), received=received)
    assert p01(tables).outcomes == {"P1": outcome}


@pytest.mark.parametrize("absent", ["attendance_month", "payroll"])
def test_without_attendance_or_wages_it_cannot_tell(absent: str) -> None:
    tables = {k: v for k, v in site(unpaid=APRIL).items() if k != absent}
    assert p01(tables).outcomes == {"P1": "could_not_tell"}
    assert p01(tables | {absent: []}).outcomes == {"P1": "could_not_tell"}


def test_the_wider_and_longer_the_stronger() -> None:
    one_team = p01(both(site(), site(team="T2", unpaid=APRIL))).finding()["strength"]
    all_teams = p01(both(site(unpaid=APRIL), site(team="T2", unpaid=APRIL))).finding()["strength"]
    two_months = p01(site(unpaid=("2022-03", "2022-04"))).finding()["strength"]
    assert one_team == pytest.approx(0.4 + 0.3 * 0.5 + 0.1)
    assert all_teams == pytest.approx(0.8)
    assert two_months == pytest.approx(0.9)
