"""A04, A06, A08: what leaves the account, who holds it fast, and when nothing moves."""

from itertools import count
from typing import Any

import pytest

from tests.signals.tools import Answer, ask

NUMBER = count(1)
PROJECT = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC"}
ACCOUNT = {"account_key": "a1", "project_id": "P1", "holder_uscc": "GC", "opened_on": "2021-06-01"}
WORKER = {"project_id": "P1", "person_key": "w", "role": "worker"}


def entry(yuan: float, **changes: Any) -> dict[str, Any]:
    row = {
        "txn_id": f"t{next(NUMBER):04d}",
        "account_key": "a1",
        "booked_at": "2022-05-10 10:00:00",
        "direction": "debit",
    }
    row |= {"amount_fen": int(yuan * 100), "purpose": "other", "channel": "online", "counterparty_kind": "company"}
    return row | changes


def wages(yuan: float, **changes: Any) -> dict[str, Any]:
    worker = {"counterparty_kind": "worker", "counterparty_person_key": "w", "purpose": "wage", "channel": "batch"}
    return entry(yuan, **worker | changes)


def debits(*entries: dict[str, Any], **tables: Any) -> Answer:
    given = {"project": [PROJECT], "special_account": [ACCOUNT], "worker": [WORKER], "account_txn": list(entries)}
    return ask("A04", given | tables)


@pytest.mark.parametrize(("elsewhere", "reason"), [(4_999, "diverted"), (5_000, "diverted"), (5_001, "diverted_much")])
def test_more_than_a_twentieth_of_the_month(elsewhere: int, reason: str) -> None:
    assert debits(wages(100_000 - elsewhere), entry(elsewhere)).reasons() == {reason}


@pytest.mark.parametrize(("elsewhere", "reason"), [(50_000, "diverted"), (50_001, "diverted_much")])
def test_more_than_fifty_thousand(elsewhere: int, reason: str) -> None:
    answer = debits(wages(10_000_000), entry(elsewhere))
    assert answer.reasons() == {reason}
    assert answer.finding()["amount_fen"] == elsewhere * 100


def test_cash_to_anybody() -> None:
    answer = debits(wages(1_000_000), wages(500, channel="cash"))
    assert answer.reasons() == {"diverted"}
    assert answer.finding()["cash_yuan"] == "500.00"


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": "fee"},
        {"purpose": "interest"},
        {"counterparty_kind": "bank"},
        {"counterparty_kind": None, "purpose": "wage", "channel": "batch"},
        {"counterparty_kind": "worker", "purpose": "wage"},
        {"counterparty_kind": "person", "counterparty_person_key": "w"},
        {"counterparty_key": "a2"},  # the project's next account
    ],
    ids=["fee", "interest", "bank", "batch", "worker", "registered", "successor"],
)
def test_lawful_debits(changes: dict[str, Any]) -> None:
    accounts = [ACCOUNT, ACCOUNT | {"account_key": "a2", "opened_on": "2022-05-01"}]
    assert debits(wages(1_000), entry(900, **changes), special_account=accounts).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize("kind", ["owner", "contractor", "subcontractor", "company", "person", "treasury", "other"])
def test_others_than_workers(kind: str) -> None:
    assert debits(wages(1_000_000), entry(900, counterparty_kind=kind)).reasons() == {"diverted"}


def test_an_unregistered_person_is_a_stranger_unless_seen_at_work() -> None:
    paid = entry(900, counterparty_kind="worker", counterparty_person_key="n", purpose="wage")
    assert debits(wages(1_000_000), paid).reasons() == {"diverted"}
    seen = [{"project_id": "P1", "person_key": "n", "month": "2022-04", "days": 2}]
    assert debits(wages(1_000_000), paid, attendance_month=seen).outcomes == {"P1": "not_found"}


def test_workers_of_each_project_that_an_account_serves_are_its_own() -> None:
    tables = {
        "project": [PROJECT, PROJECT | {"project_id": "P2"}],
        "special_account": [ACCOUNT, ACCOUNT | {"project_id": "P2"}],
        "worker": [WORKER, WORKER | {"project_id": "P2", "person_key": "v"}],
    }
    answer = debits(wages(1_000), wages(1_000, counterparty_person_key="v"), **tables)
    assert answer.outcomes == {"P1": "not_found", "P2": "not_found"}


@pytest.mark.parametrize(("day", "outcome"), [("16", "not_found"), ("17", "found")])
def test_a_wrong_credit_goes_back_within_five_working_days(day: str, outcome: str) -> None:
    """It came on Monday 9 May; the fifth working day after it is Monday 16 May."""
    came = entry(700, direction="credit", counterparty_uscc="U", booked_at="2022-05-09 10:00:00")
    went = entry(700, purpose="refund", counterparty_uscc="U", booked_at=f"2022-05-{day} 10:00:00")
    assert debits(wages(1_000), came, went).outcomes == {"P1": outcome}


def test_a_wrong_debit_that_came_back() -> None:
    went = entry(700, counterparty_key="z")
    came = entry(700, direction="credit", counterparty_key="z", purpose="refund", booked_at="2022-05-12 10:00:00")
    assert debits(wages(1_000), went, came).outcomes == {"P1": "not_found"}


def test_a_labour_fee_from_the_same_company_does_not_excuse() -> None:
    came = entry(700, direction="credit", counterparty_uscc="U", purpose="labour_fee", booked_at="2022-05-09 10:00:00")
    assert debits(wages(1_000), came, entry(700, counterparty_uscc="U")).reasons() == {"diverted_much"}


def test_a_reversed_debit_never_left() -> None:
    wrong = entry(700)
    back = entry(700, direction="credit", reversal_of=wrong["txn_id"])
    assert debits(wages(1_000), wrong, back).outcomes == {"P1": "not_found"}


def test_what_a_court_takes_is_not_the_firms_doing() -> None:
    order = {"account_key": "a1", "case_no": "c", "kind": "deduct", "amount_fen": 70_000, "from_on": "2022-05-09"}
    assert debits(wages(1_000), entry(700), account_restriction=[order]).outcomes == {"P1": "not_found"}
    other = order | {"amount_fen": 60_000}
    assert debits(wages(1_000), entry(700), account_restriction=[other]).outcomes == {"P1": "found"}


@pytest.mark.parametrize(("notice_on", "outcome"), [("2022-04-10", "not_found"), ("2022-04-11", "found")])
def test_the_balance_is_the_contractors_after_release(notice_on: str, outcome: str) -> None:
    account = ACCOUNT | {"close_notice_on": notice_on, "closed_on": "2022-05-11"}
    left = entry(700, counterparty_kind="contractor")
    assert debits(wages(1_000), left, special_account=[account]).outcomes == {"P1": outcome}


def test_what_is_older_than_two_years_is_not_pursued() -> None:
    assert debits(wages(1_000), entry(700, booked_at="2020-05-31 10:00:00")).outcomes == {"P1": "not_found"}
    assert debits(wages(1_000), entry(700, booked_at="2020-06-01 10:00:00")).outcomes == {"P1": "found"}


@pytest.mark.parametrize(
    ("other", "cash", "reason"),
    [(200, 0, None), (201, 0, "by_month"), (60_000, 0, "by_month"), (0, 5_000, "by_month"), (0, 60_000, "cash_much")],
)
def test_monthly_totals_tell_less(other: int, cash: int, reason: str | None) -> None:
    """Totals name no payee: only cash is told gravely, and bank fees are allowed for."""
    month = {"account_key": "a1", "month": "2022-05", "debit_wage_fen": 100_000_000}
    month |= {"debit_other_fen": other * 100, "cash_fen": cash * 100}
    assert debits(account_month=[month]).reasons() == ({reason} if reason else set())


def test_entries_go_before_totals() -> None:
    month = {"account_key": "a1", "month": "2022-05", "debit_wage_fen": 100, "debit_other_fen": 10**9, "cash_fen": 0}
    assert debits(wages(1_000), account_month=[month]).outcomes == {"P1": "not_found"}


def test_an_account_that_the_bank_does_not_share() -> None:
    other = entry(10, account_key="elsewhere")
    assert debits(other).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received_on", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_stale_entries_tell_nothing(received_on: str, outcome: str) -> None:
    assert debits(entry(700, booked_at="2022-04-10 10:00:00", received_on=received_on)).outcomes == {"P1": outcome}


def protection(*restrictions: dict[str, Any], **check: Any) -> Answer:
    row = {"account_key": "a1", "checked_on": "2022-05-20", "status": "normal", "marked": True} | check
    orders = [{"account_key": "a1", "case_no": "c"} | r for r in restrictions]
    account = ACCOUNT | {"opened_on": "2022-05-01"}
    tables = {"project": [PROJECT], "special_account": [account], "account_check": [row], "account_restriction": orders}
    return ask("A06", tables)


def test_marked_and_free() -> None:
    assert protection().outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(
    ("checked_on", "reasons"), [("2022-05-10", set()), ("2022-05-11", set()), ("2022-05-12", {"not_marked"})]
)
def test_the_bank_has_ten_days_to_mark(checked_on: str, reasons: set[str]) -> None:
    assert protection(checked_on=checked_on, marked=False).reasons() == reasons


FREEZE = {"kind": "freeze", "from_on": "2022-05-20", "for_project_wage": False, "amount_fen": 100}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, {"frozen"}),
        ({"kind": "seal"}, {"frozen"}),
        ({"kind": "deduct"}, {"deducted"}),
        ({"for_project_wage": True}, set()),
        ({"for_project_wage": None}, set()),
        ({"to_on": "2022-06-14"}, set()),
        ({"to_on": "2022-06-15"}, {"frozen"}),
        ({"from_on": "2022-06-16"}, set()),
        ({"kind": "deduct", "from_on": "2020-06-15"}, {"deducted"}),
        ({"kind": "deduct", "from_on": "2020-06-14"}, set()),
    ],
)
def test_frozen_or_debited_for_others(changes: dict[str, Any], reasons: set[str]) -> None:
    assert protection(FREEZE | changes).reasons() == reasons


def test_a_released_freeze() -> None:
    release = {"kind": "release", "from_on": "2022-06-01"}
    assert protection(FREEZE, release).outcomes == {"P1": "not_found"}
    assert protection(FREEZE, release | {"case_no": "other"}).reasons() == {"frozen"}


def test_frozen_and_nobody_says_why() -> None:
    assert protection(status="frozen").reasons() == {"frozen_unexplained"}
    assert protection(FREEZE, status="frozen").reasons() == {"frozen"}
    assert not protection(FREEZE | {"for_project_wage": True}, status="frozen").reasons()
    assert not protection({"kind": "release", "from_on": "2022-05-20"}, status="frozen").reasons()


def test_an_account_that_no_bank_answered_for() -> None:
    assert protection(account_key="other").outcomes == {"P1": "could_not_tell"}


MONTHS = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03", "2022-04", "2022-05")


def stillness(still: int, heads: int = 10, accounts: tuple[dict[str, Any], ...] = (ACCOUNT,), **tables: Any) -> Answer:
    """Wages in all months but the last `still`; the attending are `heads` in the last month."""
    paid = len(MONTHS) - still
    days = [
        {"project_id": "P1", "person_key": f"k{n}", "month": month, "days": 5}
        for month in MONTHS
        for n in range(heads if month == MONTHS[-1] else 10)
    ]
    months = [
        {"account_key": "a1", "month": m, "credit_owner_fen": 0, "debit_wage_fen": 5 if n < paid else 0}
        for n, m in enumerate(MONTHS)
    ]
    given = {"project": [PROJECT], "special_account": list(accounts), "attendance_month": days, "account_month": months}
    return ask("A08", given | tables)


@pytest.mark.parametrize(("months", "reasons"), [(0, set()), (1, set()), (2, {"still"}), (3, {"long"})])
def test_months_without_a_movement(months: int, reasons: set[str]) -> None:
    answer = stillness(months)
    assert answer.reasons() == reasons
    assert answer.outcomes == {"P1": "found" if reasons else "not_found"}


@pytest.mark.parametrize(("heads", "outcome"), [(9, "not_found"), (10, "found"), (11, "found")])
def test_ten_people_at_work(heads: int, outcome: str) -> None:
    assert stillness(2, heads).outcomes == {"P1": outcome}


def test_the_festival_pause_does_not_count() -> None:
    """Of the five still months January and February 2022 lie mostly within the pause."""
    assert stillness(5).finding()["n_months"] == 3


def test_the_month_of_opening_is_start_up() -> None:
    young = ACCOUNT | {"opened_on": "2022-04-02"}
    months = [{"account_key": "a1", "month": m, "credit_owner_fen": 0, "debit_wage_fen": 0} for m in MONTHS[-2:]]
    assert stillness(2, accounts=(young,), account_month=months).outcomes == {"P1": "not_found"}


def test_a_movement_this_month_ends_it() -> None:
    rows = [
        entry(9, purpose="labour_fee", direction="credit", booked_at="2022-06-03 09:00:00", counterparty_kind="owner")
    ]
    assert stillness(3, account_txn=rows).outcomes == {"P1": "not_found"}


def test_wages_from_the_projects_old_account() -> None:
    old = ACCOUNT | {"account_key": "old", "opened_on": "2021-01-01"}
    assert stillness(3, accounts=(ACCOUNT, old)).outcomes == {"P1": "could_not_tell"}
    rows = [wages(9, account_key="old", booked_at=f"{m}-20 09:00:00", received_on=f"{m}-21") for m in MONTHS]
    rows.append(entry(1, account_key="other", booked_at="2022-06-10 09:00:00"))
    assert stillness(3, accounts=(ACCOUNT, old), account_txn=rows).outcomes == {"P1": "not_found"}


def test_entries_of_an_account_that_always_come_late() -> None:
    """Its entries are 70 days late: that April and May are empty tells nothing yet."""
    rows = [wages(9, booked_at=f"{m}-20 09:00:00", received_on="2022-06-10") for m in MONTHS[:-2]]
    assert stillness(2, account_txn=rows, account_month=[]).outcomes == {"P1": "could_not_tell"}
    prompt = [row | {"received_on": row["booked_at"][:10]} for row in rows]
    heard = entry(1, account_key="other", booked_at="2022-06-10 09:00:00")
    assert stillness(2, account_txn=[*prompt, heard], account_month=[]).reasons() == {"still"}


def test_without_attendance_nobody_is_told() -> None:
    assert stillness(3, attendance_month=[]).outcomes == {"P1": "could_not_tell"}
