"""Who is under one hand: weights and their rarity, kinds together, chains, time, hubs, and what the pairs tell."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphrisk.core.engine import connect, show_parquet
from graphrisk.graph.measure import skeleton
from graphrisk.graph.paths.control import control
from graphrisk.graph.paths.control_pair import control_pair
from graphrisk.graph.tables import show_inputs
from tests.graph.lot import AS_OF, company, project, tabled

Row = dict[str, Any]


def post(person: str, uscc: str, role: str = "legal_rep", **more: Any) -> Row:
    return {"person_key": person, "uscc": uscc, "role": role, "from_on": date(2015, 1, 1)} | more


def held(holder: str, uscc: str, share: float, kind: str = "company", **more: Any) -> Row:
    return {"holder_kind": kind, "holder_id": holder, "uscc": uscc, "share": share, "from_on": date(2015, 1, 1)} | more


def asked(path: Path, companies: list[Row], party: dict[str, str], **tables: list[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of control and of control_pair."""
    run = tabled(path, {"company": companies, **tables}, party=party)
    with connect(threads=1) as con:
        show_inputs(con, run)
        for name in ("nodes", "edges"):
            show_parquet(con, name, run / f"{name}.parquet")
        graph = skeleton(run)
        return control(con, graph, AS_OF).to_pylist(), control_pair(con, graph, AS_OF).to_pylist()


def pairs(path: Path, companies: list[Row], **tables: list[Row]) -> dict[tuple[str, str], Row]:
    """Rows of control_pair by the two parties."""
    _, found = asked(path, companies, {c["uscc"]: c["uscc"] for c in companies}, **tables)
    return {(r["party_a"], r["party_b"]): r for r in found}


def strength(path: Path, companies: list[Row], **tables: list[Row]) -> float:
    """Of the pair A, B; 0 where the table has none."""
    return pairs(path, companies, **tables).get(("A", "B"), {"strength": 0.0})["strength"]


def firms(*codes: str, **same: Any) -> list[Row]:
    return [company(c, **same) for c in codes]


@pytest.mark.parametrize(
    ("same", "expected"),
    [
        ({"legal_rep_key": "m"}, 0.9),
        ({"phone_key": "t"}, 0.6),
        ({"address_key": "d"}, 0),  # .3 is below what the table keeps
        ({"agent_key": "g"}, 0),
        ({"phone_key": "t", "address_key": "d"}, 0.72),
        ({"phone_key": "t", "agent_key": "g"}, 0.6),  # the agent's telephone
        ({"phone_key": "t", "address_key": "d", "agent_key": "g"}, 0.6),
        ({"legal_rep_key": "m", "phone_key": "t", "address_key": "d"}, 0.972),
    ],
)
def test_what_they_share_and_how_it_adds_up(tmp_path: Path, same: Row, expected: float) -> None:
    assert strength(tmp_path, firms("A", "B", **same)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("n", "expected"), [(2, 0.9), (5, 0.9), (6, 0.761214), (12, 0.480036), (13, 0.4602), (24, 0.350432), (25, 0)]
)
def test_a_legal_representative_of_many_is_no_controller(tmp_path: Path, n: int, expected: float) -> None:
    found = strength(tmp_path, firms("A", "B", *(f"C{i:02}" for i in range(n - 2)), legal_rep_key="m"))
    assert found == pytest.approx(expected if expected >= 0.5 else 0, abs=1e-6)


def test_an_address_of_hundreds_ties_nobody(tmp_path: Path) -> None:
    many = firms("A", "B", *(f"C{i:03}" for i in range(498)), address_key="d", phone_key="t", agent_key="g")
    assert pairs(tmp_path, many) == {}


def test_an_agents_clerk_is_the_contact_of_dozens(tmp_path: Path) -> None:
    codes = ["A", "B", *(f"C{i:02}" for i in range(30))]
    assert pairs(tmp_path, firms(*codes, agent_key="g"), position=[post("q", c, "contact") for c in codes]) == {}


def test_posts_weigh_less_and_one_person_counts_once(tmp_path: Path) -> None:
    rows = [post("q", c, role) for c in "AB" for role in ("director", "manager", "supervisor")]
    assert strength(tmp_path, firms("A", "B"), position=rows) == 0.5


@pytest.mark.parametrize(("share", "expected"), [(0.49, 0), (0.5, 1), (0.51, 1)])
def test_half_of_the_shares_is_control(tmp_path: Path, share: float, expected: float) -> None:
    assert strength(tmp_path, firms("A", "B"), holding=[held("A", "B", share)]) == expected


def test_half_each_is_control_of_neither(tmp_path: Path) -> None:
    assert pairs(tmp_path, firms("A", "B", "J"), holding=[held("A", "J", 0.5), held("B", "J", 0.5)]) == {}


@pytest.mark.parametrize(("below", "expected"), [(0.7, 0), (0.71, 0), (0.72, 1)])
def test_shares_multiply_along_a_chain(tmp_path: Path, below: float, expected: float) -> None:
    """A person holds .7 of H, which holds a part of B: .7 x .72 = .504 is control, by one tie; else H lies between."""
    rows = [held("q", "H", 0.7, "person"), held("H", "B", below), held("q", "A", 1.0, "person")]
    found = pairs(tmp_path, firms("A", "B", "H"), holding=rows).get(("A", "B"), {"strength": 0.0, "n_ties": 0})
    assert found["strength"] == (1.0 if expected or found["n_ties"] == 2 else 0.0)
    assert (found["n_ties"] == 1) == bool(expected)


def test_shares_of_two_chains_add_up(tmp_path: Path) -> None:
    rows = [held("A", "H", 1.0), held("H", "B", 0.3), held("A", "B", 0.3)]
    found = pairs(tmp_path, firms("A", "B", "H"), holding=rows)[("A", "B")]
    assert (found["strength"], found["is_direct"]) == (1.0, True)


def test_a_circle_of_holdings_ends(tmp_path: Path) -> None:
    rows = [held("A", "B", 1.0), held("B", "C", 1.0), held("C", "A", 1.0)]
    assert set(pairs(tmp_path, firms("A", "B", "C"), holding=rows)) == {("A", "B"), ("A", "C"), ("B", "C")}


@pytest.mark.parametrize(
    ("to_on", "expected"), [(date(2022, 6, 14), 0), (date(2022, 6, 15), 0.9), (date(2022, 6, 16), 0.9), (None, 0.9)]
)
def test_ended_posts_and_holdings_are_out(tmp_path: Path, to_on: date | None, expected: float) -> None:
    rows = [post("q", "A", to_on=to_on), post("q", "B")]
    assert strength(tmp_path / "posts", firms("A", "B"), position=rows) == expected
    holding = [held("A", "B", 0.9, to_on=to_on)]
    assert (strength(tmp_path / "shares", firms("A", "B"), holding=holding) == 1) == (expected > 0)


def test_what_begins_after_the_day_does_not_exist(tmp_path: Path) -> None:
    rows = [post("q", "A", from_on=date(2022, 6, 16)), post("q", "B")]
    assert pairs(tmp_path, firms("A", "B"), position=rows) == {}


def test_a_branchs_manager_is_no_legal_representative(tmp_path: Path) -> None:
    rows = [
        company("A"),
        company("A1", kind="branch", head_uscc="A", legal_rep_key="q"),
        company("B", legal_rep_key="q"),
    ]
    _, (found,) = asked(tmp_path, rows, {"A": "A", "A1": "A", "B": "B"})
    assert (found["party_a"], found["party_b"], found["strength"]) == ("A", "B", 0.5)


def test_headquarters_of_many_are_no_way_between_them(tmp_path: Path) -> None:
    """Each of 60 is tied to its holder, and hardly to the others."""
    rows = [held("H", c, 1.0) for c in (*"AB", *(f"C{i:02}" for i in range(58)))]
    found = pairs(tmp_path, firms("H", *(r["uscc"] for r in rows)), holding=rows)
    assert found[("A", "H")]["strength"] == 1.0
    assert found[("A", "B")]["strength"] == pytest.approx(0.521841, abs=1e-6)


def named(uscc: str, name: str) -> Row:
    return company(uscc) | {"name": name}


@pytest.mark.parametrize(("name", "is_open"), [("河北岚川建筑劳务有限公司", True), ("北京沐澄建筑劳务有限公司", False)])
def test_sisters_are_open_if_they_bear_one_name(tmp_path: Path, name: str, is_open: bool) -> None:
    rows = [named("A", "北京岚川建设工程有限公司"), named("B", name), named("H", "岚川控股有限公司")]
    found = pairs(tmp_path, rows, holding=[held("H", "A", 1.0), held("H", "B", 0.8)])
    assert found[("A", "B")]["is_open"] == is_open
    assert found[("A", "H")]["is_open"], "who is held directly is open whatever the name"


def test_a_namesake_without_a_key_in_common_is_nobody(tmp_path: Path) -> None:
    assert pairs(tmp_path, [named("A", "岚川建设有限公司"), named("B", "岚川劳务有限公司")]) == {}


def test_the_same_name_does_not_open_what_a_telephone_shows(tmp_path: Path) -> None:
    rows = [named("A", "岚川建设有限公司") | {"phone_key": "t"}, named("B", "岚川劳务有限公司") | {"phone_key": "t"}]
    assert not pairs(tmp_path, rows)[("A", "B")]["is_open"]


def test_a_path_over_others_is_told_of_companies_on_one_project(tmp_path: Path) -> None:
    """A - person - H (.9), H - person - B (.9): .81, told because A lets works to B; not told without the project."""
    rows = [post("p", "A"), post("p", "H"), post("q", "H"), post("q", "B")]
    site = {"project": [project("P1", "A")], "project_party": [{"project_id": "P1", "uscc": "B", "role": "labour_sub"}]}
    assert ("A", "B") not in pairs(tmp_path / "apart", firms("A", "B", "H"), position=rows)
    found = pairs(tmp_path / "together", firms("A", "B", "H"), position=rows, **site)[("A", "B")]
    assert (found["strength"], found["n_ties"], found["is_direct"]) == (0.81, 2, False)
    assert found["path_zh"].count("人员") == 2
    assert "公司H" in found["path_zh"]
    assert (found["kinds"], found["ties_en"]) == ("legal_rep;legal_rep;", "legal representative")
    assert {ref.split("|")[0] for ref in found["evidence"]} == {"position"}


def test_clusters_have_a_middle_and_small_ones_stay_small(tmp_path: Path) -> None:
    companies = [*firms("A", "B", "C", legal_rep_key="m"), *firms("X", "Y", phone_key="t"), company("Z")]
    rows, _ = asked(tmp_path, companies, {})
    assert [(r["cluster_id"], r["party_id"], r["strength"], r["n_members"]) for r in rows] == [
        ("A", "A", 1.0, 3),
        ("A", "B", 0.9, 3),
        ("A", "C", 0.9, 3),
        ("X", "X", 1.0, 2),
        ("X", "Y", 0.6, 2),
    ]


def test_one_thread_or_two_give_the_same_bytes(town: Path, walked_to: Any, tmp_path: Path, town_graph: Path) -> None:
    two = walked_to(town, tmp_path / "two", date(2022, 6, 15), "beijing", threads=2)
    for name in ("control", "control_pair", "community"):
        file = Path("paths") / f"{name}.parquet"
        assert (two / file).read_bytes() == (town_graph / file).read_bytes()
