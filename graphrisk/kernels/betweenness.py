"""Betweenness by sampled sources, with the error that sampling leaves."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components


def betweenness(
    adjacency: sparse.csr_array, sources: int = 128, seed: int = 0, batch: int = 64
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
    _, part = connected_components(ties, directed=False)
    chosen = np.arange(n) if n <= sources else np.random.default_rng(seed).choice(n, sources, replace=False)
    chosen = chosen[np.lexsort((chosen, part[chosen]))]
    total, squares = np.zeros(n), np.zeros(n)
    for start in range(0, len(chosen), batch):
        rows = chosen[start : start + batch]
        near = np.flatnonzero(np.isin(part, part[rows]))
        share = dependencies(ties[near][:, near], np.searchsorted(near, rows))
        total[near] += share.sum(axis=1)
        squares[near] += np.square(share).sum(axis=1)
    k = len(chosen)
    scale = n / k / ((n - 1) * (n - 2))
    variance = np.maximum(squares - total * total / k, 0) / max(k - 1, 1)
    return total * scale, scale * np.sqrt(k * (1 - k / n) * variance)


def undirected(adjacency: sparse.csr_array) -> sparse.csr_array:
    """The simple undirected graph with weight 1 of any adjacency: symmetric, without loops, shape (n, n)."""
    both = sparse.coo_array(adjacency + adjacency.T)
    kept = (both.row != both.col) & (both.data != 0)
    ones = np.ones(int(kept.sum()))
    return sparse.csr_array((ones, (both.row[kept], both.col[kept])), shape=adjacency.shape)


def dependencies(ties: sparse.csr_array, chosen: np.ndarray) -> np.ndarray:
    """Brandes' dependency of each chosen source on each node, shape (n, len(chosen)); all sources at once.

    Out from the sources level by level, counting shortest paths, and back again: what a node passes on to a node nearer
    the source is its own 1 and all that was passed to it, in proportion to the paths. Dense, as after three steps most
    nodes of a small world are in the front of most sources.
    """
    sources = np.arange(len(chosen))
    front = np.zeros((ties.shape[0], len(chosen)))
    front[chosen, sources] = 1
    unseen, paths = front == 0, front.copy()
    levels = []
    while front.any():
        levels.append(front > 0)
        front = _passed(ties, front)
        front *= unseen
        unseen &= front == 0
        paths += front
    per_path = np.divide(1, paths, out=np.zeros_like(paths), where=paths > 0)
    share = np.zeros_like(paths)
    for near, far in zip(levels[-2::-1], levels[:0:-1], strict=True):
        gain = (1 + share) * per_path
        gain *= far
        gain = _passed(ties, gain)
        gain *= paths
        gain *= near
        share += gain
    share[chosen, sources] = 0
    return share


def _passed(ties: sparse.csr_array, values: np.ndarray) -> np.ndarray:
    """The product ties @ values of symmetric ties, reading only the rows of `values` that hold anything."""
    rows = np.flatnonzero(values.any(axis=1))
    passed: np.ndarray = ties @ values if 2 * len(rows) > len(values) else ties[rows].T @ values[rows]
    return passed
