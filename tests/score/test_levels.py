"""The table of levels: what makes red, and what never does."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graphrisk.core.run import RunFolder
from graphrisk.score.scorecard import scorecards
from tests.desk import Found, found, lay, scores, terms, walk

GATE, PAY, BANK = "attendance_month", "payroll", "account_txn"
TABLE: list[tuple[str, list[Found], str]] = [
    ("two unpaid months", [found("P1", "P01", "two_months", PAY)], "red"),
    ("one unpaid month", [found("P1", "P01", "one_month", PAY, GATE)], "orange"),
    ("S1 from two feeds", [found("P1", "F01", "grave", BANK, GATE)], "red"),
    ("S1 from one feed", [found("P1", "F01", "grave", BANK)], "orange"),
    ("S1 from two tables of one feed", [found("P1", "F01", "grave", BANK, "account_month")], "orange"),
    ("S1 from registers", [found("P1", "A02", "grave", "special_account", "project", "contract")], "orange"),
    ("S1 and S2 of other family, other feed", [found("P1", "F01", "grave", BANK), found("P1", "P05", "pairs", PAY)], "red"),
    ("S1 of a register and S2 that a feed saw", [found("P1", "A02", "grave"), found("P1", "P01", "one_month", PAY)], "red"),
    ("S1 and S2 of other family, same feed", [found("P1", "F01", "grave", BANK), found("P1", "P05", "pairs", BANK)], "orange"),
    ("S1 and S2 of one family", [found("P1", "P05", "three_or_more", PAY), found("P1", "P01", "one_month", GATE)], "orange"),
    ("S1 and S3", [found("P1", "F01", "grave", BANK), found("P1", "P01", "longer_cycle", PAY)], "orange"),
    ("two S1 of different families", [found("P1", "A02", "grave"), found("P1", "D01", "grave", "wage_deposit")], "red"),
    ("S2 of registers", [found("P1", "A02", "serious"), found("P1", "D01", "serious", "wage_deposit")], "orange"),
    ("S3 alone", [found("P1", "A02", "slight")], "yellow"),
    ("small S2", [found("P1", "A02", "serious", strength=0.25)], "orange"),
    ("S2 that touches little", [found("P1", "A02", "serious", strength=0.24)], "yellow"),
    ("S1 of two feeds that touches little", [found("P1", "F01", "grave", BANK, GATE, strength=0.24)], "orange"),
    ("many S3", [found("P1", s, "slight", t) for s, t in (("A02", PAY), ("D01", GATE), ("F01", BANK))], "yellow"),
    ("S4 alone", [found("P1", "A02", "untidy")], "blue"),
    ("nothing", [], "green"),
]  # fmt: skip
GROUNDS = [
    ([found("P1", "P01", "two_months", PAY)], "red_rule"),
    ([found("P1", "F01", "grave", BANK, GATE)], "red_two_feeds"),
    ([found("P1", "A02", "grave", strength=0.3), found("P1", "P01", "one_month", PAY)], "red_two_families"),
    ([found("P1", "A02", "serious", strength=0.3)], "orange"),
    ([found("P1", "A02", "slight", strength=0.2)], "yellow"),
]


def one(place: Path, findings: list[Found], **more: object) -> RunFolder:
    run = lay(place / "run", projects=[{"project_id": "P1"}, {"project_id": "P2"}], findings=findings, **more)
    walk(run)
    return run


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run in which the n-th case of each table is what was found of project `<table>.n`."""
    cases = {f"level.{n}": findings for n, (_, findings, _) in enumerate(TABLE)}
    cases |= {f"ground.{n}": findings for n, (findings, _) in enumerate(GROUNDS)}
    run = lay(
        tmp_path_factory.mktemp("table") / "run",
        projects=[{"project_id": name} for name in cases],
        findings=[replace(f, entity_id=name) for name, findings in cases.items() for f in findings],
    )
    walk(run)
    return run


@pytest.mark.parametrize("n", range(len(TABLE)), ids=[t[0] for t in TABLE])
def test_table_of_levels(n: int, table: RunFolder) -> None:
    row, level = scores(table)[f"level.{n}"], TABLE[n][2]
    assert row["level"] == level
    cuts = {k: v["cut"] for k, v in scorecards()["project"].stated["level"].items()}
    low = {**cuts, "green": 0.0}[level]
    high = min([c for c in (*cuts.values(), 1.0) if c > low])
    assert low <= row["score"] < high, "the score lies in the band of its level"


def test_rank_follows_level_and_sum_inside_a_level(tmp_path: Path) -> None:
    weak, strong = found("P1", "A02", "serious", strength=0.3), found("P2", "A02", "serious", strength=0.4)
    rows = scores(one(tmp_path, [weak, strong, found("P2", "D01", "slight")]))
    assert rows["P1"]["level"] == rows["P2"]["level"] == "orange"
    assert rows["P2"]["rank"] < rows["P1"]["rank"]


def test_measures_alone_stay_below_yellow(tmp_path: Path) -> None:
    companies = [f"C{n}" for n in range(40)]
    names = scorecards()["company"].stated["measure"]
    measures = [(f"Company:{c}", m, 1.0 + n) for n, c in enumerate(companies) for m in names if m != "nearness"]
    run = lay(tmp_path / "run", companies=companies, measures=measures)
    walk(run)
    rows = scores(run)
    assert {r["level"] for r in rows.values()} <= {"blue", "green"}
    assert max(r["score"] for r in rows.values()) < 0.10
    assert rows["C39"]["rank"] == 1
    assert ("level_cap", "watch") in terms(run, "C39")


def test_nearness_orders_the_never_verified_and_is_not_counted_twice(tmp_path: Path) -> None:
    companies = [f"C{n}" for n in range(40)]
    measures = [(f"Company:{c}", "nearness", n / 100) for n, c in enumerate(companies)]
    run = lay(tmp_path / "run", companies=companies, measures=[*measures, ("Company:C39", "verified_history", 0.7)])
    walk(run)
    assert ("measure", "nearness") not in terms(run, "C39")
    assert ("measure", "nearness") in terms(run, "C38")
    assert scores(run)["C38"]["rank"] < scores(run)["C5"]["rank"]


def test_a_place_among_few_says_nothing(tmp_path: Path) -> None:
    run = lay(
        tmp_path / "run",
        companies=["C1", "C2"],
        measures=[("Company:C1", "pagerank", 1.0), ("Company:C2", "pagerank", 2.0)],
    )
    walk(run)
    assert set(terms(run, "C2")) == {("order", "strict")}


def test_could_not_tell_is_blue_never_green_and_adds_no_risk_and_green_needs_a_look_at_wages(tmp_path: Path) -> None:
    dark = [("project", "P1", s, "could_not_tell") for s in ("A02", "D01", "P01")]
    lit = [("project", "P2", s, "not_found") for s in ("A02", "D01", "P01")]
    # two of three told, and none of these looks at wages
    half = [("project", "P3", s, "not_found") for s in ("A02", "D01")] + [("project", "P3", "P01", "could_not_tell")]
    projects = [{"project_id": p} for p in ("P1", "P2", "P3")]
    run = lay(tmp_path / "run", projects=projects, answers=[*dark, *lit, *half])
    walk(run)
    rows = scores(run)
    assert [rows[p]["level"] for p in ("P1", "P2", "P3")] == ["blue", "green", "blue"]
    assert (rows["P1"]["evaluable_share"], rows["P2"]["evaluable_share"]) == (0.0, 1.0)
    assert rows["P1"]["confidence"] == 0.0
    assert rows["P1"]["score"] < 1e-6


RED_SITE = found("P1", "P01", "two_months", PAY)
WEAK_RED_SITE = found("P1", "P01", "two_months", PAY, strength=0.3)
CLUES = found("C1", "H01", "cluster", "clue", kind="company")
# what is found of C1 and of its sites P0 to P2, and its role there
SITES: dict[str, tuple[list[Found], str]] = {
    "red": ([RED_SITE], "contractor_uscc"),
    "owned": ([RED_SITE], "owner_uscc"),
    "orange": ([found("P1", "P01", "one_month", PAY)], "contractor_uscc"),
    "weak": ([WEAK_RED_SITE], "contractor_uscc"),
    "many": (
        [
            f
            for n in range(3)
            for f in (
                found(f"P{n}", "P01", "two_months", PAY),
                found(f"P{n}", "F01", "grave", BANK, GATE),
                found(f"P{n}", "D01", "grave"),
            )
        ],
        "contractor_uscc",
    ),
    "clues": ([CLUES], "contractor_uscc"),
    "clues and red": ([CLUES, RED_SITE], "contractor_uscc"),
    "weak clues and red": ([replace(CLUES, strength=0.3), RED_SITE], "contractor_uscc"),
    "grave": ([found("C1", "H01", "grave", "clue", kind="company")], "contractor_uscc"),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """All of these in one run, names of a case ending in it."""
    run = lay(
        tmp_path_factory.mktemp("sites") / "run",
        projects=[{"project_id": f"P{n} {k}", role: f"C1 {k}"} for k, (_, role) in SITES.items() for n in range(3)],
        companies=[f"{c} {k}" for k in SITES for c in ("C1", "C2")],
        findings=[replace(f, entity_id=f"{f.entity_id} {k}") for k, (findings, _) in SITES.items() for f in findings],
    )
    walk(run)
    return run


def test_a_red_site_makes_its_contractor_orange_and_its_owner_yellow(sites: RunFolder) -> None:
    rows = scores(sites)
    assert [rows[f"C1 {case}"]["level"] for case in ("red", "owned", "orange")] == ["orange", "yellow", "yellow"]


def test_projects_alone_never_make_a_company_red(sites: RunFolder) -> None:
    rows = scores(sites)
    assert {rows[f"P{n} many"]["level"] for n in range(3)} == {"red"}
    assert rows["C1 many"]["level"] == "orange"
    taken = terms(sites, "C1 many")["projects", "contractor"]["contribution"]
    assert taken <= -math.log(1 - 0.5) + 1e-9


def test_a_company_with_clues_is_red_only_with_a_red_site(sites: RunFolder) -> None:
    rows = scores(sites)
    assert (rows["C1 clues"]["level"], rows["C1 clues and red"]["level"]) == ("orange", "red")


def test_a_project_takes_over_from_its_contractor_and_stays_below_yellow_alone(sites: RunFolder) -> None:
    assert ("exposure", "contractor") in terms(sites, "P0 grave")
    assert scores(sites)["P0 grave"]["level"] == "blue"


def test_a_company_tells_its_site_from_its_own(sites: RunFolder) -> None:
    assert ("level_floor", "red_site") in terms(sites, "C1 weak clues and red")
    assert ("level_floor", "orange_site") in terms(sites, "C1 weak")


def test_an_old_feed_counts_less(tmp_path: Path) -> None:
    def at(place: str, day: date) -> float:
        pay = [{"project_id": "P1", "person_key": "x", "wage_month": "2021-01", "due_fen": 1, "received_on": day}]
        run = lay(
            tmp_path / place,
            projects=[{"project_id": "P1"}],
            findings=[found("P1", "P01", "one_month", PAY)],
            tables={"payroll": pay},
        )
        walk(run)
        return float(terms(run, "P1")["P01", "one_month"]["contribution"])

    assert at("fresh", date(2022, 5, 2)) > at("stale", date(2022, 1, 1)) > 0
    assert at("stalest", date(2019, 1, 1)) == pytest.approx(-math.log(1 - 0.35 * 0.9 * 0.5), abs=1e-6)


@pytest.mark.parametrize("n", range(len(GROUNDS)), ids=[r for _, r in GROUNDS])
def test_a_floor_says_what_it_rests_on(n: int, table: RunFolder) -> None:
    assert ("level_floor", GROUNDS[n][1]) in terms(table, f"ground.{n}")


def test_red_by_sum_needs_two_families_and_two_feeds(tmp_path: Path) -> None:
    """Four serious findings, none grave: red only if two feeds saw them."""
    several = [("A02", "serious"), ("D01", "serious"), ("F01", "serious"), ("P01", "one_month"), ("P05", "pairs")]
    seen = [found("P1", s, r, BANK if s == "F01" else PAY) for s, r in several]
    blind = [found("P2", s, r, PAY) for s, r in several]
    rows = scores(one(tmp_path, [*seen, *blind]))
    assert (rows["P1"]["level"], rows["P2"]["level"]) == ("red", "orange")
    assert rows["P2"]["score"] < 0.75
