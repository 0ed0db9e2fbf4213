import networkx as nx
import numpy as np
import pytest

from graphrisk.kernels.betweenness import betweenness
from tests.kernels.graphs import csr, hub, seeded


@pytest.mark.parametrize(("graph", "ties"), [seeded(50, 90, 1), seeded(120, 130, 2), hub(60, 3), seeded(30, 20, 4)])
def test_all_sources_are_exact(graph, ties):
    share, error = betweenness(ties, sources=len(graph), batch=7)
    exact = nx.betweenness_centrality(graph)
    np.testing.assert_allclose(share, [exact[v] for v in sorted(graph)], atol=1e-12)
    assert not error.any()


@pytest.mark.parametrize(
    "graph",
    [
        nx.random_labeled_tree(80, seed=1),
        nx.star_graph(30),
        nx.path_graph(40),
        nx.barbell_graph(5, 9),
        nx.path_graph(2),
    ],
)
def test_what_hangs_on_the_rest_is_exact_with_few_sources(graph):
    """Trees need no source at all; two cliques and a path between them need the cliques."""
    share, error = betweenness(csr(graph), sources=20)
    exact = nx.betweenness_centrality(graph)
    np.testing.assert_allclose(share, [exact[v] for v in sorted(graph)], atol=1e-12)
    assert not error.any()


def test_a_long_tree_is_exact_too():
    graph = nx.disjoint_union(nx.path_graph(300), nx.star_graph(4))
    exact = nx.betweenness_centrality(graph)
    np.testing.assert_allclose(betweenness(csr(graph), sources=400)[0], [exact[v] for v in sorted(graph)], atol=1e-12)


def test_a_direction_and_a_loop_change_nothing():
    graph, ties = seeded(40, 70, 5)
    directed = ties.tolil()
    for u, v in graph.edges:
        directed[v, u] = 0
    directed[3, 3] = 9
    np.testing.assert_allclose(betweenness(directed.tocsr())[0], betweenness(ties)[0], atol=1e-12)


def test_the_stated_error_is_the_error():
    """Over 80 seeds: no bias, and the mean square of the stated errors is the mean square of the real ones."""
    graph, ties = seeded(200, 420, 6)
    central = nx.betweenness_centrality(graph)
    exact = np.array([central[v] for v in sorted(graph)])
    busy = exact > np.quantile(exact, 0.5)
    runs = [betweenness(ties, sources=50, seed=s) for s in range(80)]
    shares, errors = np.array([r[0][busy] for r in runs]), np.array([r[1][busy] for r in runs])
    real = np.square(shares - exact[busy]).mean()
    assert 0.85 < np.square(errors).mean() / real < 1.18
    assert abs((shares - exact[busy]).mean()) < 0.05 * exact[busy].mean()


def test_small_and_empty_graphs():
    for n in (1, 2):
        share, error = betweenness(csr(nx.empty_graph(n)))
        assert share.tolist() == error.tolist() == [0.0] * n
    share, _ = betweenness(csr(nx.empty_graph(9)))
    assert not share.any()
