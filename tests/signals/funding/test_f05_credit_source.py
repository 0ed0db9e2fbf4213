"""F05 at, just below and just above its limits, its guards, and when it cannot tell."""

from itertools import count
from typing import Any

import pytest

from tests.signals.tools import Answer, ask

NUMBER = count(1)
PROJECT = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC", "owner_uscc": "OW"}
PROJECT |= {"fund_source": "private"}
ACCOUNT = {"account_key": "a1", "project_id": "P1", "holder_uscc": "GC", "opened_on": "2021-06-01"}
SUB = {"project_id": "P1", "uscc": "SUB", "role": "labour_sub"}


def credit(yuan: float, kind: str | None, uscc: str | None = None, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "txn_id": f"t{next(NUMBER):04d}",
        "account_key": "a1",
        "booked_at": "2022-05-10 10:00:00",
        "direction": "credit",
    }
    row |= {"amount_fen": round(yuan * 100), "purpose": "other", "counterparty_kind": kind, "counterparty_uscc": uscc}
    return row | changes


def owner(yuan: float, **changes: Any) -> dict[str, Any]:
    return credit(yuan, "owner", "OW", purpose="labour_fee", **changes)


def f05(*entries: dict[str, Any], fund: str = "private", **tables: Any) -> Answer:
    given = {"project": [PROJECT | {"fund_source": fund}], "special_account": [ACCOUNT], "project_party": [SUB]}
    return ask("F05", given | {"account_txn": list(entries)} | tables)


@pytest.mark.parametrize(("yuan", "reasons"), [(49_999, set()), (50_000, set()), (50_001, {"not_owner"})])
def test_more_than_half_not_from_the_owner(yuan: float, reasons: set[str]) -> None:
    assert f05(owner(100_000 - yuan), credit(yuan, "company", "X")).reasons() == reasons


@pytest.mark.parametrize(("yuan", "reasons"), [(29_999, set()), (30_000, set()), (30_001, {"self_funded"})])
def test_more_than_three_tenths_of_public_works_by_the_contractor(yuan: float, reasons: set[str]) -> None:
    entries = (owner(100_000 - yuan), credit(yuan, "contractor", "GC"))
    assert f05(*entries, fund="government").reasons() == reasons
    assert f05(*entries, fund="mixed").reasons() == set()


@pytest.mark.parametrize(("yuan", "reasons"), [(9_999, set()), (10_000, set()), (10_001, {"persons_subs"})])
@pytest.mark.parametrize(
    "who",
    [("person", None, "w9"), ("company", "SUB", None), ("subcontractor", "Z", None), (None, None, "w9")],
    ids=["person", "listed sub", "said sub", "a key alone"],
)
def test_more_than_a_tenth_by_persons_or_subs(yuan: float, reasons: set[str], who: tuple[Any, Any, Any]) -> None:
    strange = credit(yuan, who[0], who[1], counterparty_person_key=who[2])
    assert f05(owner(100_000 - yuan), strange).reasons() == reasons


def test_the_contractor_on_private_works_and_both_at_once() -> None:
    advance = credit(60_000, "contractor", "GC")
    assert f05(owner(40_000), advance).reasons() == {"not_owner"}
    assert f05(owner(40_000), advance, credit(20_000, "person"), fund="government").reasons() == {
        "self_funded",
        "persons_subs",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"counterparty_kind": "treasury"},
        {"counterparty_kind": "bank"},
        {"counterparty_kind": None, "counterparty_uscc": None},
        {"counterparty_uscc": "OW", "counterparty_kind": "company"},
        {"counterparty_kind": "worker"},
        {"purpose": "refund"},
        {"purpose": "interest"},
        {"counterparty_key": "d1"},
        {"counterparty_key": "a2"},
    ],
    ids=[
        "treasury",
        "supervised",
        "unnamed",
        "owner's code",
        "returned",
        "refund",
        "interest",
        "deposit",
        "own account",
    ],
)
def test_what_is_the_owners_or_no_funding(changes: dict[str, Any]) -> None:
    accounts = [ACCOUNT, ACCOUNT | {"account_key": "a2"}]
    deposit = [{"deposit_id": "D", "project_id": "P1", "account_key": "d1"}]
    foreign = credit(90_000, "company", "X")
    told: dict[str, Any] = {"special_account": accounts, "wage_deposit": deposit}
    ours = (owner(10_000), owner(1, account_key="a2"))
    assert f05(*ours, foreign, **told).reasons() == {"not_owner"}
    assert f05(*ours, foreign | changes, **told).outcomes == {"P1": "not_found"}


def test_an_account_of_which_nobody_tells() -> None:
    told: dict[str, Any] = {"special_account": [ACCOUNT, ACCOUNT | {"account_key": "a2"}]}
    assert f05(owner(10_000), credit(90_000, "company", "X"), **told).outcomes == {"P1": "could_not_tell"}


def held(share: float, holder: str = "OW", firm: str = "X") -> dict[str, Any]:
    row = {"holder_kind": "company", "holder_id": holder, "uscc": firm, "share": share}
    return row | {"from_on": "2020-01-01", "to_on": None}


@pytest.mark.parametrize(
    ("holdings", "reasons"),
    [
        ([held(0.5)], set()),
        ([held(0.49)], {"not_owner"}),
        ([held(1, "X", "OW")], set()),
        ([held(1, "TOP", "X"), held(1, "TOP", "OW")], set()),
        ([held(1, "OW", "M"), held(1, "M", "X")], set()),
        ([held(0.5) | {"to_on": "2022-06-14"}], {"not_owner"}),
    ],
)
def test_a_company_of_the_owners_group(holdings: list[dict[str, Any]], reasons: set[str]) -> None:
    assert f05(owner(10_000), credit(90_000, "company", "X"), holding=holdings).reasons() == reasons


@pytest.mark.parametrize(("fund", "reasons"), [("government", set()), ("private", {"not_owner"})])
def test_a_public_body_on_public_works(fund: str, reasons: set[str]) -> None:
    body = [{"uscc": "X", "name": "x", "kind": "institution", "status": "active"}]
    assert f05(owner(10_000), credit(90_000, "company", "X"), fund=fund, company=body).reasons() == reasons


@pytest.mark.parametrize(("on", "reasons"), [("2022-03-12", set()), ("2022-03-13", {"not_owner"})])
def test_ninety_days(on: str, reasons: set[str]) -> None:
    assert f05(owner(10_000), credit(90_000, "company", "X", booked_at=f"{on} 10:00:00")).reasons() == reasons


@pytest.mark.parametrize(("on", "reasons"), [("2022-05-10", set()), ("2022-05-11", {"not_owner"})])
def test_the_first_month_is_often_advanced(on: str, reasons: set[str]) -> None:
    """Opened on 9 April: the tenth of May is the thirty-first day after."""
    accounts = [ACCOUNT | {"opened_on": "2022-04-09"}]
    entries = (
        owner(10_000, booked_at="2022-06-01 10:00:00"),
        credit(90_000, "company", "X", booked_at=f"{on} 10:00:00"),
    )
    assert f05(*entries, special_account=accounts).reasons() == reasons


def test_reversed_credits_are_none() -> None:
    foreign = credit(90_000, "company", "X")
    back = credit(90_000, "company", "X", direction="debit", reversal_of=foreign["txn_id"])
    assert f05(owner(10_000), foreign, back).reasons() == set()


def totals(own: float, other: float, month: str = "2022-04", **changes: Any) -> list[dict[str, Any]]:
    row: dict[str, Any] = {
        "account_key": "a1",
        "credit_owner_fen": round(own * 100),
        "credit_other_fen": round(other * 100),
    }
    last = {"account_key": "a1", "month": "2022-05", "credit_owner_fen": 0, "credit_other_fen": 0, "end_balance_fen": 0}
    return [last, row | {"month": month, "end_balance_fen": 0} | changes] if month != "2022-05" else [last | row]


def by_month(rows: list[dict[str, Any]], fund: str = "private") -> Answer:
    given = {"project": [PROJECT | {"fund_source": fund}], "special_account": [ACCOUNT], "account_month": rows}
    return ask("F05", given)


@pytest.mark.parametrize(("other", "reasons"), [(50_000, set()), (50_001, {"not_owner_month"})])
def test_monthly_totals_tell_of_private_works(other: float, reasons: set[str]) -> None:
    assert by_month(totals(100_000 - other, other)).reasons() == reasons


@pytest.mark.parametrize(("other", "outcome"), [(50_000, "not_found"), (50_001, "found")])
def test_monthly_totals_hold_returned_wages(other: float, outcome: str) -> None:
    assert by_month(totals(10_000, other, debit_wage_fen=1_000_000_00)).outcomes == {"P1": outcome}


@pytest.mark.parametrize("fund", ["government", "mixed"])
def test_monthly_totals_do_not_tell_the_treasury_from_others(fund: str) -> None:
    assert by_month(totals(10_000, 90_000), fund).outcomes == {"P1": "could_not_tell"}
    assert by_month(totals(10_000, 0), fund).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(("month", "outcome"), [("2022-03", "found"), ("2022-02", "could_not_tell")])
def test_three_whole_months(month: str, outcome: str) -> None:
    between = [totals(0, 0, m)[1] for m in ("2022-03", "2022-04") if m > month]
    assert by_month([*totals(10_000, 90_000, month), *between]).outcomes == {"P1": outcome}


def test_shared_accounts_silence_and_old_feeds_tell_nothing() -> None:
    foreign = credit(90_000, "company", "X")
    shared = [ACCOUNT, ACCOUNT | {"project_id": "P2"}]
    assert f05(foreign, special_account=shared).outcomes["P1"] == "could_not_tell"
    assert f05(credit(5, "company", "X", direction="debit")).outcomes == {"P1": "could_not_tell"}
    assert f05(foreign | {"received_on": "2022-05-10"}).outcomes == {"P1": "found"}
    april = {"booked_at": "2022-04-20 10:00:00"}
    assert f05(foreign | april | {"received_on": "2022-05-01"}).outcomes == {"P1": "found"}
    assert f05(foreign | april | {"received_on": "2022-04-30"}).outcomes == {"P1": "could_not_tell"}


def test_what_it_tells() -> None:
    found = f05(owner(25_000), credit(75_000, "company", "X")).finding()
    assert (found["part_yuan"], found["total_yuan"], found["percent"]) == ("75,000.00", "100,000.00", 75)
    assert found["strength"] == pytest.approx(0.75)
    assert [r["table"] for r in found["evidence"]] == ["account_txn", "special_account"]
