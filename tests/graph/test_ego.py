"""The neighbourhood that a person is shown."""

from datetime import date

import networkx as nx
import pytest

from graphrisk.core.errors import UsageError
from graphrisk.graph.ego import MOST_WORKERS, ego
from tests.graph.lot import AS_OF, built, company, project

DAY = date(2021, 1, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One project of 300 workers in one team; its contractor; a register agent of 250 companies; an area."""
    many = [company(f"M{i:03}", agent_key="HUB") for i in range(250)]
    return built(
        tmp_path_factory.mktemp("ego") / "run",
        {
            "company": [company("A1", agent_key="HUB", legal_rep_key="L1"), company("B1", legal_rep_key="L1"), *many],
            "project": [project("P1", "A1", area_code="S1"), project("P2", "B1", area_code="S1")],
            "team": [{"team_id": "T1", "project_id": "P1", "uscc": "B1", "leader_key": "L9"}],
            "worker": [
                {"project_id": "P1", "person_key": f"W{i:03}", "team_id": "T1", "entered_on": DAY, "role": "worker"}
                for i in range(300)
            ],
        },
        party={"BRANCH": "A1"},
        names={"甲公司一分公司": "A1"},
    )


def test_every_node_and_edge_with_all_that_is_known(site) -> None:
    graph = ego(site, "P1", 1)
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.graph["entity"] == "Project:P1"
    node = graph.nodes["Project:P1"]
    assert (node["kind"], node["key"], node["name"], node["hops"]) == ("Project", "P1", "工程P1", 0)
    assert (node["project_type"], node["contractor"]) == ("building", "A1")
    assert node["measures"]["degree"] == 2
    edge = graph.edges["Company:A1", "Project:P1", "CONTRACTS_FOR"]
    assert edge["weight"] == 1
    assert edge["since"] is None
    assert edge["evidence"] == [{"table": "project", "key": "P1", "received_on": AS_OF}]


@pytest.mark.parametrize("entity", ["P1", "Project:P1"])
def test_a_big_project_shows_some_workers_and_the_number_of_all(site, entity) -> None:
    graph = ego(site, entity, 3)
    workers = [v for v in graph if v.startswith("Worker:")]
    assert workers == [f"Worker:W{i:03}" for i in range(MOST_WORKERS)]
    assert graph.edges["Team:T1", "Project:P1", "BUILDS"]["weight"] == 301
    assert graph.graph["n_left_out"] == 100


def test_workers_of_others_are_not_drawn_in(site) -> None:
    graph = ego(site, "A1", 3)
    assert "Team:T1" in graph
    assert not any(v.startswith("Worker:") for v in graph)


def test_hubs_are_shown_but_lead_nowhere(site) -> None:
    graph = ego(site, "A1", 3)
    assert "Agent:HUB" in graph
    assert not any(v.startswith("Company:M") for v in graph)
    assert len(ego(site, "Agent:HUB", 1)) == 252
    assert "Project:P2" not in ego(site, "P1", 2)  # only by the area they share
    assert "Project:P2" in ego(site, "P1", 4)


def test_a_hop_brings_no_more_than_a_person_reads(site, monkeypatch) -> None:
    monkeypatch.setattr("graphrisk.graph.ego.MOST_A_HOP", 10)
    graph = ego(site, "Agent:HUB", 1)
    assert len(graph) == 11
    assert graph.graph["n_left_out"] == 241


def test_hops_are_distances(site) -> None:
    for hops in (0, 1, 2, 3):
        graph = ego(site, "Company:B1", hops)
        assert max(h for _, h in graph.nodes(data="hops")) <= hops
        plain = nx.single_source_shortest_path_length(graph.to_undirected(), "Company:B1")
        assert dict(graph.nodes(data="hops")) == plain


@pytest.mark.parametrize("entity", ["A1", "BRANCH", "甲公司一分公司"])
def test_a_company_is_found_by_any_of_its_codes_and_names(site, entity) -> None:
    assert ego(site, entity, 0).graph["entity"] == "Company:A1"


def test_an_unknown_entity_is_named(site) -> None:
    with pytest.raises(UsageError, match="NOBODY"):
        ego(site, "NOBODY", 2)
    with pytest.raises(UsageError, match="-1"):
        ego(site, "P1", -1)


def test_a_hostile_name_is_only_a_name(site) -> None:
    with pytest.raises(UsageError):
        ego(site, "' OR 1=1 --", 1)
