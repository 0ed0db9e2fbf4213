"""Trouble that passes along relations: typed, fading, of hubs next to nothing, and of what is merely large nothing at all."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.desk import AS_OF, Found, found, lay, scores, terms, walk

GRAVE = ("P01", "two_months", "payroll")


def edge(kind: str, source: str, target: str, until: date | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "source": source,
        "target": target,
        "weight": 1.0,
        "since": date(2021, 1, 1),
        "until": until,
        "evidence": [],
        **more,
    }


def taken(
    place: Path, projects: list[dict[str, Any]], findings: list[Found], **more: Any
) -> dict[str, dict[str, float]]:
    """By entity and relation what the exposure terms bring, in score's own hazard."""
    companies = sorted(
        {v for p in projects for k, v in p.items() if k.endswith("_uscc")} | set(more.pop("companies", ()))
    )
    run = lay(place / "run", projects=projects, companies=companies, findings=findings, **more)
    walk(run)
    ids = [p["project_id"] for p in projects] + companies
    own = {i: {r: t["contribution"] for (s, r), t in terms(run, i).items() if s == "exposure"} for i in ids}
    assert all(row["score"] < 1 for row in scores(run).values())
    return own


def sites(n: int, contractor: str = "C1", start: int = 1) -> list[dict[str, Any]]:
    return [{"project_id": f"P{i}", "contractor_uscc": contractor} for i in range(start, start + n)]


def test_a_contractors_other_site_passes_on_and_a_clean_one_does_not(tmp_path: Path) -> None:
    own = taken(tmp_path, [*sites(2), *sites(2, "C2", 3)], [found("P1", *GRAVE)])
    assert own["P2"]["sites"] > 0.05
    assert not own["P1"]
    assert not own["P3"]
    assert not own["P4"]


def test_papers_pass_nothing_on(tmp_path: Path) -> None:
    own = taken(tmp_path, sites(2), [found("P1", "A02", "slight"), found("P1", "D01", "slight")])
    assert not own["P2"]


@pytest.mark.parametrize(("n", "is_told"), [(2, True), (3, True), (5, False), (30, False)])
def test_one_of_many_says_nothing(tmp_path: Path, n: int, is_told: bool) -> None:
    own = taken(tmp_path, sites(n), [found("P1", *GRAVE)])
    assert ("sites" in own[f"P{n}"]) == is_told


def test_more_trouble_passes_more(tmp_path: Path) -> None:
    one = taken(tmp_path / "a", sites(3), [found("P1", *GRAVE)])["P3"]["sites"]
    two = taken(tmp_path / "b", sites(3), [found("P1", *GRAVE), found("P2", *GRAVE)])["P3"]["sites"]
    assert two > 2 * one > 0


def test_a_role_that_ended_long_ago_passes_nothing(tmp_path: Path) -> None:
    ends = {"now": None, "lately": date(2022, 3, 1), "long ago": date(2018, 1, 1)}
    brought = {}
    for name, until in ends.items():
        party = [{"project_id": f"P{i}", "uscc": "L1", "role": "labour_sub"} for i in (1, 2)]
        edges = [edge("CONTRACTS_FOR", "Company:L1", "Project:P1", until)]
        projects = [{"project_id": f"P{i}", "contractor_uscc": f"C{i}"} for i in (1, 2)]
        own = taken(
            tmp_path / name, projects, [found("P1", *GRAVE), found("P1", "F01", "grave", "account_txn")], edges=edges,
            tables={"project_party": party}, companies=["L1"],
        )  # fmt: skip
        brought[name] = own["P2"].get("sites", 0.0)
    assert brought["now"] > brought["lately"] > brought["long ago"] == 0


def group(*strengths: float) -> dict[str, list[dict[str, Any]]]:
    """Companies C1, C2, … in one cluster, and the way between each pair."""
    members = [
        {"cluster_id": "C1", "party_id": f"C{i + 1}", "strength": s, "n_members": len(strengths)}
        for i, s in enumerate(strengths)
    ]
    return {"control": members}


def test_the_trouble_of_a_hidden_group_reaches_its_other_members_and_their_sites(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{i}", "contractor_uscc": f"C{i}"} for i in (1, 2, 3, 4)]
    bad = [found("P1", *GRAVE), found("P2", *GRAVE)]
    own = taken(tmp_path, projects, bad, paths=group(1.0, 0.9, 0.8))
    assert own["P3"]["group"] > 0.02
    assert own["C3"]["group"] > own["P3"]["group"]
    assert not own["P4"]
    assert not own["C4"]


def test_a_group_that_is_merely_large_is_not_suspect(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{i}", "contractor_uscc": f"C{i}"} for i in range(1, 41)]
    assert not any(taken(tmp_path / "clean", projects, [], paths=group(*[1.0] * 40)).values())
    own = taken(tmp_path / "one", projects, [found("P1", *GRAVE)], paths=group(*[1.0] * 40))
    assert not own["C40"]
    assert not own["P40"]


def test_a_weak_tie_passes_less(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{i}", "contractor_uscc": f"C{i}"} for i in (1, 2)]
    strong, weak = (
        taken(tmp_path / str(s), projects, [found("P1", *GRAVE)], paths=group(1.0, s))["C2"].get("group", 0.0)
        for s in (1.0, 0.5)
    )
    assert strong > weak > 0


def test_crews_of_one_leader(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{i}", "contractor_uscc": f"C{i}"} for i in (1, 2, 3)]
    lead = [edge("LEADS", "Person:boss", f"Team:T{i}") for i in (1, 2)] + [edge("LEADS", "Person:other", "Team:T3")]
    edges = lead + [edge("BUILDS", f"Team:T{i}", f"Project:P{i}") for i in (1, 2, 3)]
    own = taken(tmp_path, projects, [found("P1", *GRAVE)], edges=edges)
    assert own["P2"]["crew"] > 0.01
    assert not own["P3"]


def test_money_lent_ties_two_sites_both_ways(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{i}", "contractor_uscc": f"C{i}"} for i in (1, 2, 3)]
    edges = [edge("SERVES", f"Account:K{i}", f"Project:P{i}") for i in (1, 2, 3)]
    edges += [
        edge("SENT", "Account:K2", "Account:K1", AS_OF),
        edge("SENT", "Account:K1", "Account:K3", date(2016, 1, 1)),
    ]
    own = taken(tmp_path, projects, [found("P1", *GRAVE)], edges=edges)
    assert own["P2"]["lent"] > 0.02
    assert not own["P3"], "that was six years ago"
