"""G01 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

PROJECT = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC"}
ACCOUNT = {"account_key": "a1", "project_id": "P1", "holder_uscc": "GC", "opened_on": "2021-06-01"}
OUT = {
    "account_key": "a1",
    "direction": "debit",
    "purpose": "other",
    "channel": "online",
    "counterparty_kind": "company",
}


def out(n: int, yuan: float, on: str, **changes: Any) -> dict[str, Any]:
    row = OUT | {"txn_id": f"t{n}", "booked_at": f"{on} 10:00:00", "amount_fen": round(yuan * 100)}
    return row | {"counterparty_key": "k1", "counterparty_uscc": "S"} | changes


def trip(n: int, yuan: float, on: str, back: str, **changes: Any) -> dict[str, Any]:
    """A sum that left with entry `n` and came back but for a tenth of a yuan."""
    fen = round(yuan * 100)
    row = {"trip_id": n, "txn_id": f"t{n}", "account_key": "a1", "back_key": "a1", "left_on": on, "back_on": back}
    row |= {"left_fen": fen + 10, "returned_fen": fen, "counted_fen": fen, "n_steps": 2, "n_back": 1}
    row |= {"is_between": False, "is_by_head": False, "path_zh": "甲→乙", "path_en": "a to b"}
    return row | {"evidence": [f"account_txn|t{n}|2022-05-12"]} | changes


def g01(trips: list[dict[str, Any]], tables: dict[str, Any] | None = None, **how: Any) -> Answer:
    entries = [out(r["trip_id"], r["left_fen"] / 100, r["left_on"], account_key=r["account_key"]) for r in trips]
    whole = {"project": [PROJECT], "special_account": [ACCOUNT], "account_txn": entries or [out(0, 1, "2022-06-01")]}
    days = [r | {c: _day(r[c]) for c in ("left_on", "back_on")} for r in trips]
    return ask("G01", whole | (tables or {}), paths={"round_trip": days}, **how)


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def payroll(yuan: float) -> dict[str, Any]:
    line = {"project_id": "P1", "person_key": "w", "wage_month": "2022-04", "due_fen": round(yuan * 100)}
    return {"payroll": [line]}


@pytest.mark.parametrize(("yuan", "reasons"), [(49_999.99, set()), (50_000, {"came_back"}), (50_000.01, {"came_back"})])
def test_fifty_thousand(yuan: float, reasons: set[str]) -> None:
    assert g01([trip(1, yuan, "2022-05-10", "2022-05-20")]).reasons() == reasons


@pytest.mark.parametrize(("yuan", "reasons"), [(4_999.99, set()), (5_000, {"came_back"}), (5_000.01, {"came_back"})])
def test_or_a_twentieth_of_the_months_payroll(yuan: float, reasons: set[str]) -> None:
    assert g01([trip(1, yuan, "2022-05-10", "2022-05-20")], payroll(100_000)).reasons() == reasons


@pytest.mark.parametrize(("on", "reasons"), [("2022-05-30", {"came_back"}), ("2022-05-31", set())])
def test_sums_of_one_window_count_together(on: str, reasons: set[str]) -> None:
    """From the first of May the thirtieth day is the thirtieth."""
    trips = [trip(1, 25_000, "2022-05-01", "2022-05-20"), trip(2, 25_000, on, "2022-06-10")]
    assert g01(trips).reasons() == reasons


@pytest.mark.parametrize(("on", "reasons"), [("2020-06-15", {"came_back"}), ("2020-06-14", set())])
def test_two_years(on: str, reasons: set[str]) -> None:
    recent = [out(9, 1, "2022-06-01")]
    entries = {"account_txn": [out(1, 60_000.1, on), *recent]}
    assert g01([trip(1, 60_000, on, "2020-07-01")], entries).reasons() == reasons


@pytest.mark.parametrize(("back", "reasons"), [("2022-05-17", set()), ("2022-05-18", {"came_back"})])
def test_a_wrong_payment_put_right_within_five_working_days(back: str, reasons: set[str]) -> None:
    """From Tuesday, 10 May, the fifth working day is Tuesday, 17 May."""
    assert g01([trip(1, 60_000, "2022-05-10", back, left_fen=6_000_000)]).reasons() == reasons


@pytest.mark.parametrize("changes", [{"n_steps": 3}, {"n_back": 2}, {"left_fen": 6_000_001}])
def test_what_is_no_plain_correction(changes: dict[str, Any]) -> None:
    straight = trip(1, 60_000, "2022-05-10", "2022-05-12", left_fen=6_000_000)
    assert g01([straight]).reasons() == set()
    assert g01([straight | changes]).reasons() == {"came_back"}


@pytest.mark.parametrize(
    ("on", "yuan", "who", "reasons"),
    [
        ("2022-04-29", 60_000.1, "S", set()),
        ("2022-04-28", 60_000.1, "S", {"came_back"}),
        ("2022-05-05", 60_000, "S", {"came_back"}),
        ("2022-05-05", 60_000.1, "T", {"came_back"}),
    ],
)
def test_a_wrong_credit_sent_back_and_paid_anew(on: str, yuan: float, who: str, reasons: set[str]) -> None:
    """What left was what had come within five working days before, of the same party and sum; labour fee too."""
    first = out(
        8, yuan, on, direction="credit", purpose="labour_fee", counterparty_uscc=who, counterparty_key=f"k{who}"
    )
    entries = {"account_txn": [out(1, 60_000.1, "2022-05-10", counterparty_key="kS"), first]}
    assert g01([trip(1, 60_000, "2022-05-10", "2022-05-25")], entries).reasons() == reasons


def test_between_special_accounts_is_left_to_g04() -> None:
    assert g01([trip(1, 60_000, "2022-05-10", "2022-05-25", is_between=True)]).outcomes == {"P1": "not_found"}


def test_an_account_of_two_projects_is_told_less_surely() -> None:
    two = {
        "project": [PROJECT, PROJECT | {"project_id": "P2"}],
        "special_account": [ACCOUNT, ACCOUNT | {"project_id": "P2"}],
    }
    answer = g01([trip(1, 60_000, "2022-05-10", "2022-05-25")], two)
    assert answer.reasons("P1") == answer.reasons("P2") == {"came_back_shared"}


def test_what_it_tells() -> None:
    trips = [trip(1, 60_000, "2022-05-10", "2022-05-25"), trip(2, 30_000, "2022-05-11", "2022-05-28", path_zh="丙→丁")]
    found = g01(trips, payroll(180_000)).finding()
    assert (found["n_trips"], found["returned_yuan"], found["path_zh"]) == (2, "90,000.00", "甲→乙")
    assert (str(found["first_on"]), str(found["last_on"])) == ("2022-05-10", "2022-05-28")
    assert found["strength"] == pytest.approx(0.75)
    assert [r["table"] for r in found["evidence"]] == ["account_txn", "special_account"]


@pytest.mark.parametrize(
    ("tables", "outcome"),
    [
        ({}, "not_found"),
        ({"account_txn": []}, "could_not_tell"),
        ({"account_txn": [out(0, 1, "2022-04-20", received_on="2022-05-01")]}, "not_found"),
        ({"account_txn": [out(0, 1, "2022-04-20", received_on="2022-04-30")]}, "could_not_tell"),
    ],
    ids=["entries", "none", "45 days old", "46 days old"],
)
def test_only_fresh_entries_tell(tables: dict[str, Any], outcome: str) -> None:
    assert g01([], tables).outcomes == {"P1": outcome}


def test_monthly_totals_name_nobody() -> None:
    totals = {"account_month": [{"account_key": "a1", "month": "2022-05", "credit_other_fen": 1, "debit_other_fen": 1}]}
    assert g01([], totals | {"account_txn": []}).outcomes == {"P1": "could_not_tell"}


def test_a_suspended_site_is_not_asked() -> None:
    assert g01([], {"project": [PROJECT | {"status": "suspended"}]}).outcomes == {}
