"""G04 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

PROJECTS = [
    {"project_id": p, "name": f"n{p}", "status": "building", "contractor_uscc": "GC"} for p in ("P1", "P2", "P3")
]
ACCOUNTS = [
    {"account_key": a, "project_id": p, "holder_uscc": "GC", "opened_on": "2021-06-01"}
    for a, p in (("a1", "P1"), ("a2", "P2"), ("a3", "P3"))
]


def entry(
    n: int, yuan: float, on: str = "2022-05-10", here: str = "a1", there: str = "a2", **changes: Any
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "txn_id": f"t{n}",
        "account_key": here,
        "counterparty_key": there,
        "booked_at": f"{on} 10:00:00",
    }
    row |= {
        "direction": "debit",
        "amount_fen": round(yuan * 100),
        "purpose": "other",
        "counterparty_kind": "contractor",
    }
    return row | changes


def g04(*entries: dict[str, Any], **tables: Any) -> Answer:
    params = tables.pop("params", None)
    whole = {"project": PROJECTS, "special_account": ACCOUNTS, "account_txn": list(entries)}
    return ask("G04", whole | tables, params=params)


def test_any_sum_to_another_projects_account() -> None:
    answer = g04(entry(1, 0.01))
    assert answer.reasons("P1") == {"moved"}
    assert answer.reasons("P2") == set()
    found = answer.finding("P1")
    assert (found["n_entries"], found["amount_yuan"], found["other_name"], found["n_others"]) == (1, "0.01", "nP2", 1)
    assert [r["table"] for r in found["evidence"]] == ["account_txn", "special_account"]


def test_both_banks_tell_of_one_transfer() -> None:
    both = (entry(1, 900), entry(2, 900, here="a2", there="a1", direction="credit"))
    assert g04(*both).finding("P1")["amount_yuan"] == "900.00"


@pytest.mark.parametrize(
    ("back", "reasons"), [("2022-05-10", set()), ("2022-05-17", set()), ("2022-05-18", {"lent"}), (None, {"moved"})]
)
def test_a_posting_error_put_right_within_five_working_days(back: str | None, reasons: set[str]) -> None:
    """From Tuesday, 10 May, the fifth working day is Tuesday, 17 May; who gives back diverts nothing."""
    entries = [entry(1, 900)] + ([entry(2, 900, back, here="a2", there="a1", purpose="refund")] if back else [])
    answer = g04(*entries)
    assert (answer.reasons("P1"), answer.reasons("P2")) == (reasons, set())


def test_another_sum_is_no_correction() -> None:
    answer = g04(entry(1, 900), entry(2, 899, "2022-05-12", here="a2", there="a1"))
    assert (answer.reasons("P1"), answer.reasons("P2")) == ({"moved"}, {"moved"})


def test_one_return_puts_one_transfer_right() -> None:
    found = g04(entry(1, 900, "2022-05-09"), entry(2, 900), entry(3, 900, "2022-05-12", here="a2", there="a1"))
    assert (found.finding("P1")["reason"], found.finding("P1")["n_entries"]) == ("moved", 1)


def test_reversed_entries_moved_nothing() -> None:
    whole = entry(2, 900, here="a1", direction="credit", reversal_of="t1")
    assert g04(entry(1, 900), whole).reasons("P1") == set()
    assert g04(entry(1, 900), whole | {"amount_fen": 80_000}).finding("P1")["amount_yuan"] == "100.00"


def test_an_account_that_serves_both() -> None:
    shared = [*ACCOUNTS, ACCOUNTS[1] | {"project_id": "P1"}]
    assert g04(entry(1, 900), special_account=shared).reasons("P1") == set()


@pytest.mark.parametrize(
    ("flags", "holder", "allowed", "reasons"),
    [
        ((True, True), "GC", True, set()),
        ((True, True), "GC", None, set()),
        ((True, True), "GC", False, {"moved"}),
        ((True, False), "GC", True, {"moved"}),
        ((True, True), "OTHER", True, {"moved"}),
    ],
)
def test_sub_ledgers_of_one_holder(
    flags: tuple[bool, bool], holder: str, allowed: bool | None, reasons: set[str]
) -> None:
    one, two = (a | {"sub_ledger": flag} for a, flag in zip(ACCOUNTS, flags, strict=False))
    answer = g04(
        entry(1, 900),
        special_account=[one, two | {"holder_uscc": holder}, ACCOUNTS[2]],
        params={"sub_ledger_allowed": allowed},
    )
    assert answer.reasons("P1") == reasons


@pytest.mark.parametrize(("notice", "reasons"), [("2022-04-10", set()), ("2022-04-11", {"moved"})])
def test_the_balance_after_release(notice: str, reasons: set[str]) -> None:
    accounts = [ACCOUNTS[0] | {"close_notice_on": notice}, *ACCOUNTS[1:]]
    assert g04(entry(1, 900), special_account=accounts).reasons("P1") == reasons


@pytest.mark.parametrize(("on", "reasons"), [("2020-06-15", {"moved"}), ("2020-06-14", set())])
def test_two_years(on: str, reasons: set[str]) -> None:
    assert g04(entry(1, 900, on), entry(2, 1, there="k")).reasons("P1") == reasons


def wages(yuan: float, month: str = "2022-04", **changes: Any) -> dict[str, Any]:
    who = {"purpose": "wage", "counterparty_kind": "worker", "counterparty_person_key": "w2", "wage_month": month}
    return entry(1, yuan, there="card", **who | changes)


def people(**more: Any) -> dict[str, Any]:
    workers = [{"project_id": p, "person_key": f"w{p[1]}", "role": "worker"} for p in ("P1", "P2")]
    lines = [
        {"project_id": "P2", "person_key": "w2", "wage_month": "2022-04", "due_fen": 10_000_00, "paid_fen": 10_000_00},
        {"project_id": "P2", "person_key": "w9", "wage_month": "2022-04", "due_fen": 90_000_00, "paid_fen": 0},
    ]
    return {"worker": workers, "payroll": lines} | more


@pytest.mark.parametrize(("yuan", "reasons"), [(4_999, set()), (5_000, set()), (5_000.01, {"paid_others"})])
def test_more_than_a_twentieth_of_the_others_payroll(yuan: float, reasons: set[str]) -> None:
    answer = g04(wages(yuan), **people())
    assert (answer.reasons("P1"), answer.reasons("P2")) == (reasons, set())


def test_who_works_here_too_is_paid_here() -> None:
    both = people()["worker"] + [{"project_id": "P1", "person_key": "w2", "role": "worker"}]
    assert g04(wages(9_000), **people(worker=both)).reasons("P1") == set()


def test_a_month_without_a_line_there_is_not_its_payroll() -> None:
    assert g04(wages(9_000, "2022-03"), **people()).reasons("P1") == set()


def test_a_wage_paid_from_the_wrong_account_and_sent_back() -> None:
    back = entry(2, 9_000, "2022-05-12", there="card", direction="credit", purpose="other")
    assert g04(wages(9_000), back, **people()).reasons("P1") == set()


def test_an_account_of_two_projects_cannot_be_split() -> None:
    shared = [ACCOUNTS[0], ACCOUNTS[0] | {"project_id": "P2"}, ACCOUNTS[2]]
    answer = g04(entry(1, 900, there="a3"), special_account=shared)
    assert (answer.outcomes["P1"], answer.outcomes["P2"]) == ("could_not_tell", "could_not_tell")


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    assert g04(entry(1, 900, "2022-04-20", received_on=received)).outcomes["P1"] == outcome


def test_monthly_totals_name_nobody() -> None:
    totals = [{"account_key": "a1", "month": "2022-05", "debit_other_fen": 900}]
    assert g04(account_month=totals).outcomes["P1"] == "could_not_tell"
