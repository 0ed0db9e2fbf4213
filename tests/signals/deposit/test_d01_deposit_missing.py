"""D01 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.deposit.place import Rows, clue, deposit, place, project
from tests.signals.tools import Answer, ask


def d01(tables: Rows, **kw: Any) -> Answer:
    return ask("D01", tables, **kw)


def works(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    return {"project": [project(**changes)]}


# from Tuesday 4 January 2022 twenty working days end on Sunday 30 January, which is worked for Spring Festival, and the
# next is Monday 7 February; a count of calendar days would end on 24 January
@pytest.mark.parametrize(
    ("as_of", "outcome"), [("2022-01-25", "not_found"), ("2022-02-06", "not_found"), ("2022-02-07", "found")]
)
def test_twenty_working_days_from_the_permit(as_of: str, outcome: str) -> None:
    assert d01(place(), as_of=as_of).outcomes == {"P1": outcome}


def test_what_a_finding_shows() -> None:
    found = d01(
        place(contract=[{"contract_id": "H1", "project_id": "P1", "kind": "prime", "payer_uscc": "O1"}]),
        as_of="2022-02-07",
    ).finding()
    assert (found["reason"], found["from_on"], found["over_workdays"]) == ("missing", "2022-01-04", 1)
    assert {r["table"] for r in found["evidence"]} == {"project", "contract"}
    assert d01(place()).finding()["strength"] == 1.0


@pytest.mark.parametrize(("stored", "reasons"), [("2022-01-30", set()), ("2022-02-07", {"late"}), (None, set())])
def test_stored_in_time_or_late(stored: str | None, reasons: set[str]) -> None:
    said = d01(place(deposit(stored_on=stored)))
    assert said.reasons() == reasons
    if reasons:
        assert {r["table"] for r in said.finding()["evidence"]} == {"project", "wage_deposit"}


@pytest.mark.parametrize(("permit", "stored", "reasons"), [
    ("2021-11-01", "2022-01-10", {"late"}), ("2021-10-31", "2022-01-10", {"late_before_rule"}), ("2021-10-31", None, {"missing"}),
])  # fmt: skip
def test_the_national_term_holds_from_november_2021(permit: str, stored: str | None, reasons: set[str]) -> None:
    deposits = [deposit(stored_on=stored)] if stored else []
    assert d01(place(*deposits) | works(permit_on=permit)).reasons() == reasons


def test_the_first_of_several_deposits_keeps_the_term() -> None:
    assert d01(place(deposit("D1", stored_on="2022-05-01"), deposit("D2"))).reasons() == set()


def test_a_deposit_in_the_future_is_none_yet() -> None:
    assert d01(place(deposit(stored_on="2022-07-01"))).reasons() == {"missing"}


def test_without_a_permit_the_contract_counts() -> None:
    signed = {"contract_id": "H1", "project_id": "P1", "kind": "prime", "payer_uscc": "O1", "signed_on": "2022-01-04"}
    for changes in ({"permit_on": None}, {"permit_on": "0201-01-04", "flags": ["implausible_date:permit_on"]}):
        assert d01(place(contract=[signed]) | works(**changes), as_of="2022-02-06").outcomes == {"P1": "not_found"}
        assert d01(place(contract=[signed]) | works(**changes), as_of="2022-02-07").outcomes == {"P1": "found"}
        assert d01(place(contract=[signed | {"kind": "labour"}]) | works(**changes)).outcomes == {
            "P1": "could_not_tell"
        }


def test_returned_while_building() -> None:
    assert d01(place(deposit(returned_on="2022-06-15"))).reasons() == {"withdrawn"}
    assert d01(place(deposit(returned_on="2022-06-16"))).reasons() == set()
    slip = deposit(returned_on="0202-06-01", flags=["implausible_date:returned_on"])
    assert d01(place(slip)).reasons() == set()
    assert d01(place(deposit(returned_on="2022-05-01"), deposit("D2", stored_on="2022-05-01"))).reasons() == set()


def test_an_exemption_on_record_stands() -> None:
    assert d01(place(deposit(form="exempt", amount_fen=None, required_fen=None))).reasons() == set()


@pytest.mark.parametrize(
    ("fen", "outcomes"), [(299_999_999, {}), (300_000_000, {"P1": "found"}), (None, {"P1": "found"})]
)
def test_small_contracts_may_be_exempt_without_a_row(fen: int | None, outcomes: dict[str, str]) -> None:
    assert d01(place() | works(contract_amount_fen=fen)).outcomes == outcomes


def test_a_place_may_set_another_limit() -> None:
    small = place() | works(contract_amount_fen=250_000_000)
    assert d01(small, params={"exempt_below_yuan": 2_000_000}).outcomes == {"P1": "found"}


@pytest.mark.parametrize(("day", "outcomes"), [
    ("2022-01-04", {"P1": "found"}), ("2021-01-04", {"P1": "found"}), ("2021-01-03", {}), ("2022-01-05", {}),
])  # fmt: skip
def test_not_after_arrears_in_the_year_before(day: str, outcomes: dict[str, str]) -> None:
    small = works(contract_amount_fen=100_000_000)
    assert d01(place(clue=[clue(day)]) | small).outcomes == outcomes
    assert d01(place(clue=[clue(day, result="open"), clue(day, uscc="C2")]) | small).outcomes == {}


def test_the_deposit_of_a_direct_specialist_is_not_the_contractors() -> None:
    roles = [
        {"project_id": "P1", "uscc": "S1", "role": "direct_specialist"},
        {"project_id": "P1", "uscc": "C1", "role": "contractor"},
    ]
    own = place(deposit(payer_uscc="S1"), project_party=roles)
    assert d01(own).reasons() == {"missing"}
    member = [*roles, {"project_id": "P1", "uscc": "S1", "role": "consortium"}]
    assert d01(own | {"project_party": member}).reasons() == set()
    assert d01(place(deposit(payer_uscc="B1"), project_party=roles)).reasons() == set()


def test_a_register_that_was_not_delivered_or_is_empty_or_old_tells_nothing() -> None:
    assert d01({"project": [project()]}).outcomes == {"P1": "could_not_tell"}
    alive = {"clue": [clue("2022-06-01", "C9")]}  # the same agency still delivers
    assert d01({"project": [project()], "wage_deposit": [], **alive}).outcomes == {"P1": "could_not_tell"}
    for day, outcome in (("2022-05-01", "found"), ("2022-04-30", "could_not_tell")):
        register = {"project": [project()], "wage_deposit": [deposit("D9", "P9", received_on=day)]}
        assert d01(register).outcomes == {"P1": outcome}
        assert d01(register | alive).outcomes == {"P1": "found"}


def test_works_that_rest_are_not_asked() -> None:
    for changes in ({"status": "suspended"}, {"status": "completed"}, {"ended_on": "2022-06-01"}):
        assert d01(place() | works(**changes)).outcomes == {}
