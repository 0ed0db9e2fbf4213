"""Betweenness by sampled sources, with the error that sampling leaves."""

import numpy as np
from scipy import sparse


def betweenness(
    adjacency: sparse.csr_array, sources: int = 256, seed: int = 0, batch: int = 64
) -> tuple[np.ndarray, np.ndarray]:
    """Share of shortest paths that run through each node, and its standard error: two float64 arrays of shape (n,).

    b(v) = sum over s != v != t of sigma_st(v) / sigma_st, divided by (n - 1)(n - 2); unweighted, undirected, without
    loops (Brandes 2001). With n <= `sources` every node is a source: the value is exact and the error 0. Otherwise
    `sources` distinct nodes are drawn with `seed` and scaled up by n / k; the error is the standard deviation of the
    estimate, sqrt(n * n * (1 - k / n) * var / k) / ((n - 1)(n - 2)). It is wrong in the sense of too small where a
    node lies on the paths of very few sources and the sample has none of them (value and error are then both 0).

    adjacency: shape (n, n), read as undirected; weights are ignored.

    >>> path = sparse.csr_array(([1, 1], ([0, 1], [1, 2])), shape=(3, 3))
    >>> betweenness(path)[0].tolist()
    [0.0, 1.0, 0.0]
    """
    n = adjacency.shape[0]
    if n < 3:
        return np.zeros(n), np.zeros(n)
    ties = undirected(adjacency)
    chosen = np.arange(n) if n <= sources else np.sort(np.random.default_rng(seed).choice(n, sources, replace=False))
    total, squares = np.zeros(n), np.zeros(n)
    for start in range(0, len(chosen), batch):
        share = dependencies(ties, chosen[start : start + batch])
        total += share.sum(axis=0)
        squares += np.square(share).sum(axis=0)
    k = len(chosen)
    scale = n / k / ((n - 1) * (n - 2))
    variance = np.maximum(squares - total * total / k, 0) / max(k - 1, 1)
    return total * scale, scale * np.sqrt(k * (1 - k / n) * variance)


def undirected(adjacency: sparse.csr_array) -> sparse.csr_array:
    """The simple undirected graph with weight 1 of any adjacency: symmetric, without loops, shape (n, n)."""
    both = sparse.coo_array(adjacency + adjacency.T)
    kept = both.row != both.col
    ones = np.ones(int(kept.sum()))
    return sparse.csr_array((ones, (both.row[kept], both.col[kept])), shape=adjacency.shape)


def dependencies(ties: sparse.csr_array, chosen: np.ndarray) -> np.ndarray:
    """Brandes' dependency of each chosen source on each node, shape (len(chosen), n); all sources at once."""
    levels = _levels(ties, chosen)
    share = np.zeros((len(chosen), ties.shape[0]))
    for near, far in zip(levels[-2::-1], levels[:0:-1], strict=True):
        ends = far.tocoo()
        passed = (1 + share[ends.row, ends.col]) / ends.data
        back = sparse.csr_array((passed, (ends.row, ends.col)), shape=far.shape) @ ties
        gain = back.multiply(near).tocoo()
        share[gain.row, gain.col] = gain.data
    share[np.arange(len(chosen)), chosen] = 0
    return share


def _levels(ties: sparse.csr_array, chosen: np.ndarray) -> list[sparse.csr_array]:
    """Numbers of shortest paths to the nodes at distance 0, 1, 2, ...: one sparse matrix a distance."""
    k, n = len(chosen), ties.shape[0]
    front = sparse.csr_array((np.ones(k), (np.arange(k), chosen)), shape=(k, n))
    seen = np.zeros((k, n), dtype=bool)
    levels = []
    while front.nnz:
        ends = front.tocoo()
        seen[ends.row, ends.col] = True
        levels.append(front)
        ahead = (front @ ties).tocoo()
        fresh = ~seen[ahead.row, ahead.col]
        front = sparse.csr_array((ahead.data[fresh], (ahead.row[fresh], ahead.col[fresh])), shape=(k, n))
    return levels
