from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graphrisk.kernels.walk import hits, nearness, pagerank, ways
from tests.kernels.graphs import hub, seeded

GRAPHS = [seeded(50, 120, 1), seeded(80, 70, 2), hub(60, 3)]


@pytest.mark.parametrize(("graph", "ties"), GRAPHS)
def test_pagerank_is_that_of_networkx(graph, ties):
    expected = nx.pagerank(graph, alpha=0.85, tol=1e-14, max_iter=1000)
    np.testing.assert_allclose(pagerank(ties), [expected[v] for v in sorted(graph)], rtol=1e-8)


def test_pagerank_of_nothing_is_even():
    assert pagerank(sparse.csr_array((4, 4))).tolist() == [0.25] * 4


def test_hits_are_those_of_networkx():
    rng = np.random.default_rng(7)
    flows = sparse.random_array((60, 60), density=0.1, rng=rng).tocsr()
    graph = nx.from_scipy_sparse_array(flows, create_using=nx.DiGraph)
    hubs, authorities = nx.hits(graph, tol=1e-12, max_iter=1000)
    hub_share, authority_share = hits(flows)
    np.testing.assert_allclose(hub_share, [hubs[v] for v in range(60)], atol=1e-8)
    np.testing.assert_allclose(authority_share, [authorities[v] for v in range(60)], atol=1e-8)


def test_hits_without_flows():
    hub_share, authority_share = hits(sparse.csr_array((3, 3)))
    assert hub_share.tolist() == authority_share.tolist() == [0.0, 0.0, 0.0]


def dense_nearness(ties: sparse.csr_array, seeds: np.ndarray, damping: float, steps: int) -> np.ndarray:
    """The definition, with whole matrix powers."""
    adjacency = ties.toarray()
    degree = adjacency.sum(axis=1)
    root = np.where(degree > 0, 1 / np.sqrt(np.where(degree > 0, degree, 1)), 0)
    step = root[:, None] * adjacency * root[None, :]
    power, sums = np.eye(len(seeds)), np.zeros_like(step)
    for k in range(1, steps + 1):
        power = power @ step
        sums += damping**k * power
    np.fill_diagonal(sums, 0)
    return (1 - damping) * sums @ seeds


@pytest.mark.parametrize(("graph", "ties"), GRAPHS)
@pytest.mark.parametrize(("damping", "steps"), [(0.85, 6), (0.5, 2), (0.7, 8)])
def test_nearness_is_its_definition(graph, ties, damping, steps):
    rng = np.random.default_rng(9)
    seeds = np.where(rng.random(len(graph)) < 0.3, rng.random(len(graph)), 0)
    found = nearness(ties, seeds, damping=damping, steps=steps, chunk=4)
    np.testing.assert_allclose(found, dense_nearness(ties, seeds, damping, steps), atol=1e-12)


def test_with_all_steps_it_is_personalised_pagerank():
    """The symmetric form is D^1/2 PPR D^-1/2: with one seed u, near(v) = ppr(v) sqrt(d_u / d_v)."""
    graph, ties = seeded(40, 120, 11)
    degree = ties.sum(axis=1)
    seed = int(np.argmax(degree))
    ppr = nx.pagerank(graph, alpha=0.85, personalization={seed: 1}, tol=1e-14, max_iter=1000)
    found = nearness(ties, np.eye(len(graph))[seed], steps=160)
    others = [v for v in sorted(graph) if v != seed and degree[v] > 0]
    np.testing.assert_allclose(found[others], [ppr[v] * np.sqrt(degree[seed] / degree[v]) for v in others], atol=1e-9)


def test_own_history_is_not_nearness():
    """A seed alone in its component is near to nobody, to the last bit."""
    ties = sparse.csr_array(sparse.block_diag([np.ones((3, 3)) - np.eye(3), np.ones((2, 2)) - np.eye(2)]))
    found = nearness(ties, np.array([0.3, 0, 0, 0.7, 0.7]))
    assert found[0] == 0
    assert (found[1:] > 0).all()


def test_a_hub_passes_less_on():
    few, many = hub(3, 1)[1], hub(300, 1)[1]
    near_few = nearness(few, np.eye(4)[1])[2]
    near_many = nearness(many, np.eye(301)[1])[2:].mean()
    assert near_many < near_few / 10


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 12), st.integers(0, 2**31), st.floats(0.1, 3))
def test_nearness_grows_with_seeds_and_knows_no_order(n, seed, factor):
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.random((n, n)) < 0.4, 1)
    ties = sparse.csr_array((upper | upper.T).astype(float))
    seeds = rng.random(n)
    found = nearness(ties, seeds)
    assert (found >= 0).all()
    np.testing.assert_allclose(nearness(ties, factor * seeds), factor * found, atol=1e-9)
    order = rng.permutation(n)
    np.testing.assert_allclose(nearness(ties[order][:, order], seeds[order]), found[order], atol=1e-9)


def test_what_a_degree_has_more_than_its_ties_is_lost():
    """With twice the degree a way of k edges passes 1 / 2^k."""
    ties = seeded(30, 60, 5)[1]
    degree = np.asarray(ties.sum(axis=1))
    seeds = np.eye(30)[0]
    near, lost = (nearness(ties, seeds, degree * factor, steps=2) for factor in (1, 2))
    one = (ties[[0]].toarray()[0] > 0) & ((ties[[0]] @ ties).toarray()[0] == 0)
    two = (ties[[0]].toarray()[0] == 0) & (np.arange(30) > 0)
    np.testing.assert_allclose(lost[one], near[one] / 2)
    np.testing.assert_allclose(lost[two], near[two] / 4)


def best_way(ties: sparse.csr_array, seeds: np.ndarray, start: int) -> float:
    """Largest product of shares times the seed at the end over all ways to another seed, by networkx."""
    degree = np.asarray(ties.sum(axis=1))
    graph = nx.Graph()
    graph.add_nodes_from(range(len(seeds)))
    ends = ties.tocoo()
    for u, v, w in zip(ends.row, ends.col, ends.data, strict=True):
        graph.add_edge(u, v, cost=-np.log(0.85 * w / np.sqrt(degree[u] * degree[v])))
    far = nx.single_source_dijkstra_path_length(graph, start, weight="cost")
    return max((seeds[v] * np.exp(-d) for v, d in far.items() if v != start and seeds[v] > 0), default=0.0)


@pytest.mark.parametrize(("graph", "ties"), GRAPHS)
@pytest.mark.parametrize("n_seeds", [0, 1, 2, 12])
def test_ways_are_the_best_ones_and_end_at_another_seed(graph, ties, n_seeds):
    n = len(graph)
    rng = np.random.default_rng(n_seeds)
    seeds = np.zeros(n)
    seeds[rng.permutation(n)[:n_seeds]] = rng.random(n_seeds) * 0.9 + 0.1
    degree = np.asarray(ties.sum(axis=1))
    asked = rng.permutation(n)
    place, nth, node = ways(ties, seeds, asked)
    assert (np.diff(place) >= 0).all()
    for k, start in enumerate(asked):
        way = node[place == k]
        assert nth[place == k].tolist() == list(range(len(way)))
        expected = best_way(ties, seeds, start)
        if expected == 0:
            assert len(way) == 0
            continue
        assert way[0] == start
        assert way[-1] != start
        assert len(set(way)) == len(way)
        share = [0.85 * ties[[u]].toarray()[0, v] / np.sqrt(degree[u] * degree[v]) for u, v in pairwise(way)]
        assert seeds[way[-1]] * np.prod(share) == pytest.approx(expected, rel=1e-9)
