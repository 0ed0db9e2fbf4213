"""H01: companies and projects at, just below and just above each limit, every guard, and when it cannot tell."""

from math import exp, log
from typing import Any

import pytest

from tests.signals.tools import Answer, ask

Row = dict[str, Any]


def project(project_id: str, contractor: str, status: str = "building") -> Row:
    """A project of one contractor."""
    row = {"project_id": project_id, "name": project_id, "project_type": "building", "status": status}
    return row | {"contractor_uscc": contractor}


def clue(clue_id: str, uscc: str, opened_on: str, result: str = "open", **more: Any) -> Row:
    """One clue against one company."""
    return {"clue_id": clue_id, "uscc": uscc, "opened_on": opened_on, "result": result} | more


def clues(uscc: str, *days: str, **more: Any) -> list[Row]:
    """A clue a day."""
    return [clue(f"{uscc}-{i}", uscc, day, **more) for i, day in enumerate(days)]


def check(inspection_id: str, uscc: str | None, visited_on: str, result: str = "arrears", **more: Any) -> Row:
    """One inspection."""
    row = {"inspection_id": inspection_id, "uscc": uscc, "visited_on": visited_on, "result": result}
    return row | {"trigger": "routine"} | more


def h01(**tables: Any) -> Answer:
    place = tables.pop("place", "beijing")
    party = tables.pop("party", None)
    return ask("H01", tables, place=place, party=party)


def test_three_clues_in_thirty_days() -> None:
    said = h01(
        clue=[
            *clues("TWO", "2022-06-01", "2022-06-10"),
            *clues("THREE", "2022-05-12", "2022-06-01", "2022-06-10"),
            *clues("WIDE", "2022-05-11", "2022-06-01", "2022-06-10"),
            *clues("FALSE", "2022-06-01", "2022-06-02", "2022-06-03", result="false"),
            *clues("OTHER", "2022-06-01", "2022-06-02", "2022-06-03", result="other"),
            *clues("DAYS90", "2022-03-17", "2022-03-17", "2022-03-17"),
            *clues("DAYS91", "2022-03-16", "2022-03-16", "2022-03-16"),
        ]
    )
    assert {c for c, o in said.outcomes.items() if o == "found"} == {"THREE", "DAYS90"}
    found = said.finding("THREE")
    assert (found["reason"], found["n_cases"], found["last_on"], found["days"]) == ("clue_cluster", 3, "2022-06-10", 30)
    assert sorted(r["key"] for r in found["evidence"]) == ["THREE-0/THREE", "THREE-1/THREE", "THREE-2/THREE"]


def test_ten_persons() -> None:
    said = h01(
        clue=[
            clue("a", "NINE", "2022-06-01", heads=9),
            clue("b", "TEN", "2022-06-01", heads=10),
            clue("c", "SUM", "2022-06-01", heads=4),
            clue("d", "SUM", "2022-06-05", heads=6),
        ]
    )
    assert {c: said.reasons(c) for c in ("NINE", "TEN", "SUM")} == {
        "NINE": set(),
        "TEN": {"clue_cluster"},
        "SUM": {"clue_cluster"},
    }


def test_what_is_not_verified_weighs_three_tenths_at_most() -> None:
    said = h01(
        clue=[
            *clues("SIX", *["2022-06-10"] * 6),
            *clues("MANY", *["2022-06-10"] * 60),
            *clues("THREE", *["2022-06-10"] * 3),
            *clues("MIXED", *["2022-06-10"] * 3),
            *[r | {"clue_id": f"v{i}"} for i, r in enumerate(clues("MIXED", *["2022-06-10"] * 3, result="verified"))],
        ]
    )
    strength = {f["entity_id"]: f["strength"] for f in said.findings if f["reason"] == "clue_cluster"}
    assert strength == pytest.approx({"SIX": 0.3, "MANY": 0.3, "THREE": 0.15, "MIXED": 0.65})


def test_one_clue_on_several_companies_is_one_of_the_project() -> None:
    rows = [clue("c1", u, "2022-06-01", project_id="P1", heads=6) for u in ("A", "B", "C")]
    said = h01(project=[project("P1", "A")], clue=rows)
    assert said.outcomes["P1"] == "not_found"
    said = h01(project=[project("P1", "A")], clue=[r | {"heads": 10} for r in rows])
    assert (said.finding("P1")["n_cases"], said.finding("P1")["n_heads"]) == (1, 10)
    assert len(said.finding("P1")["evidence"]) == 3


def test_verified_within_two_years() -> None:
    said = h01(
        clue=[
            clue("a", "ON", "2020-01-01", "verified", result_on="2020-06-15"),
            clue("b", "OUT", "2020-01-01", "verified", result_on="2020-06-14"),
            clue("c", "PARTLY", "2022-01-01", "partly", result_on="2022-02-01"),
            clue("d", "OPEN", "2022-01-01"),
            clue("e", "CLOSED", "2022-01-01", "verified", closed_on="2022-03-01"),
        ],
        inspection=[
            check("i", "SEEN", "2022-01-01"),
            check("j", "PROCEDURAL", "2022-01-01", "procedural"),
            check("k", "RISK", "2022-01-01", "hidden_risk"),
        ],
    )
    assert {c for c, o in said.outcomes.items() if o == "found"} == {"ON", "PARTLY", "CLOSED", "SEEN"}
    assert said.finding("CLOSED")["last_on"] == "2022-03-01"


def test_history_fades_and_adds_up() -> None:
    rows = [
        clue(f"{n}-{i}", f"N{n}", "2022-01-01", "verified", result_on="2022-06-15")
        for n in (1, 10, 50)
        for i in range(n)
    ]
    rows += [clue("old", "OLD", "2021-01-01", "verified", result_on="2021-06-15")]
    strength = {f["entity_id"]: f["strength"] for f in h01(clue=rows).findings if f["reason"] == "verified"}
    assert strength == pytest.approx({"N1": log(2) / log(11), "N10": 1, "N50": 1, "OLD": log(2) / log(11) * exp(-1)})


def test_a_check_of_a_project_is_its_contractors() -> None:
    tables = {"project": [project("P1", "GC")]}
    plain = h01(**tables, inspection=[check("i", None, "2022-01-01", project_id="P1")])
    named = h01(**tables, inspection=[check("i", "SUB", "2022-01-01", project_id="P1")])
    assert (plain.reasons("P1"), plain.reasons("GC")) == ({"verified"}, {"verified"})
    assert (named.reasons("P1"), named.reasons("GC"), named.reasons("SUB")) == ({"verified"}, set(), {"verified"})


def test_an_order_past_its_term() -> None:
    late = {"measure": "order"}
    said = h01(
        inspection=[
            check("a", "TERM", "2022-05-16", **late),
            check("b", "PAST", "2022-05-15", **late),
            check("c", "DONE", "2022-05-15", closed_on="2022-06-01", **late),
            check("d", "ADVICE", "2022-05-15", measure="advice"),
            check("e", "PAPERS", "2022-05-15", "procedural", **late),
            check("f", "ANCIENT", "2020-06-14", **late),
        ]
    )
    overdue = {f["entity_id"]: f["strength"] for f in said.findings if f["reason"] == "order_overdue"}
    assert overdue == pytest.approx({"PAST": 0.5 + 1 / 180})


def listing(event_id: str, uscc: str, **more: Any) -> Row:
    """An entry of the joint punishment list."""
    return {"event_id": event_id, "uscc": uscc, "kind": "joint_punishment", "from_on": "2021-01-01"} | more


def test_listings_that_stand_and_that_do_not() -> None:
    said = h01(
        credit_event=[
            listing("a", "ON"),
            listing("b", "LAST_DAY", to_on="2022-06-15"),
            listing("c", "ENDED", to_on="2022-06-14"),
            listing("d", "REPAIRED", repaired_on="2022-06-15"),
            listing("e", "RUN_OUT", from_on="2019-06-14"),
            listing("f", "THREE_YEARS", from_on="2019-06-15"),
            listing("g", "OTHER", kind="labour_penalty"),
        ]
    )
    assert {c for c, o in said.outcomes.items() if o == "found"} == {"ON", "LAST_DAY", "THREE_YEARS"}
    assert said.finding("ON")["reason"] == "on_list"
    assert [r["key"] for r in said.finding("ON")["evidence"]] == ["a"]


@pytest.mark.parametrize(
    ("listed_on", "clue_on", "outcome"),
    [
        ("2022-05-01", None, "found"),
        ("2022-04-30", None, "could_not_tell"),
        ("2021-12-17", "2022-06-10", "found"),
        ("2021-12-16", "2022-06-10", "not_found"),
    ],
)
def test_how_old_a_list_may_be(listed_on: str, clue_on: str | None, outcome: str) -> None:
    tables: dict[str, Any] = {"credit_event": [listing("a", "ON", received_on=listed_on)]}
    if clue_on:
        tables["clue"] = clues("X", "2022-06-01", received_on=clue_on)
    assert h01(**tables).outcomes["ON"] == outcome


def test_projects_of_a_listed_contractor() -> None:
    projects = [project("P1", "GC"), project("P2", "GC-BRANCH"), project("DONE", "GC", "completed"), project("P3", "X")]
    said = h01(project=projects, credit_event=[listing("a", "GC")], party={"GC-BRANCH": "GC"})
    assert {p: said.reasons(p) for p in ("P1", "P2", "DONE", "P3")} == {
        "P1": {"contractor_on_list"},
        "P2": {"contractor_on_list"},
        "DONE": set(),
        "P3": set(),
    }


def test_records_of_one_party_come_together() -> None:
    rows = [*clues("A", "2022-06-01"), *clues("B", "2022-06-02"), *clues("C", "2022-06-03")]
    assert h01(clue=rows, party={"B": "A", "C": "A"}).reasons("A") == {"clue_cluster"}


def test_it_tells_anywhere_from_clues_alone() -> None:
    companies = [{"uscc": u, "name": u, "kind": "company", "status": "active"} for u in ("A", "B")]
    rows = clues("A", "2022-06-01", "2022-06-02", "2022-06-03", result="verified")
    said = h01(company=companies, clue=rows, place="open")
    assert said.outcomes == {"A": "found", "B": "not_found"}
    assert said.reasons("A") == {"clue_cluster", "verified"}


def test_when_it_cannot_tell() -> None:
    tables = {"project": [project("P1", "GC")]}
    assert h01(**tables).outcomes == {"P1": "could_not_tell", "GC": "could_not_tell"}
    assert h01(**tables, clue=[]).outcomes == {"P1": "could_not_tell", "GC": "could_not_tell"}
    rows = clues("GC", "2022-04-01", "2022-04-02", "2022-04-03")
    on_day, stale = ([r | {"received_on": d} for r in rows] for d in ("2022-05-01", "2022-04-30"))
    assert h01(**tables, clue=on_day).outcomes == {"P1": "not_found", "GC": "found"}
    assert h01(**tables, clue=stale).outcomes == {"P1": "could_not_tell", "GC": "could_not_tell"}
    # a fresh feed of another kind tells of its own rules only
    seen = h01(**tables, clue=stale, inspection=[check("i", "X", "2022-06-01", "justified")])
    assert seen.outcomes["GC"] == "not_found"
