"""Shares along chains, best paths and groups against networkx and the definitions."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graphrisk.kernels.control import best_paths, effective, groups


def owned(n: int, m: int, seed: int) -> sparse.csr_array:
    """Random holdings, circular ones too, of which no company's add up to more than all of it."""
    rng = np.random.default_rng(seed)
    row, col = rng.integers(0, n, m), rng.integers(0, n, m)
    shares = np.zeros((n, n))
    shares[row, col] = rng.integers(1, 10, m) / 10
    np.fill_diagonal(shares, 0)
    return sparse.csr_array(shares / np.maximum(shares.sum(axis=0), 1))


def by_walking(shares: np.ndarray, rounds: int) -> np.ndarray:
    """Each chain of at most `rounds` holdings that does not come back to its first, multiplied and added up."""
    n = len(shares)
    total = np.zeros((n, n))
    for top in range(n):
        front = {top: 1.0}
        for _ in range(rounds):
            further: dict[int, float] = {}
            for at, held in front.items():
                for to in np.flatnonzero(shares[at]).tolist():
                    if to != top:
                        further[to] = further.get(to, 0) + held * shares[at, to]
            for at, held in further.items():
                total[top, at] += held
            front = further
    return np.minimum(total, 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.integers(0, 25), st.integers(0, 10**6))
def test_effective_shares_are_all_chains_added_up(n, m, seed):
    shares = owned(n, m, seed)
    np.testing.assert_allclose(effective(shares, least=0).toarray(), by_walking(shares.toarray(), 6), atol=1e-8)


def test_a_circle_of_whole_holdings_is_no_more_than_whole():
    circle = sparse.csr_array(np.roll(np.eye(4), 1, axis=1))
    found = effective(circle).toarray()
    assert found.max() == 1
    assert np.diag(found).tolist() == [0] * 4


def test_shares_that_add_up_to_more_than_all_are_scaled_down():
    twice = sparse.csr_array(np.array([[0, 0, 1.0], [0, 0, 1.0], [0, 0, 0]]))
    assert effective(twice).toarray()[:, 2].tolist() == [0.5, 0.5, 0]


def tied(n: int, m: int, seed: int) -> tuple[nx.Graph, sparse.csr_array]:
    """Ties of .5 to 1, with the cost that networkx asks for."""
    rng = np.random.default_rng(seed)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for u, v in rng.integers(0, n, size=(m, 2)).tolist():
        if u != v:
            weight = float(rng.integers(10, 21)) / 20
            graph.add_edge(u, v, weight=weight, cost=-np.log(weight))
    return graph, sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(n), weight="weight"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("least", [0.5, 0.8])
def test_best_paths_are_those_of_networkx(seed, least):
    graph, ties = tied(40, 60, seed)
    found = best_paths(ties, np.arange(40), least, most_steps=39, chunk=7)
    ours = dict(zip(zip(found.source.tolist(), found.target.tolist(), strict=True), found.product, strict=True))
    far = dict(nx.all_pairs_dijkstra_path_length(graph, weight="cost"))
    wanted = {(s, t): np.exp(-d) for s in far for t, d in far[s].items() if s != t and np.exp(-d) >= least - 1e-9}
    assert ours.keys() == wanted.keys()
    np.testing.assert_allclose([ours[k] for k in wanted], list(wanted.values()), rtol=1e-7)
    walked = [[v for v in path if v >= 0] for path in found.nodes.tolist()]
    weights = [np.prod([graph[u][v]["weight"] for u, v in nx.utils.pairwise(path)]) for path in walked]
    np.testing.assert_allclose(weights, found.product, rtol=1e-7)


def test_longer_paths_are_left_out_and_whole_ties_cost_nothing():
    chain = sparse.csr_array(np.eye(9, k=1) + np.eye(9, k=-1))
    found = best_paths(chain, np.array([0]), 0.8, most_steps=6)
    assert found.target.tolist() == [1, 2, 3, 4, 5, 6]
    assert found.product.tolist() == [1.0] * 6


def test_nobody_is_tied_to_anybody():
    assert len(best_paths(sparse.csr_array((4, 4)), np.arange(4), 0.5).source) == 0
    assert groups(sparse.csr_array((4, 4)), 0.5, 10)[0].tolist() == [-1] * 4


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 30), st.integers(0, 60), st.integers(0, 10**6), st.integers(2, 8))
def test_groups_are_near_to_their_middle_and_no_larger_than_said(n, m, seed, most):
    graph, ties = tied(n, m, seed)
    middle, strength = groups(ties, 0.8, most)
    far = dict(nx.all_pairs_dijkstra_path_length(graph, weight="cost"))
    for v in range(n):
        if middle[v] >= 0:
            assert middle[middle[v]] == middle[v]
            assert 0.8 - 1e-6 <= strength[v] <= np.exp(-far[middle[v]][v]) + 1e-6
    assert max(np.bincount(middle[middle >= 0]), default=0) <= most


def test_a_chain_of_ties_is_not_one_group():
    chain = sparse.csr_array(0.9 * (np.eye(9, k=1) + np.eye(9, k=-1)))
    middle, strength = groups(chain, 0.8, 60)
    assert np.bincount(middle[middle >= 0]).tolist() == [0, 4, 0, 0, 0, 4]
    assert strength[middle >= 0].min() >= 0.8


def test_of_a_hub_the_nearest_belong_to_it():
    star = np.zeros((8, 8))
    star[0, 1:] = star[1:, 0] = [0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93]
    middle, _ = groups(sparse.csr_array(star), 0.8, 4)
    assert middle.tolist() == [0, 0, 0, 0, -1, -1, -1, -1]
