"""Scores are exact sums: additive, strictly ordered, capped, and never lowered by one more finding."""

import json
import math
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.core.run import RunFolder
from graphrisk.score.scorecard import scorecards
from tests.desk import CATALOGUE, Found, found, lay, scores, terms, walk

PAIRS = [(s, r) for s, (_, _, reasons) in CATALOGUE.items() for r in reasons]
ONES = [p for p in PAIRS if p[0] not in ("H01", "X02")]
TABLES = ["payroll", "attendance_month", "account_txn", "special_account", "clue"]
strengths = st.floats(0.05, 1.0)
handfuls = st.lists(
    st.tuples(st.sampled_from(ONES), st.sets(st.sampled_from(TABLES), min_size=1), strengths),
    unique_by=lambda f: f[0],
    max_size=8,
)
histories = st.lists(st.floats(0.0, 5.0), min_size=2, max_size=2)


def told(entity: str, handful: list[tuple[tuple[str, str], set[str], float]]) -> list[Found]:
    return [found(entity, s, r, *sorted(tables), strength=g) for (s, r), tables, g in handful]


def of(place: str | Path, handful: list[Found], history: list[float]) -> RunFolder:
    return side_by_side(place, [(handful, history)])


def side_by_side(place: str | Path, cases: list[tuple[list[Found], list[float]]]) -> RunFolder:
    """Scores of P1, P2, … with a case each, and of one project more of which nothing was found."""
    measures = [
        (f"Project:P{n}", name, value)
        for n, (_, history) in enumerate(cases, 1)
        for name, value in zip(("claim_history", "verified_history"), history, strict=True)
    ]
    run = lay(
        Path(place) / "run",
        projects=[{"project_id": f"P{n}"} for n in range(1, len(cases) + 2)],
        findings=[f for findings, _ in cases for f in findings],
        measures=measures,
    )
    walk(run)
    return run


def check_sums(run: RunFolder) -> None:
    total: dict[str, float] = {}
    for row in pq.read_table(run.file("terms.parquet")).to_pylist():
        total[row["entity_id"]] = total.get(row["entity_id"], 0.0) + row["contribution"]
    for entity, row in scores(run).items():
        assert total[entity] == pytest.approx(-math.log1p(-row["score"]), abs=1e-9)
        assert 0 < row["score"] < 1


def several(case: st.SearchStrategy, n: int) -> st.SearchStrategy:
    """Cases that are drawn together and laid side by side in one run."""
    return st.lists(case, min_size=n, max_size=n)


@settings(max_examples=3, deadline=None)
@given(several(st.tuples(handfuls, histories), 10))
def test_terms_add_up_whatever_is_found(cases: list) -> None:
    with TemporaryDirectory() as place:
        check_sums(side_by_side(place, [(told(f"P{n}", h), history) for n, (h, history) in enumerate(cases, 1)]))


@settings(max_examples=3, deadline=None)
@given(several(st.tuples(handfuls.filter(bool), histories), 10))
def test_one_finding_more_never_lowers_the_score(cases: list) -> None:
    order = ["green", "blue", "yellow", "orange", "red"]
    with TemporaryDirectory() as place:
        whole, less = (
            side_by_side(
                Path(place) / str(first),
                [(told(f"P{n}", h[first:]), history) for n, (h, history) in enumerate(cases, 1)],
            )
            for first in (0, 1)
        )
        for project, row in scores(less).items():
            assert millionths(whole, project) >= millionths(less, project)
            assert order.index(scores(whole)[project]["level"]) >= order.index(row["level"])


def millionths(run: RunFolder, entity: str) -> int:
    """The sum of an entity's terms without the one that orders equals, which others of the run move."""
    own = terms(run, entity)
    return sum(round(t["contribution"] * 1e6) for (signal, _), t in own.items() if signal != "order")


companies = st.sampled_from(
    [("H01", "grave"), ("H01", "cluster"), ("H01", "verified"), ("X02", "several"), ("X02", "some")]
)


@settings(max_examples=3, deadline=None)
@given(
    several(
        st.tuples(
            handfuls,
            handfuls,
            st.lists(st.tuples(companies, st.just({"clue"}), strengths), unique_by=lambda f: f[0], max_size=3),
        ),
        6,
    )
)
def test_one_finding_more_lowers_nobody_it_is_carried_to(cases: list) -> None:
    """From sites to their contractor and back; what it moves among others is their order, below a millionth."""
    findings: dict[int, list[Found]] = {0: [], 1: []}
    for n, (first, second, own) in enumerate(cases):
        every = (
            told(f"P1.{n}", first)
            + told(f"P2.{n}", second)
            + [found(f"C1.{n}", s, r, *t, strength=g, kind="company") for (s, r), t, g in own]
        )
        findings[0] += every
        findings[1] += every[1:]
    projects = [
        {"project_id": f"{p}.{n}", "contractor_uscc": f"C1.{n}", "owner_uscc": f"C2.{n}"}
        for p in ("P1", "P2", "P3")
        for n in range(len(cases))
    ]
    names = [f"{c}.{n}" for c in ("C1", "C2") for n in range(len(cases))]
    with TemporaryDirectory() as place:
        runs = [lay(Path(place) / str(n), projects=projects, companies=names, findings=findings[n]) for n in findings]
        for run in runs:
            walk(run)
            check_sums(run)
        whole, less = map(scores, runs)
    for entity, row in less.items():
        assert whole[entity]["score"] >= row["score"] - 1e-6, entity


def test_a_family_reaches_its_cap_exactly_and_no_more(tmp_path: Path) -> None:
    grave = [
        found("P1", "P01", "two_months", "payroll"),
        found("P1", "P05", "three_or_more", "payroll"),
        found("P1", "P05", "pairs", "payroll"),
    ]
    run = of(tmp_path, grave, [0, 0])
    own = [t for (signal, _), t in terms(run, "P1").items() if signal in ("P01", "P05")]
    assert sum(round(t["contribution"] * 1e6) for t in own) == round(-math.log(1 - 0.7) * 1e6)
    assert all(t["contribution"] > 0 for t in own)
    assert all(json.loads(t["facts"])["is_capped"] for t in own)


def test_measures_and_partners_share_one_cap(tmp_path: Path) -> None:
    run = lay(
        tmp_path / "run", projects=[{"project_id": "P1", "contractor_uscc": "C1", "owner_uscc": "C2"}], companies=["C1", "C2"],
        findings=[found("C1", "H01", "grave", "clue", kind="company"), found("C2", "X02", "several", "tax_month", kind="company")],
        measures=[("Project:P1", "claim_history", 5.0), ("Project:P1", "verified_history", 5.0)],
    )  # fmt: skip
    walk(run)
    own = terms(run, "P1")
    added = [t["contribution"] for (signal, _), t in own.items() if signal in ("measure", "exposure")]
    assert len(added) == 4
    assert sum(round(c * 1e6) for c in added) == round(-math.log(1 - 0.2) * 1e6)


def test_no_two_scores_are_equal_and_rank_follows_the_score(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{n}"} for n in range(300)]
    same = [found(f"P{n}", "A02", "slight") for n in range(0, 300, 2)]
    run = lay(tmp_path / "run", projects=projects, companies=[f"C{n}" for n in range(50)], findings=same)
    walk(run)
    for kind, n in (("project", 300), ("company", 50)):
        rows = sorted((r for r in scores(run).values() if r["entity_kind"] == kind), key=lambda r: r["rank"])
        assert [r["rank"] for r in rows] == list(range(1, n + 1))
        assert all(a["score"] > b["score"] for a, b in pairwise(rows))
    for row in pq.read_table(run.file("terms.parquet")).to_pylist():
        if row["signal"] == "order":
            assert 0 < row["contribution"] < 1e-6


def test_among_equals_more_workers_come_first_then_more_money(tmp_path: Path) -> None:
    def month(project: str, heads: int, wage: int) -> dict[str, object]:
        from datetime import date

        return {
            "project_id": project, "team_id": "T", "month": "2022-05", "n_attending": heads, "n_paid": heads,
            "n_counted_unpaid": 0, "due_fen": heads * wage, "paid_fen": heads * wage, "unpaid_due_fen": 0, "due_on": date(2022, 6, 15),
        }  # fmt: skip

    many = [month("P1", 10, 500), month("P2", 30, 500), month("P3", 30, 700)]
    run = lay(
        tmp_path / "run", projects=[{"project_id": f"P{n}"} for n in (1, 2, 3)], team_months=many,
        findings=[found(f"P{n}", "A02", "slight") for n in (1, 2, 3)],
    )  # fmt: skip
    walk(run)
    found_rows = scores(run)
    assert [found_rows[p]["rank"] for p in ("P3", "P2", "P1")] == [1, 2, 3]
    assert (found_rows["P3"]["workers_at_risk"], found_rows["P3"]["amount_at_risk_fen"]) == (30, 21000)


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    spread = [found(f"P{n}", s, r, "payroll", strength=0.5 + n / 20) for n in range(8) for s, r in ONES[n::5]]
    measures = [(f"Project:P{n}", m, n / 3) for n in range(8) for m in ("claim_history", "verified_history")]
    projects = [{"project_id": f"P{n}"} for n in range(8)]
    straight = lay(tmp_path / "a", projects=projects, findings=spread, measures=measures)
    walk(straight)
    for threads in (1, 2):
        place = tmp_path / str(threads)
        turned = lay(place, projects=projects[::-1], findings=spread[::-1], measures=measures[::-1])
        walk(turned, threads=threads)
        for name in ("scores.parquet", "terms.parquet", "referee.json"):
            assert straight.file(name).read_bytes() == turned.file(name).read_bytes()


def test_the_referee_counts_what_an_auditor_asks(tmp_path: Path) -> None:
    run = of(tmp_path, told("P1", [(ONES[0], {"payroll"}, 1.0)]), [1.0, 0.0])
    told_of = json.loads(run.file("referee.json").read_text("utf-8"))
    assert told_of["scorecards"]["project"]["version"] == scorecards()["project"].version
    assert sum(n for levels in told_of["levels"].values() for n in levels.values()) == 2
    assert all(c["n_not_adding_up"] == 0 and c["n_distinct_scores"] == c["n_entities"] for c in told_of["sum_checks"])
    assert told_of["findings_not_weighed"] == 0
    assert told_of["graph"] == [{"entity_kind": "project", "n_touched": 0, "n_first": 2, "n_first_kept": 2}]
    families = {c["family"] for c in told_of["contributions"]}
    assert {"account", "measure"} <= families


def test_a_finding_that_no_text_knows_is_counted_not_lost(tmp_path: Path) -> None:
    run = of(tmp_path, [found("P1", "Z99", "unknown")], [0, 0])
    assert json.loads(run.file("referee.json").read_text("utf-8"))["findings_not_weighed"] == 1


def test_one_reason_found_twice_counts_once_at_its_stronger(tmp_path: Path) -> None:
    twice = [found("P1", "A02", "slight", strength=0.3), found("P1", "A02", "slight", strength=0.9)]
    once = [found("P1", "A02", "slight", strength=0.9)]
    assert (
        scores(of(tmp_path / "twice", twice, [0, 0]))["P1"]["score"]
        == scores(of(tmp_path / "once", once, [0, 0]))["P1"]["score"]
    )
