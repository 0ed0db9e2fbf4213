import networkx as nx
import numpy as np
import pytest

from graphrisk.kernels.egonet import egonet, oddball
from tests.kernels.graphs import hub, seeded

GRAPHS = [seeded(40, 120, 1), seeded(60, 90, 2), seeded(25, 200, 3), hub(80, 4), seeded(10, 0, 5)]


@pytest.mark.parametrize(("graph", "ties"), GRAPHS)
def test_egonets_are_those_that_networkx_builds(graph, ties):
    edges, weight, triangles = egonet(ties)
    built = [nx.ego_graph(graph, v) for v in sorted(graph)]
    assert edges.tolist() == [e.number_of_edges() for e in built]
    np.testing.assert_allclose(weight, [e.size(weight="weight") for e in built], rtol=1e-12)
    assert triangles.tolist() == [nx.triangles(graph, v) for v in sorted(graph)]


def test_a_hub_costs_no_squares():
    """A star of 200,000 spokes: neighbours times neighbours would be 4e10 pairs."""
    _, ties = hub(1000, 1)
    n = 200_000
    from scipy import sparse

    rows = np.r_[np.zeros(n, dtype=np.int32), np.arange(1, n + 1, dtype=np.int32)]
    cols = np.r_[np.arange(1, n + 1, dtype=np.int32), np.zeros(n, dtype=np.int32)]
    edges, _, triangles = egonet(sparse.csr_array((np.ones(2 * n), (rows, cols)), shape=(n + 1, n + 1)))
    assert edges[0] == n
    assert triangles.sum() == 0
    assert egonet(ties)[0][0] > 1000


def test_oddball_by_hand():
    """Nodes on y = 2 x^1.5 and one above it: the fit, then formula (3) of the paper, step by step."""
    x = np.array([1.0, 4.0, 9.0, 16.0, 4.0])
    y = 2 * x**1.5
    y[4] = 40
    theta, log_c = np.polyfit(np.log(x), np.log(y), 1)
    line = np.exp(log_c) * x**theta
    expected = np.maximum(y, line) / np.minimum(y, line) * np.log(np.abs(y - line) + 1)
    np.testing.assert_allclose(oddball(x, y), expected, rtol=1e-9)
    assert oddball(x, y).argmax() == 4


def test_oddball_says_nothing_of_nodes_alone():
    assert np.isnan(oddball(np.zeros(3), np.zeros(3))).all()
    same = oddball(np.array([2.0, 2.0, 0.0]), np.array([2.0, 3.0, 0.0]))
    assert np.isnan(same[2])
    assert (same[:2] > 0).all()
