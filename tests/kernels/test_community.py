"""Communities against networkx: their modularity is as good, they hang together, and they stay the same."""

import networkx as nx
import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graphrisk.kernels.community import communities, modularity
from tests.kernels.graphs import csr, hub, seeded


def planted(seed: int) -> nx.Graph:
    """Six groups of thirty with many ties inside and few between."""
    graph = nx.planted_partition_graph(6, 30, 0.35, 0.02, seed=seed)
    nx.set_edge_attributes(graph, 1.0, "weight")
    return graph


GRAPHS = [planted(1), planted(2), seeded(120, 260, 3)[0], hub(80, 4)[0]]


def sets(label: np.ndarray) -> list[set[int]]:
    return [set(np.flatnonzero(label == c).tolist()) for c in np.unique(label)]


@pytest.mark.parametrize("graph", GRAPHS)
def test_modularity_is_that_of_networkx(graph):
    label = communities(csr(graph))
    assert modularity(csr(graph), label) == pytest.approx(nx.community.modularity(graph, sets(label)))


@pytest.mark.parametrize("graph", GRAPHS)
def test_they_are_as_good_as_those_of_networkx(graph):
    ours = modularity(csr(graph), communities(csr(graph)))
    theirs = [nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=s)) for s in range(3)]
    assert ours >= 0.95 * max(theirs)


def test_a_ring_of_cliques_falls_into_its_cliques():
    ring = nx.ring_of_cliques(8, 6)
    nx.set_edge_attributes(ring, 1.0, "weight")
    assert sets(communities(csr(ring))) == [set(range(6 * k, 6 * k + 6)) for k in range(8)]


def test_planted_groups_are_found():
    """With some ties between the groups nine of ten nodes still lie with their own."""
    own = [max(np.bincount([v // 30 for v in members])) for members in sets(communities(csr(planted(1))))]
    assert sum(own) >= 0.9 * 180


@pytest.mark.parametrize("graph", GRAPHS)
def test_each_hangs_together_and_is_named_by_its_busiest_member(graph):
    ties = csr(graph)
    label = communities(ties)
    strength = np.asarray(ties.sum(axis=1))
    for members in sets(label):
        inner = sorted(members)
        assert connected_components(ties[inner][:, inner])[0] == 1
        assert label[inner[0]] == max(inner, key=lambda v: (strength[v], -v))


def test_the_same_ties_give_the_same_communities():
    ties = csr(planted(5))
    assert communities(ties).tolist() == communities(ties.copy()).tolist()


def test_nodes_without_ties_are_their_own():
    assert communities(sparse.csr_array((3, 3))).tolist() == [0, 1, 2]
