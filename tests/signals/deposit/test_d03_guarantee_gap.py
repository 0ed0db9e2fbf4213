"""D03 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.deposit.place import Rows, deposit, guarantee, place, project
from tests.signals.side_by_side import reasons_of
from tests.signals.tools import Answer, ask


def d03(tables: Rows, **kw: Any) -> Answer:
    return ask("D03", tables, **kw)


def test_its_last_day() -> None:
    said = {  # the as-of day is 15 June 2022
        "2023-12-31": set(),
        "2022-07-15": {"too_short"},
        "2022-07-14": {"expiring"},
        "2022-06-15": {"expiring"},
        "2022-06-14": {"expired"},
    }
    assert reasons_of("D03", [place(guarantee(valid_to=until)) for until in said]) == list(said.values())
    assert d03(place(guarantee())).outcomes == {"P1": "not_found"}


def test_what_a_finding_shows() -> None:
    found = d03(place(guarantee(valid_to="2022-06-05"))).finding()
    assert (found["reason"], found["valid_to"], found["days_left"]) == ("expired", "2022-06-05", -10)
    assert {r["table"] for r in found["evidence"]} == {"project", "wage_deposit"}


def test_shorter_than_a_year_and_than_the_contract() -> None:
    said = {  # valid from 20 January 2022: a year ends on 20 January 2023
        ("2022-12-31", "2022-12-31"): set(),
        ("2022-12-30", "2022-12-31"): {"too_short"},
        ("2023-01-20", "2024-12-31"): set(),
        ("2023-01-19", "2024-12-31"): {"too_short"},
        ("2022-10-01", None): set(),
    }
    cases = [place(guarantee(valid_to=until)) | {"project": [project(planned_end_on=end)]} for until, end in said]
    assert reasons_of("D03", cases) == list(said.values())


def test_the_end_of_the_prime_contract_stands_in() -> None:
    prime = {"contract_id": "H1", "project_id": "P1", "kind": "prime", "payer_uscc": "O1", "ended_on": "2022-12-31"}
    tables = place(guarantee(valid_to="2022-12-30"), contract=[prime]) | {"project": [project(planned_end_on=None)]}
    assert d03(tables).reasons() == {"too_short"}


def test_a_renewal_cash_or_an_exemption_closes_the_gap() -> None:
    old = guarantee(valid_to="2022-05-01")
    for other in (
        guarantee("D2", valid_from="2022-05-01"),
        guarantee("D2", valid_to=None),
        deposit("D2"),
        deposit("D2", form="exempt"),
    ):
        assert d03(place(old, other)).reasons() == set(), other
    assert d03(place(old, deposit("D2", returned_on="2022-06-01"))).reasons() == {"expired"}


def test_one_number_on_two_projects() -> None:
    same = {"guarantee_no": "BH-1"}
    works = {"project": [project(), project("P2", contractor_uscc="C2")]}
    said = d03(place(guarantee("D1", **same), guarantee("D2", "P2", payer_uscc="C2", guarantee_no=" bh-1")) | works)
    assert (said.reasons("P1"), said.reasons("P2")) == ({"used_twice"}, {"used_twice"})
    assert said.finding("P1")["other_project"] == "P2"
    assert {r["key"] for r in said.finding("P1")["evidence"]} == {"P1", "D1", "D2"}


@pytest.mark.parametrize(
    "second",
    [
        {"guarantee_no": "BH-2"},
        {"returned_on": "2022-06-01"},
        {"valid_from": "2024-01-01", "valid_to": "2025-01-01"},
        {"form": "cash"},
    ],
)
def test_not_twice_at_a_time(second: dict[str, Any]) -> None:
    rows = (guarantee("D1", guarantee_no="BH-1"), guarantee("D2", "P2", **({"guarantee_no": "BH-1"} | second)))
    assert d03(place(*rows) | {"project": [project(), project("P2")]}).findings == []


def test_the_same_number_twice_on_one_project_is_one_guarantee() -> None:
    assert d03(place(guarantee("D1", guarantee_no="B"), guarantee("D2", guarantee_no="B"))).findings == []
    assert d03(place(guarantee("D1", guarantee_no=None), guarantee("D2", "P2", guarantee_no=None))).findings == []


def test_a_place_may_let_one_guarantee_stand_for_several() -> None:
    rows = place(guarantee("D1", guarantee_no="B"), guarantee("D2", "P2", guarantee_no="B")) | {
        "project": [project(), project("P2")]
    }
    assert d03(rows, params={"umbrella_guarantee": True}).findings == []


def test_who_is_asked_and_when_nothing_is_told() -> None:
    assert d03(place(deposit())).outcomes == {}  # cash: nothing to ask
    assert d03(place(guarantee(valid_to=None))).outcomes == {"P1": "could_not_tell"}
    odd = guarantee(valid_to="0202-07-01", flags=["implausible_date:valid_to"])
    assert d03(place(odd)).outcomes == {"P1": "could_not_tell"}
    assert d03({"project": [project()]}).outcomes == {"P1": "could_not_tell"}
    old = {"project": [project()], "wage_deposit": [guarantee(valid_to="2022-05-01", received_on="2022-04-30")]}
    assert d03(old).outcomes == {"P1": "could_not_tell"}
    assert d03(place(guarantee(valid_to="2022-05-01")) | {"project": [project(status="completed")]}).outcomes == {}
