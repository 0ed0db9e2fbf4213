"""Findings that are no reproach: a freeze orders the visit to its project and nothing else; a note counts for nothing."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graphrisk.score.scorecard import scorecards
from graphrisk.signals import catalogue
from tests.desk import Found, found, lay, scores, signals_table, terms, walk

FROZEN = found("P1", "A06", "frozen", "account_restriction")


def described() -> pa.Table:
    """The desk's catalogue, with A06 and H02."""
    rows = signals_table().to_pylist()
    like = {
        "A06": ("account", "L1", {"frozen": "S1", "not_marked": "S3"}),
        "H02": ("history", "L1", {"same_as_debt": "S4"}),
    }
    more = [
        rows[0] | {"signal": s, "reason": r, "family": family, "depth": depth, "severity": severity}
        for s, (family, depth, reasons) in like.items()
        for r, severity in reasons.items()
    ]
    return pa.Table.from_pylist([*rows, *more], signals_table().schema)


def told(place: Path, *findings: Found, answers: Any = None) -> dict[str, dict[str, Any]]:
    """Scores of two sites of one contractor, the first also with an owner and a sub."""
    projects = [
        {"project_id": p, "contractor_uscc": "GC", "owner_uscc": o} for p, o in (("P1", "OWNER"), ("P2", "OTHER"))
    ]
    parties = [{"project_id": "P1", "uscc": "SUB", "role": "labour_sub"}]
    run = lay(
        place,
        projects=projects,
        companies=("GC", "OWNER", "OTHER", "SUB"),
        findings=findings,
        answers=answers,
        tables={"project_party": parties},
        catalogue=described(),
    )
    walk(run)
    return scores(run)


def firms(rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """All that is said of companies."""
    return {k: v for k, v in rows.items() if v["entity_kind"] == "company"}


@pytest.mark.parametrize(
    "beside",
    [
        (),
        (found("P1", "A02", "grave", "special_account"),),
        (found("P1", "A02", "grave", "account_check"), found("P1", "D01", "serious", "wage_deposit")),
        (
            found("P1", "P01", "one_month", "payroll"),
            found("P1", "D01", "grave", "clue"),
            found("GC", "X02", "several", "tax_month", kind="company"),
        ),
    ],
)
def test_a_freeze_calls_to_the_project_and_leaves_the_firms_as_they_were(
    tmp_path: Path, beside: tuple[Found, ...]
) -> None:
    without, with_it = told(tmp_path / "without", *beside), told(tmp_path / "with", *beside, FROZEN)
    assert firms(with_it) == firms(without)
    assert with_it["P1"]["score"] > without["P1"]["score"]
    assert with_it["P1"]["rank"] == 1


def test_a_freeze_alone_makes_its_project_orange(tmp_path: Path) -> None:
    rows = told(tmp_path / "run", FROZEN)
    assert (rows["P1"]["level"], rows["P1"]["first_signal_on"].isoformat()) == ("orange", "2022-05-01")
    assert {rows[c]["level"] for c in ("GC", "OWNER", "SUB", "P2")} <= {"green", "blue"}
    assert {rows[c]["first_signal_on"] for c in ("GC", "OWNER", "SUB", "P2")} == {None}


def test_what_another_finding_confirms_without_the_freeze_is_passed_on(tmp_path: Path) -> None:
    two = (found("P1", "D01", "grave", "clue"), found("P1", "P01", "one_month", "payroll"))
    rows = told(tmp_path / "run", *two, FROZEN)
    assert (rows["P1"]["level"], rows["GC"]["level"]) == ("red", "orange")
    alone = told(tmp_path / "alone", two[0], FROZEN)
    assert (alone["P1"]["level"], alone["GC"]["level"]) == ("red", "yellow")


@pytest.mark.parametrize(
    "others", [(), (found("P1", "D01", "serious", "clue"), found("GC", "H01", "verified", "clue", kind="company"))]
)
def test_a_note_changes_nothing_but_its_own_term(tmp_path: Path, others: tuple[Found, ...]) -> None:
    note = (found("P1", "H02", "same_as_debt", "clue"), found("GC", "H02", "same_as_debt", "clue", kind="company"))
    asked = [("project", p, s, "not_found") for p in ("P1", "P2") for s in ("D01", "P01")]
    asked += [("company", c, "H01", "not_found") for c in ("GC", "OWNER", "OTHER", "SUB")]
    more = [
        ("project", "P1", "H02", "found"),
        ("company", "GC", "H02", "found"),
        ("project", "P2", "H02", "could_not_tell"),
    ]
    without = told(tmp_path / "without", *others, answers=asked)
    assert told(tmp_path / "with", *others, *note, answers=[*asked, *more]) == without


def test_its_term_is_there_and_zero(tmp_path: Path) -> None:
    run = lay(
        tmp_path / "run",
        projects=[{"project_id": "P1"}],
        findings=[found("P1", "H02", "same_as_debt", "clue")],
        catalogue=described(),
    )
    walk(run)
    assert terms(run, "P1")["H02", "same_as_debt"]["contribution"] == 0


def test_what_stands_apart_is_known_and_says_how_it_counts() -> None:
    for card in scorecards().values():
        for entry in card.stated["apart"]:
            severity = catalogue()[entry["signal"]].reasons[entry["reason"]].severity
            assert entry["counts"] == "here" or (entry["counts"] == "not" and severity == "S4")
            assert entry["because"].strip()
    project = scorecards()["project"].stated["apart"]
    assert {e["reason"] for e in project if e["signal"] == "A06"} == set(catalogue()["A06"].reasons), (
        "none of them blames the firm"
    )
