"""H02 at, just below and just above its limits; it rests on nobody's registration and weighs nothing."""

from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from graphrisk.core.run import RunFolder
from graphrisk.pipeline.result import Run
from graphrisk.score.scorecard import scorecards
from graphrisk.signals import catalogue
from tests.desk import walk
from tests.signals.payroll.site import WAGE, Tables, both, site
from tests.signals.tools import Answer, ask

LIMIT = 5_000_000  # fen a head and month


def h02(tables: Tables, **kw: Any) -> Answer:
    return ask("H02", tables, **kw)


def clue(fen: int, heads: int | None = 5, n: str = "1", **more: Any) -> Tables:
    row = {
        "clue_id": f"C{n}",
        "uscc": "SUB",
        "project_id": "P1",
        "opened_on": "2022-05-20",
        "heads": heads,
        "amount_fen": fen,
        "from_month": "2022-03",
        "to_month": "2022-04",
        "result": "open",
    }
    return {"project": [{"project_id": "P1", "name": "P1", "contractor_uscc": "GC"}], "clue": [row | more]}


def owed(fen: int, **more: Any) -> Tables:
    row = {"ref_no": "Q1", "debtor_uscc": "SUB", "creditor_uscc": "MINE", "project_id": "P1", "amount_fen": fen}
    return {"sme_arrears": [row | {"received_on": "2022-04-30"} | more]}


@pytest.mark.parametrize(("head_fen", "reasons"), [(LIMIT, set()), (LIMIT + 1, {"above_any_wage"})])
def test_beyond_any_wage(head_fen: int, reasons: set[str]) -> None:
    answer = h02(clue(5 * 2 * head_fen))
    assert answer.reasons("P1") == answer.reasons("SUB") == reasons


@pytest.mark.parametrize(("head_fen", "reasons"), [(2 * WAGE, set()), (2 * WAGE + 1, {"above_site_wage"})])
def test_beyond_twice_the_best_wage_of_the_site(head_fen: int, reasons: set[str]) -> None:
    better = site(5, team="T2", line={"due_fen": WAGE, "paid_fen": WAGE})
    worse = site(5, team="T1", line={"due_fen": WAGE // 2, "paid_fen": WAGE // 2})
    assert h02(both(better, worse, clue(5 * 2 * head_fen))).reasons() == reasons


@pytest.mark.parametrize(("n", "reasons"), [(5, {"above_site_wage"}), (4, set())])
def test_a_handful_of_people_makes_no_wage_of_a_site(n: int, reasons: set[str]) -> None:
    assert h02(both(site(n), clue(5 * 2 * (2 * WAGE + 1)))).reasons() == reasons


def test_one_finding_of_the_gravest_comparison() -> None:
    assert h02(both(site(5), clue(5 * 2 * (LIMIT + 1)))).reasons() == {"above_any_wage"}


@pytest.mark.parametrize(
    ("claimed", "reasons"),
    [
        (1_000_000, {"same_as_debt"}),
        (990_000, {"same_as_debt"}),
        (989_999, set()),
        (1_010_000, {"same_as_debt"}),
        (1_010_001, set()),
    ],
)
def test_the_sum_of_a_debt_between_firms(claimed: int, reasons: set[str]) -> None:
    answer = h02(both(clue(claimed), owed(1_000_000)))
    assert answer.reasons("P1") == answer.reasons("SUB") == reasons


@pytest.mark.parametrize(
    "other", [{"debtor_uscc": "GC"}, {"project_id": "P2"}, {"cleared_on": "2022-05-01"}, {"received_on": "2021-05-10"}]
)
def test_another_debt_or_one_paid_or_not_told_of_for_long(other: dict[str, str]) -> None:
    assert h02(both(clue(1_000_000), owed(1_000_000, **other))).reasons() == set()


def test_what_it_tells() -> None:
    found = h02(both(clue(900_000_00, n="1"), clue(700_000_00, n="2"))).finding()
    assert (found["n_clues"], found["head_yuan"], found["amount_yuan"]) == (2, "90,000.00", "900,000.00")
    assert [e["key"] for e in found["evidence"]] == ["C1/SUB", "C2/SUB"]
    found = h02(both(clue(1_000_000), owed(1_000_000))).finding()
    assert {e["table"] for e in found["evidence"]} == {"clue", "sme_arrears"}


def test_workers_whom_nobody_registered_claim_their_wages() -> None:
    """Ninety people claim two ordinary months of a site that shows five: that is the employer's fault, no doubt of the claim."""
    assert h02(both(site(5), clue(90 * 2 * WAGE, heads=90))).outcomes == {"P1": "not_found", "SUB": "not_found"}
    assert h02(clue(90 * 2 * WAGE, heads=90)).outcomes == {"P1": "not_found", "SUB": "not_found"}


def test_it_reads_no_register_of_workers_and_no_gate() -> None:
    assert not catalogue()["H02"].reads.keys() & {
        "worker",
        "attendance_month",
        "attendance_day",
        "person_span",
        "entrant",
    }


@pytest.mark.parametrize(
    "over", [{"result": "verified"}, {"result": "false"}, {"result": "other"}, {"closed_on": "2022-06-01"}]
)
def test_only_what_is_open_needs_a_note(over: dict[str, str]) -> None:
    assert h02(clue(5 * 2 * (LIMIT + 1), **over)).outcomes == {}
    assert h02(clue(5 * 2 * (LIMIT + 1), result="partly")).reasons() == {"above_any_wage"}


@pytest.mark.parametrize(
    "blank", [{"heads": None}, {"heads": 0}, {"from_month": None}, {"to_month": None}, {"amount_fen": None}]
)
def test_a_clue_that_does_not_say_cannot_be_told(blank: dict[str, Any]) -> None:
    assert h02(clue(5 * 2 * (LIMIT + 1)) | clue(5 * 2 * (LIMIT + 1), **blank)).outcomes == dict.fromkeys(
        ("P1", "SUB"), "could_not_tell"
    )


def test_a_clue_of_no_known_project_is_a_note_on_the_company() -> None:
    assert h02(clue(5 * 2 * (LIMIT + 1), project_id=None)).outcomes == {"SUB": "found"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    assert h02(clue(5 * 2 * (LIMIT + 1), received_on=received)).outcomes == {"P1": outcome, "SUB": outcome}


def test_all_it_says_is_a_note_without_weight() -> None:
    reasons = catalogue()["H02"].reasons
    assert {r.severity for r in reasons.values()} == {"S4"}
    for reason in reasons.values():
        assert "真实欠薪优先" in reason.text.zh
        assert "real gaps first" in reason.text.en
    for card in scorecards().values():
        assert card.stated["severity"]["S4"]["score"] == 0
        assert {e["reason"] for e in card.stated["apart"] if e["signal"] == "H02" and e["counts"] == "not"} == set(
            reasons
        )


def test_scores_ranks_and_levels_are_the_same_without_it(town_run: Run, tmp_path: Path) -> None:
    """Of the town, all but its own terms of zero: as if it had never been asked."""
    again = RunFolder(tmp_path / "run")
    again.start(town_run.manifest)
    for part in town_run.path.iterdir():
        if part.name not in (
            "findings.parquet",
            "asked.parquet",
            "coverage.parquet",
            "signals.parquet",
            "rooms",
            "manifest.json",
        ):
            (again.path / part.name).symlink_to(part)
    for name in ("findings", "asked", "coverage", "signals"):
        table = pq.read_table(town_run.path / f"{name}.parquet")
        pq.write_table(table.filter(pc.not_equal(table["signal"], "H02")), again.path / f"{name}.parquet")
    for name in ("scores.parquet", "terms.parquet", "referee.json"):
        (again.path / name).unlink()
    (again.path / "rooms").mkdir()
    for room in ("ingest", "resolve", "graph", "signals"):
        (again.path / "rooms" / room).touch()
    walk(again)
    assert pq.read_table(again.file("scores.parquet")).equals(pq.read_table(town_run.path / "scores.parquet"))
    terms = pq.read_table(town_run.path / "terms.parquet")
    own = terms.filter(pc.equal(terms["signal"], "H02"))
    assert own.num_rows > 0
    assert set(own["contribution"].to_pylist()) == {0.0}
    assert pq.read_table(again.file("terms.parquet")).equals(terms.filter(pc.not_equal(terms["signal"], "H02")))
