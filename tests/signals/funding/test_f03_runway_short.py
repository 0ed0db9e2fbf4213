"""F03 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.funding.place import (
    HEADS,
    MONTHS,
    WAGE,
    Rows,
    account,
    attendance,
    credit,
    month,
    paid,
    payroll,
    place,
    project,
)
from tests.signals.tools import Answer, ask

NEED = HEADS * WAGE
PAST = MONTHS[:-1]  # the wages of May fall due on Wednesday, 15 June 2022


def f03(tables: Rows, **kw: Any) -> Answer:
    return ask("F03", tables, **kw)


def near(balance: int, as_of: str = "2022-06-10", **tables: Any) -> Rows:
    """May is worked and not yet paid; the account holds `balance`, known on the day itself."""
    entries = [
        credit("2022-05-20", NEED, NEED, received_on=as_of),
        paid("2022-05-25", NEED - balance, balance, received_on=as_of),
    ]
    return (
        place(
            account_txn=entries,
            attendance_month=[r | {"received_on": "2022-06-03"} for r in attendance()],
            payroll=[r | {"received_on": "2022-05-20"} for r in payroll(PAST)],
        )
        | tables
    )


# Friday 10 June 2022: three working days to pay day; Thursday the 9th: four
@pytest.mark.parametrize(
    ("balance", "as_of", "reasons"),
    [
        (NEED, "2022-06-10", set()),
        (NEED - 1, "2022-06-10", {"below_need"}),
        (NEED // 2, "2022-06-10", {"below_need"}),
        (NEED // 2 - 1, "2022-06-10", {"below_half"}),
        (NEED // 5, "2022-06-10", {"below_half"}),
        (NEED // 5 - 1, "2022-06-10", {"nearly_empty"}),
        (NEED // 5 - 1, "2022-06-09", {"below_half"}),
        (0, "2022-06-17", {"nearly_empty"}),
    ],
)
def test_balance_against_need(balance: int, as_of: str, reasons: set[str]) -> None:
    said = f03(near(balance, as_of), as_of=as_of)
    assert said.reasons() == reasons
    assert said.outcomes == {"P1": "found" if reasons else "not_found"}


def test_what_a_finding_shows() -> None:
    found = f03(near(NEED // 4), as_of="2022-06-10").finding()
    assert (found["month"], found["pay_day"], found["told_to"]) == ("2022-05", "2022-06-15", "2022-06-10")
    assert (found["balance_yuan"], found["need_yuan"], found["percent"]) == ("10,000.00", "40,000.00", 25.0)
    assert found["strength"] == 0.75
    assert found["n_heads"] == HEADS
    assert {r["table"] for r in found["evidence"]} == {"project", "special_account", "account_txn"}


# seven days before pay day the money of May is looked for; before that April's, which are paid
@pytest.mark.parametrize(("as_of", "outcome"), [("2022-06-07", "not_found"), ("2022-06-08", "found")])
def test_from_a_week_before_pay_day(as_of: str, outcome: str) -> None:
    assert f03(near(0, as_of), as_of=as_of).outcomes == {"P1": outcome}


def test_more_attendance_needs_more_than_the_mean() -> None:
    more = near(NEED)
    more["attendance_month"] += [
        {"project_id": "P1", "person_key": "k9", "month": "2022-05", "days": 25, "received_on": "2022-06-03"}
    ]
    assert f03(more, as_of="2022-06-10").finding()["need_yuan"] == "50,000.00"


def test_less_attendance_keeps_the_mean_until_the_payroll_is_made() -> None:
    fewer = near(NEED // 2)
    fewer["attendance_month"] = [
        r for r in fewer["attendance_month"] if r["month"] < "2022-05" or r["person_key"] < "k2"
    ]
    assert f03(fewer, as_of="2022-06-10").reasons() == {"below_need"}
    made = [r | {"received_on": "2022-06-05"} for r in payroll(("2022-05",), unpaid=("2022-05",), heads=2)]
    assert f03(fewer | {"payroll": fewer["payroll"] + made}, as_of="2022-06-10").reasons() == set()


def test_the_mean_needs_three_payrolls() -> None:
    two = near(0)
    two["payroll"] = [r for r in two["payroll"] if r["wage_month"] >= "2022-03"]
    assert f03(two | {"attendance_month": []}, as_of="2022-06-10").outcomes == {"P1": "could_not_tell"}
    assert f03(near(0, attendance_month=[]), as_of="2022-06-10").outcomes == {"P1": "found"}


def test_agreed_day_rates_stand_in_for_payrolls() -> None:
    hired = [
        {
            "project_id": "P1",
            "person_key": f"k{i}",
            "entered_on": "2022-05-01",
            "role": "worker",
            "daily_rate_fen": 40_000,
        }
        for i in range(HEADS)
    ]
    new = near(NEED - 1, payroll=[], worker=hired)
    new["attendance_month"] = [r for r in new["attendance_month"] if r["month"] == "2022-05"]
    assert f03(new, as_of="2022-06-10").reasons() == {"below_need"}
    assert f03(new | {"worker": []}, as_of="2022-06-10").outcomes == {"P1": "could_not_tell"}


def test_wages_already_paid_are_not_needed_again() -> None:
    rows = near(0, "2022-06-14")
    done = rows | {"payroll": rows["payroll"] + [r | {"received_on": "2022-06-14"} for r in payroll(("2022-05",))]}
    assert f03(done, as_of="2022-06-14").outcomes == {"P1": "not_found"}
    at_bank = paid("2022-06-13", NEED, 0, received_on="2022-06-14", wage_month="2022-05")
    assert f03(rows | {"account_txn": [*rows["account_txn"], at_bank]}, as_of="2022-06-14").outcomes == {
        "P1": "not_found"
    }
    half = at_bank | {"amount_fen": NEED // 2}
    assert (
        f03(rows | {"account_txn": [*rows["account_txn"], half]}, as_of="2022-06-14").finding()["need_yuan"]
        == "20,000.00"
    )


def just_in_time(days: int, months: tuple[str, ...]) -> list[dict[str, Any]]:
    """Credits so many days before the fifteenth of the month after."""
    return [credit(f"2022-{int(m[5:]) + 1:02d}-{15 - days:02d}", NEED, NEED, received_on="2022-06-10") for m in months]


@pytest.mark.parametrize(
    ("days", "months", "outcome"),
    [(3, MONTHS[:4], "not_found"), (4, MONTHS[:4], "found"), (3, MONTHS[1:4], "not_found"), (3, MONTHS[2:4], "found")],
)
def test_an_owner_who_pays_just_in_time(days: int, months: tuple[str, ...], outcome: str) -> None:
    lines = [r | {"paid_on": f"{r['due_on'][:8]}15", "due_on": f"{r['due_on'][:8]}15"} for r in payroll(PAST)]
    empty = paid("2022-05-25", 1, 0, received_on="2022-06-10")
    rows = near(0, account_txn=[*just_in_time(days, months), empty], payroll=lines)
    # 15 May 2022 is a Sunday and pay moves to the 13th; all actual pay days are the 15th
    assert f03(rows, as_of="2022-06-10").outcomes == {"P1": outcome}


def test_the_habit_excuses_nothing_after_pay_day() -> None:
    late = "2022-06-16"
    entries = [e | {"received_on": late} for e in just_in_time(2, MONTHS[:4])]
    rows = near(0, account_txn=[*entries, paid("2022-05-25", 1, 0, received_on=late)])
    assert f03(rows, as_of=late).reasons() == {"nearly_empty"}


def test_after_the_spring_festival_pause_no_mean_is_typical() -> None:
    """In February people worked five days; three full payrolls before do not make the need of the month."""
    as_of, months = "2022-03-11", ("2021-10", "2021-11", "2021-12")
    lines = [{"project_id": "P1", "person_key": f"k{i}", "wage_month": m, "days": 25, "due_fen": WAGE, "paid_fen": WAGE,
              "due_on": f"2021-{int(m[5:]) + 1:02d}-15" if m < "2021-12" else "2022-01-14"} for m in months for i in range(HEADS)]  # fmt: skip
    entries = [credit("2022-03-01", NEED // 5, NEED // 5, received_on=as_of)]
    rows = place(
        account_txn=entries, payroll=lines, attendance_month=attendance(months) + attendance(("2022-02",), days=5)
    )
    assert f03(rows, as_of=as_of).outcomes == {"P1": "not_found"}
    assert f03(rows | {"account_txn": [entries[0] | {"balance_fen": NEED // 5 - 1}]}, as_of=as_of).reasons() == {
        "below_need"
    }


def test_within_the_pause_nothing_is_told() -> None:
    tables = near(0, "2022-02-15")
    assert f03(tables, as_of="2022-02-15").outcomes == {"P1": "could_not_tell"}


def totals(*balances: int) -> list[dict[str, Any]]:
    """Months of 2022: the owner credits and the account pays the wages, the given balance stands at the end."""
    return [month(f"2022-{i + 1:02d}", NEED, NEED, b) for i, b in enumerate(balances)]


def test_monthly_totals_tell_only_around_the_pay_day() -> None:
    early = [r | {"due_on": f"{r['due_on'][:8]}05"} for r in payroll(PAST)]
    hired = [
        {"project_id": "P1", "person_key": f"k{i}", "entered_on": "2022-01-01", "role": "worker", "pay_day": 5}
        for i in range(HEADS)
    ]
    rows = place(
        account_month=totals(NEED, NEED, NEED, NEED, 0), attendance_month=attendance(), payroll=early, worker=hired
    )
    assert f03(rows, as_of="2022-06-03").reasons() == {"below_half"}  # 3 June: the 5th is a Sunday
    habit = rows | {"account_month": totals(NEED, NEED - 1, NEED, NEED, 0)}
    assert f03(habit, as_of="2022-06-03").outcomes == {"P1": "could_not_tell"}
    middle = place(
        account_month=totals(NEED, NEED, NEED, NEED, 0), attendance_month=attendance(), payroll=payroll(PAST)
    )
    assert f03(middle, as_of="2022-06-10").outcomes == {"P1": "could_not_tell"}


def far(balance: int, came: tuple[int, ...] = (NEED,) * 5, unpaid: tuple[str, ...] = ()) -> Rows:
    """Totals up to 31 May only, two weeks before the wages of May fall due."""
    months = [month(f"2022-{i + 1:02d}", c, min(c, NEED), 0) for i, c in enumerate(came)]
    months[-1]["end_balance_fen"] = balance
    return place(account_month=months, attendance_month=attendance(), payroll=payroll(PAST, unpaid))


# all wages of the month and older ones are there: only wages may leave the account before pay day
@pytest.mark.parametrize(
    ("balance", "unpaid", "outcome"),
    [
        (NEED, (), "not_found"),
        (NEED - 1, (), "could_not_tell"),
        (NEED, ("2022-04",), "could_not_tell"),
        (2 * NEED, ("2022-04",), "not_found"),
    ],
)
def test_totals_two_weeks_before_pay_day_tell_when_all_is_there(
    balance: int, unpaid: tuple[str, ...], outcome: str
) -> None:
    assert f03(far(balance, unpaid=unpaid), as_of="2022-06-10").outcomes == {"P1": outcome}


# a credit like the best month's may still come: only what even that would leave short is told
@pytest.mark.parametrize(
    ("balance", "came", "outcome"),
    [
        (0, (NEED // 4,) * 5, "found"),
        (NEED * 3 // 4 - 1, (NEED // 4,) * 5, "found"),
        (NEED * 3 // 4, (NEED // 4,) * 5, "could_not_tell"),
        (0, (NEED, 0, NEED // 4, NEED // 4, NEED // 4), "could_not_tell"),
        (0, (0, 0, NEED // 4, NEED // 4, NEED // 4), "found"),
        (0, (0, 0, 0, NEED // 4, NEED // 4), "could_not_tell"),
    ],
)
def test_totals_two_weeks_before_pay_day_tell_when_no_usual_credit_helps(
    balance: int, came: tuple[int, ...], outcome: str
) -> None:
    assert f03(far(balance, came), as_of="2022-06-10").outcomes == {"P1": outcome}


def test_what_a_finding_with_another_credit_shows() -> None:
    found = f03(far(NEED // 4, (NEED // 4,) * 5), as_of="2022-06-10").finding()
    assert (found["reason"], found["percent"], found["balance_yuan"]) == ("below_with_credit", 50.0, "20,000.00")
    assert (found["told_to"], found["pay_day"]) == ("2022-05-31", "2022-06-15")


def test_after_pay_day_monthly_totals_tell() -> None:
    as_of = "2022-07-05"
    rows = place(
        account_month=[*totals(NEED, 0, 0, 0, 0), month("2022-06", 0, 0, 0)],
        attendance_month=attendance(),
        payroll=payroll(PAST),
    )
    assert f03(rows, as_of=as_of).reasons() == {"below_half"}


@pytest.mark.parametrize("balances", [None, 5])
def test_nothing_is_told_without_balance(balances: int | None) -> None:
    rows = near(5)
    rows["account_txn"] = [r | {"balance_fen": balances} for r in rows["account_txn"]]
    assert f03(rows, as_of="2022-06-10").outcomes == {"P1": "found" if balances else "could_not_tell"}


def test_nothing_is_told_of_a_shared_account_an_old_feed_or_another_day() -> None:
    shared = near(0) | {"special_account": [account(sub_ledger=True), account(pid="P2", sub_ledger=True)]}
    assert f03(shared, as_of="2022-06-10").outcomes == {"P1": "could_not_tell"}
    assert f03(near(0, account_txn=[]), as_of="2022-06-10").outcomes == {"P1": "could_not_tell"}
    before = near(0, "2022-06-07")  # told eight days before pay day
    assert f03(before, as_of="2022-06-10").outcomes == {"P1": "could_not_tell"}
    assert f03({"project": [project()]}).outcomes == {"P1": "could_not_tell"}


def test_two_accounts_hold_together() -> None:
    second = [credit("2022-06-01", NEED, NEED, key="A2", received_on="2022-06-10")]
    rows = near(0)
    both = rows | {"special_account": [account(), account("A2")], "account_txn": rows["account_txn"] + second}
    assert f03(both, as_of="2022-06-10").outcomes == {"P1": "not_found"}


def test_works_that_rest_are_not_asked() -> None:
    assert f03(near(0) | {"project": [project(status="suspended")]}, as_of="2022-06-10").outcomes == {}


def test_managers_on_site_need_no_more() -> None:
    rows = near(NEED)
    rows["attendance_month"] += [
        {"project_id": "P1", "person_key": "boss", "month": "2022-05", "days": 25, "received_on": "2022-06-03"}
    ]
    hired = [
        {"project_id": "P1", "person_key": f"k{i}", "entered_on": "2022-01-01", "role": "worker"} for i in range(HEADS)
    ]
    boss = {"project_id": "P1", "person_key": "boss", "entered_on": "2022-01-01", "role": "manager"}
    assert f03(rows | {"worker": [*hired, boss]}, as_of="2022-06-10").reasons() == set()
    assert f03(rows | {"worker": [*hired, boss | {"role": "worker"}]}, as_of="2022-06-10").reasons() == {"below_need"}
