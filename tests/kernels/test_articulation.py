"""Articulation points and what they cut off, against networkx and against taking each node away."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graphrisk.kernels.articulation import articulation
from tests.kernels.graphs import csr, hub, seeded


def cut_off(graph: nx.Graph, counted: np.ndarray) -> list[float]:
    """By the definition: take each node away and leave out the largest part of what was its component."""
    found = []
    for v in sorted(graph):
        rest = graph.subgraph(nx.node_connected_component(graph, v) - {v})
        parts = [sum(counted[u] for u in part) for part in nx.connected_components(rest)]
        found.append(float(sum(parts) - max(parts, default=0)))
    return found


@pytest.mark.parametrize("graph", [seeded(60, 70, 1)[0], seeded(200, 210, 2)[0], hub(60, 3)[0], nx.path_graph(300)])
def test_it_is_what_taking_the_node_away_leaves(graph):
    counted = np.random.default_rng(4).integers(0, 3, len(graph)).astype(float)
    assert articulation(csr(graph), counted).tolist() == cut_off(graph, counted)


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 24), st.integers(0, 40), st.integers(0, 10**6))
def test_points_are_those_of_networkx(n, m, seed):
    graph, ties = seeded(n, m, seed)
    found = articulation(ties, np.ones(n))
    assert {v for v in range(n) if found[v] > 0} == set(nx.articulation_points(graph))
    assert found.tolist() == cut_off(graph, np.ones(n))


def test_a_circle_hangs_on_nobody_and_nothing_has_no_point():
    assert articulation(csr(nx.cycle_graph(8)), np.ones(8)).sum() == 0
    assert articulation(sparse.csr_array((3, 3)), np.ones(3)).tolist() == [0.0, 0.0, 0.0]
