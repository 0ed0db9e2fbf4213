"""D02 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.deposit.place import Rows, clue, deposit, listing, place, project
from tests.signals.side_by_side import reasons_of, side_by_side
from tests.signals.tools import Answer, ask

SUM = 1_000_000_000  # fen of contract; a rate of 1.5 % makes 150,000 yuan
BASE = 15_000_000
RATE = {"deposit_base_rate": 0.015, "deposit_basis": "contract"}


def d02(tables: Rows, **kw: Any) -> Answer:
    return ask("D02", tables, **kw)


def unstated(fen: int | None, **changes: Any) -> dict[str, Any]:
    """A deposit for which the bureau stated no sum."""
    return deposit(amount_fen=fen, required_fen=None) | changes


# tolerated: one per cent of what is required (1,500 yuan)
def test_against_what_the_bureau_stated_or_the_rate_makes() -> None:
    said = {
        BASE: set(),
        BASE - 150_000: set(),
        BASE - 150_001: {"too_low"},
        BASE // 2: {"too_low"},
        BASE // 2 - 1: {"below_half"},
        0: {"below_half"},
    }
    assert reasons_of("D02", [place(deposit(amount_fen=fen)) for fen in said]) == list(said.values())
    assert reasons_of("D02", [place(unstated(fen)) for fen in said], params=RATE) == list(said.values())
    assert d02(place(unstated(BASE)), params=RATE).outcomes == {"P1": "not_found"}


def test_what_a_finding_shows() -> None:
    found = d02(place(deposit(amount_fen=BASE // 5))).finding()
    assert (found["amount_yuan"], found["required_yuan"], found["percent"]) == ("30,000.00", "150,000.00", 20.0)
    assert found["strength"] == pytest.approx(0.8)
    assert {r["table"] for r in found["evidence"]} == {"project", "wage_deposit"}


@pytest.mark.parametrize(("fen", "reasons"), [(90_000, set()), (89_999, {"too_low"})])
def test_a_hundred_yuan_are_always_tolerated(fen: int, reasons: set[str]) -> None:
    assert d02(place(deposit(amount_fen=fen, required_fen=100_000))).reasons() == reasons


def test_a_place_that_states_no_rate_cannot_tell() -> None:
    for fen in (0, BASE, None):
        assert d02(place(unstated(fen))).outcomes == {"P1": "could_not_tell"}
    assert d02(place(unstated(0)), params={"deposit_cap_yuan": 800_000}).outcomes == {"P1": "could_not_tell"}
    assert d02(place(unstated(None)), params=RATE).outcomes == {"P1": "could_not_tell"}
    assert d02(place(), params=RATE).outcomes == {"P1": "could_not_tell"}  # D01 asks
    assert d02({"project": [project()]}, params=RATE).outcomes == {"P1": "could_not_tell"}
    old = {"project": [project()], "wage_deposit": [unstated(0, received_on="2022-04-30")]}
    assert d02(old, params=RATE).outcomes == {"P1": "could_not_tell"}
    flagged = {"project": [project(flags=["magnitude:contract_amount_yuan"])]}
    assert d02(place(unstated(0)) | flagged, params=RATE).outcomes == {"P1": "could_not_tell"}


def test_the_cap_of_the_place() -> None:
    capped = RATE | {"deposit_cap_yuan": 100_000}
    assert d02(place(unstated(9_900_000)), params=capped).reasons() == set()
    assert d02(place(unstated(9_899_999)), params=capped).reasons() == {"too_low"}


def test_unless_a_place_says_otherwise_the_sum_of_a_year_is_enough() -> None:
    two_years = {"project": [project(started_on="2022-01-01", planned_end_on="2024-01-01")]}  # 730 days
    by_year = {"deposit_base_rate": 0.015}
    assert d02(place(unstated(7_425_000)) | two_years, params=by_year).reasons() == set()
    assert d02(place(unstated(7_424_999)) | two_years, params=by_year).reasons() == {"too_low"}
    assert d02(place(unstated(7_425_000)) | two_years, params=RATE).reasons() == {"below_half"}


def test_a_lower_rate_for_a_second_project() -> None:
    second = RATE | {"deposit_second_rate": 0.01}
    first = deposit("D0", "P0", stored_on="2022-01-19")
    both = {"project": [project(), project("P0", status="completed")]}
    assert d02(place(unstated(9_900_000), first) | both, params=second).reasons() == set()
    assert d02(place(unstated(9_900_000)), params=second).reasons() == {"too_low"}
    returned = first | {"returned_on": "2022-01-20"}
    assert d02(place(unstated(9_900_000), returned) | both, params=second).reasons() == {"too_low"}
    other = first | {"payer_uscc": "C2"}
    assert d02(place(unstated(9_900_000), other) | both, params=second).reasons() == {"too_low"}
    assert d02(place(unstated(9_900_000), first) | both, params=RATE).reasons() == {"too_low"}


# stored on 20 January 2022; two years before begin on 20 January 2020
@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        ("2022-01-20", {"history_ignored"}),
        ("2020-01-20", {"history_ignored"}),
        ("2020-01-19", set()),
        ("2022-01-21", set()),
    ],
)
def test_arrears_shown_in_the_two_years_before_storing(day: str, reasons: set[str]) -> None:
    said = d02(place(unstated(BASE), clue=[clue(day)]), params=RATE)
    assert said.reasons() == reasons
    if reasons:
        found = said.finding()
        assert (found["factor"], found["required_yuan"]) == (1.5, "225,000.00")
        assert {r["table"] for r in found["evidence"]} == {"project", "wage_deposit", "clue"}


def test_half_more_is_enough_after_arrears() -> None:
    for fen, reasons in (
        (22_275_000, set()),
        (22_274_999, {"history_ignored"}),
        (14_000_000, {"too_low"}),
        (11_249_999, {"below_half"}),
    ):
        assert d02(place(unstated(fen), clue=[clue("2021-06-01")]), params=RATE).reasons() == reasons


def test_only_what_was_established_against_the_payer_counts() -> None:
    for history in (
        {
            "clue": [
                clue("2021-06-01", result="false"),
                clue("2021-07-01", result="open"),
                clue("2021-08-01", uscc="C2"),
            ]
        },
        {"clue": [clue("2021-06-01", result_on="2022-02-01")]},
        {
            "inspection": [
                {
                    "inspection_id": "I1",
                    "project_id": "P1",
                    "trigger": "random",
                    "visited_on": "2021-06-01",
                    "result": "arrears",
                }
            ]
        },
        {"credit_event": [listing("2021-06-01", kind="labour_penalty")]},
    ):
        assert d02(place(unstated(BASE), **history), params=RATE).reasons() == set(), history
    check = {"inspection_id": "I1", "uscc": "C1", "trigger": "random", "visited_on": "2021-06-01", "result": "arrears"}
    assert d02(place(unstated(BASE), inspection=[check]), params=RATE).reasons() == {"history_ignored"}
    branch = {"company": [{"uscc": "C1B", "name": "分公司", "head_uscc": "C1"}]}
    assert d02(place(unstated(BASE), clue=[clue("2021-06-01", uscc="C1B")], **branch), params=RATE).reasons() == {
        "history_ignored"
    }


def test_the_joint_punishment_list() -> None:
    events = [
        (listing("2019-06-01"), 2.0),
        (listing("2019-01-20"), 2.0),
        (listing("2019-01-19"), None),
        (listing("2019-06-01", to_on="2022-01-20"), 2.0),
        (listing("2019-06-01", to_on="2022-01-19"), None),
        (listing("2019-06-01", repaired_on="2021-12-01"), None),
        (listing("2021-06-01", repaired_on="2021-12-01"), 1.5),
        (listing("2022-01-21"), None),
    ]
    said = d02(side_by_side(place(unstated(BASE), credit_event=[event]) for event, _ in events), params=RATE)
    factors = {f["entity_id"]: f["factor"] for f in said.findings}
    assert [factors.get(f"P1.{n}") for n in range(len(events))] == [factor for _, factor in events]


def test_what_the_bureau_stated_is_not_raised_by_guess() -> None:
    assert d02(place(deposit(), clue=[clue("2021-06-01")])).reasons() == set()
    assert d02(place(deposit(), clue=[clue("2021-06-01")]), params=RATE).reasons() == {"history_ignored"}
    raised = deposit(amount_fen=22_500_000, required_fen=22_500_000)
    assert d02(place(raised, clue=[clue("2021-06-01")]), params=RATE).reasons() == set()


def test_clean_years_with_a_deposit_lower_it() -> None:
    said = {
        ("2020-01-20", 7_425_000): set(),
        ("2020-01-20", 7_424_999): {"too_low"},
        ("2020-01-21", 7_425_000): {"below_half"},
        ("2019-01-20", 0): set(),
        ("2019-01-21", 0): {"below_half"},
    }
    earlier = {"pid": "P0", "returned_on": "2022-01-01"}
    cases = [place(unstated(fen), deposit("D0", stored_on=first, **earlier)) for first, fen in said]
    assert reasons_of("D02", cases, params=RATE) == list(said.values())


# exempt after three clean years, or, below three million, after one
@pytest.mark.parametrize(
    ("fen", "day", "reasons"),
    [
        (SUM, "2019-01-20", {"exempt_despite_arrears"}),
        (SUM, "2019-01-19", set()),
        (200_000_000, "2021-01-20", {"exempt_despite_arrears"}),
        (200_000_000, "2021-01-19", set()),
    ],
)
def test_exempt_despite_arrears(fen: int, day: str, reasons: set[str]) -> None:
    exempt = deposit(form="exempt", amount_fen=None, required_fen=None)
    tables = place(exempt, clue=[clue(day)]) | {"project": [project(contract_amount_fen=fen)]}
    assert d02(tables).reasons() == reasons
    no_history = {k: v for k, v in tables.items() if k != "clue"}
    assert d02(no_history).outcomes == {"P1": "could_not_tell"}


def test_several_rows_add_up_and_returned_ones_do_not() -> None:
    halves = (deposit("D1", amount_fen=BASE // 2), deposit("D2", amount_fen=BASE // 2))
    assert d02(place(*halves)).reasons() == set()
    assert d02(place(halves[0], halves[1] | {"returned_on": "2022-06-01"})).reasons() == {"too_low"}
