"""Seeded graphs as networkx and as CSR, with the same node numbers."""

import networkx as nx
import numpy as np
from scipy import sparse


def seeded(n: int, m: int, seed: int) -> tuple[nx.Graph, sparse.csr_array]:
    """A simple graph of n nodes and about m edges, some nodes alone, weights from 0.5 to 3."""
    rng = np.random.default_rng(seed)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for u, v in rng.integers(0, n, size=(m, 2)).tolist():
        if u != v:
            graph.add_edge(u, v, weight=float(rng.integers(1, 7)) / 2)
    return graph, csr(graph)


def hub(spokes: int, seed: int) -> tuple[nx.Graph, sparse.csr_array]:
    """A hub of many spokes with a few ties among the spokes."""
    rng = np.random.default_rng(seed)
    graph = nx.star_graph(spokes)
    graph.add_edges_from((u, v) for u, v in rng.integers(1, spokes, size=(spokes, 2)).tolist() if u != v)
    nx.set_edge_attributes(graph, 1.0, "weight")
    return graph, csr(graph)


def csr(graph: nx.Graph) -> sparse.csr_array:
    found = sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), weight="weight", dtype=float))
    found.indices, found.indptr = found.indices.astype(np.int32), found.indptr.astype(np.int32)
    return found
