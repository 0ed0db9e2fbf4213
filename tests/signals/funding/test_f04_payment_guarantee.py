"""F04 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.funding.place import Rows, project
from tests.signals.tools import Answer, ask


def f04(*guarantees: dict[str, Any], works: dict[str, Any] | None = None, **kw: Any) -> Answer:
    other = guarantee("G9") | {"project_id": "P9"}
    tables: Rows = {"project": [project(**(works or {}))], "payment_guarantee": [*guarantees, other]}
    return ask("F04", tables, **kw)


def guarantee(number: str = "G1", **changes: Any) -> dict[str, Any]:
    return {
        "guarantee_no": number,
        "project_id": "P1",
        "form": "bank",
        "amount_fen": 100_000_000,
        "valid_from": "2021-03-01",
        "valid_to": "2023-12-31",
    } | changes


def test_a_valid_guarantee() -> None:
    assert f04(guarantee()).outcomes == {"P1": "not_found"}


def test_none_at_all() -> None:
    found = f04().finding()
    assert (found["reason"], found["strength"]) == ("missing", 1.0)
    assert {r["table"] for r in found["evidence"]} == {"project"}


@pytest.mark.parametrize(("until", "reasons"), [("2022-06-15", set()), ("2022-06-14", {"expired"}), (None, set())])
def test_its_last_day(until: str | None, reasons: set[str]) -> None:
    assert f04(guarantee(valid_to=until)).reasons() == reasons


@pytest.mark.parametrize(("since", "reasons"), [("2022-06-15", set()), ("2022-06-16", {"missing"})])
def test_its_first_day(since: str, reasons: set[str]) -> None:
    assert f04(guarantee(valid_from=since)).reasons() == reasons


def test_an_implausible_day_is_unknown() -> None:
    odd = guarantee(valid_to="0202-05-01", valid_from="2202-05-01")
    flags = ["implausible_date:valid_to", "implausible_date:valid_from"]
    assert f04(odd).reasons() == {"expired"}
    assert f04(odd | {"flags": flags}).reasons() == set()


def test_a_renewal_counts() -> None:
    assert f04(guarantee(valid_to="2022-05-01"), guarantee("G2", valid_from="2022-05-01")).reasons() == set()


@pytest.mark.parametrize(("fen", "reasons"), [(100_000_000, set()), (99_999_999, {"too_low"}), (None, set())])
def test_the_ratio_that_a_place_states(fen: int | None, reasons: set[str]) -> None:
    stated = {"guarantee_ratio": 0.1}
    assert f04(guarantee(amount_fen=fen), params=stated).reasons() == reasons
    assert f04(guarantee(amount_fen=fen)).reasons() == set()  # Beijing states none


def test_several_guarantees_add_up() -> None:
    halves = (guarantee(amount_fen=50_000_000), guarantee("G2", amount_fen=50_000_000))
    assert f04(*halves, params={"guarantee_ratio": 0.1}).reasons() == set()


@pytest.mark.parametrize(
    ("source", "reasons"),
    [
        ("government", set()),
        (None, set()),
        ("state_owned", {"funding_proof_only"}),
        ("mixed", {"funding_proof_only"}),
        ("private", {"funding_proof_only"}),
    ],
)
def test_a_proof_of_funding(source: str | None, reasons: set[str]) -> None:
    proof = guarantee(form="funding_proof", amount_fen=1)
    assert f04(proof, works={"fund_source": source}, params={"guarantee_ratio": 0.1}).reasons() == reasons


def test_a_place_may_not_take_the_proof() -> None:
    proof = guarantee(form="funding_proof")
    said = f04(proof, works={"fund_source": "government"}, params={"funding_proof_suffices": False})
    assert said.reasons() == {"funding_proof_only"}


def test_an_unknown_or_implausible_sum_is_not_too_low() -> None:
    for works in ({"contract_amount_fen": None}, {"flags": ["magnitude:contract_amount_yuan"]}):
        assert f04(guarantee(amount_fen=1), works=works, params={"guarantee_ratio": 0.1}).reasons() == set()


def test_a_register_that_was_not_delivered_or_is_empty_or_old_tells_nothing() -> None:
    assert ask("F04", {"project": [project()]}).outcomes == {"P1": "could_not_tell"}
    assert ask("F04", {"project": [project()], "payment_guarantee": []}).outcomes == {"P1": "could_not_tell"}
    for day, outcome in (("2022-05-01", "found"), ("2022-04-30", "could_not_tell")):
        other = guarantee("G9") | {"project_id": "P9", "received_on": day}
        tables = {"project": [project(received_on=day)], "payment_guarantee": [other]}
        assert ask("F04", tables).outcomes == {"P1": outcome}


def test_works_that_rest_are_not_asked() -> None:
    for works in ({"status": "suspended"}, {"status": "completed"}, {"status": "not_started"}):
        assert f04(works=works).outcomes == {}
