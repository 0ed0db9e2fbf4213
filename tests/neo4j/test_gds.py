"""Every file of cypher/gds, against networkx, scipy and the measures of the run."""

from collections.abc import Iterator

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from graphrisk.core.graph import Graph
from graphrisk.graph.measure import skeleton
from graphrisk.graph.structure import WALKS, ties
from graphrisk.kernels.betweenness import betweenness
from tests.neo4j.questions import Question, check_answer, questions
from tests.neo4j.town import Town

ALL = {q.name: q for q in questions("gds")}
EVERY = {"rows": 1_000_000}
CHANGING = ("drop", "project_ties", "project_works")
ASKED = [q for q in ALL.values() if q.name not in CHANGING]


@pytest.fixture
def projected(loaded_town: Town) -> Iterator[Town]:
    """The town with both graphs projected."""
    if not loaded_town.neo4j.ask("SHOW PROCEDURES YIELD name WHERE name = 'gds.graph.drop' RETURN name"):
        pytest.skip("the server that was given has no GDS plugin")
    for name in ("ties", "works"):
        loaded_town.rows(ALL["drop"], graph=name)
    for name in ("project_ties", "project_works"):
        check_answer(ALL[name], loaded_town.rows(ALL[name]))
    yield loaded_town
    for name in ("ties", "works"):
        loaded_town.rows(ALL["drop"], graph=name)


@pytest.fixture(scope="module")
def walks(town_run: object) -> tuple[Graph, sparse.csr_array]:
    """The graph without workers and its ties, as the measures of a run see them."""
    graph = skeleton(town_run.path)
    return graph, ties(graph, WALKS)


@pytest.fixture(scope="module")
def simple(walks: tuple[Graph, sparse.csr_array]) -> nx.Graph:
    graph, adjacency = walks
    names = dict(enumerate(graph.nodes["node_id"].to_pylist()))
    found = nx.relabel_nodes(nx.from_scipy_sparse_array(adjacency), names)
    found.remove_nodes_from(list(nx.isolates(found)))
    return found


@pytest.mark.parametrize("asked", ASKED, ids=lambda q: q.name)
def test_answer_is_the_expected_one(projected: Town, asked: Question) -> None:
    rows = projected.rows(asked)
    assert rows
    check_answer(asked, rows)


def test_drop_takes_away_what_was_projected(projected: Town) -> None:
    check_answer(ALL["drop"], projected.rows(ALL["drop"]))
    assert [r["graph"] for r in projected.dicts(ALL["projected"])] == ["works"]
    assert projected.rows(ALL["drop"]) == []


def test_ties_are_those_of_the_measures(projected: Town, simple: nx.Graph) -> None:
    made = {r["graph"]: r for r in projected.dicts(ALL["projected"])}["ties"]
    assert (made["nodes"], made["relationships"]) == (len(simple), 2 * simple.number_of_edges())


@pytest.mark.parametrize(
    ("name", "column", "measure"),
    [("degree", "degree", "degree"), ("degree", "strength", "strength"), ("core_number", "core_number", "core_number")],
)
def test_measures_of_the_run_are_the_same(projected: Town, name: str, column: str, measure: str) -> None:
    found = _column(projected, name, column)
    expected = _measure(projected, measure)[found.index]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_pagerank_is_the_measure_times_a_number(projected: Town) -> None:
    """GDS does not divide by the nodes; a node without ties takes a share in the run, and is not projected here."""
    found = _column(projected, "pagerank", "pagerank")
    expected = _measure(projected, "pagerank")[found.index]
    ratio = found / expected
    np.testing.assert_allclose(ratio, ratio.median(), rtol=2e-4)


def test_pagerank_is_that_of_networkx(projected: Town, simple: nx.Graph) -> None:
    found = _column(projected, "pagerank", "pagerank")
    expected = pd.Series(nx.pagerank(simple, alpha=0.85, weight="weight", tol=1e-12, max_iter=500))
    np.testing.assert_allclose(found / found.sum(), expected[found.index], rtol=5e-4)


def test_nearness_is_personalised_pagerank_of_networkx(projected: Town, simple: nx.Graph) -> None:
    debtors = projected.run.sql("""
        SELECT DISTINCT e.source FROM edges AS e INNER JOIN nodes AS k ON k.node_id = e.target
        WHERE e.kind = 'PARTY_TO' AND fact(k.attributes, 'is_verified') = '1'""")["source"]
    start = dict.fromkeys(debtors, 1.0)
    expected = pd.Series(
        nx.pagerank(simple, alpha=0.85, personalization=start, weight="weight", tol=1e-12, max_iter=500)
    )
    found = _column(projected, "nearness_to_debtors", "nearness")
    assert set(debtors) == set(_column(projected, "nearness_to_debtors", "is_debtor").loc[lambda s: s].index)
    np.testing.assert_allclose(found / found.sum(), expected[found.index] / expected[found.index].sum(), atol=2e-5)


def test_betweenness_of_all_sources_is_exact(projected: Town, walks: tuple[Graph, sparse.csr_array]) -> None:
    graph, adjacency = walks
    n = len(graph)
    share, _ = betweenness(adjacency, sources=n)
    exact = pd.Series(share * (n - 1) * (n - 2) / 2, index=graph.nodes["node_id"].to_pylist())
    found = _column(projected, "betweenness", "betweenness", sample=n)
    np.testing.assert_allclose(found, exact[found.index], rtol=1e-6, atol=2e-3)
    assert set(found.index) == set(exact[exact > 1e-3].index)


def test_components_are_those_of_networkx(projected: Town, simple: nx.Graph) -> None:
    expected = sorted((len(part), min(part)) for part in nx.connected_components(simple))
    assert sorted((r["n_nodes"], r["first_id"]) for r in projected.dicts(ALL["components"], **EVERY)) == expected


def test_hinges_and_bridges_are_those_of_networkx(projected: Town) -> None:
    works = _works(projected)
    assert set(_column(projected, "hinges", "n_ties").index) == set(nx.articulation_points(works))
    found = {(r["company_id"], r["project_id"]) for r in projected.dicts(ALL["bridges"], **EVERY)}
    assert found == {tuple(sorted(bridge)) for bridge in nx.bridges(works)}


def test_communities_are_as_tight_as_those_of_networkx(projected: Town) -> None:
    works = _works(projected)
    found = projected.neo4j.ask(
        "CALL gds.louvain.stream('works', {concurrency: 1}) YIELD nodeId, communityId RETURN gds.util.asNode(nodeId).node_id AS n, communityId AS c"
    )
    parts = pd.DataFrame(found).groupby("c")["n"].agg(set).tolist()
    assert sorted(len(p) for p in parts) == sorted(r["n_nodes"] for r in projected.dicts(ALL["communities"], **EVERY))
    ours = nx.community.modularity(works, parts, weight=None)
    other = nx.community.modularity(works, nx.community.louvain_communities(works, weight=None, seed=0), weight=None)
    assert ours > other - 0.03


def _works(town: Town) -> nx.Graph:
    frame = town.run.sql("""
        SELECT e.source, e.target FROM edges AS e INNER JOIN nodes AS p ON p.node_id = e.target
        WHERE e.kind = 'CONTRACTS_FOR' AND fact(p.attributes, 'status') NOT IN ('completed', 'closed') AND e."until" IS NULL""")
    return nx.Graph(frame.to_numpy().tolist())


def _column(town: Town, name: str, column: str, **other: object) -> pd.Series:
    rows = town.dicts(ALL[name], **EVERY, **other)
    return pd.Series([r[column] for r in rows], index=[r["entity_id"] for r in rows])


def _measure(town: Town, name: str) -> pd.Series:
    found = town.run.sql("SELECT node_id, value FROM measures WHERE measure = $name", name=name)
    return found.set_index("node_id")["value"]
