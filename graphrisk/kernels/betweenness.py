"""Betweenness by sampled sources, with the error that sampling leaves."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components


def betweenness(
    adjacency: sparse.csr_array, sources: int = 128, seed: int = 0, batch: int = 16
) -> tuple[np.ndarray, np.ndarray]:
    """Share of shortest paths that run through each node, and its standard error: two float64 arrays of shape (n,).

    b(v) = sum over s != v != t of sigma_st(v) / sigma_st, divided by (n - 1)(n - 2); unweighted, undirected, without
    loops. Paths into trees that hang on the rest are counted exactly (`peel`). The others come from `sources` nodes of
    the rest, drawn with `seed` and scaled up, each path counted by how far along it the node lies (Brandes 2001 in the
    linear scaling of Geisberger, Sanders and Schultes 2008), so that a few near sources do not decide. The error is the
    standard deviation of what is drawn, 0 where all are sources; it is too small where what the sample lacks is unlike
    what it has, as for a node that ties a small part to the rest.

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
    through, weight, core = peel(ties, np.bincount(part)[part])
    chosen = core if len(core) <= sources else np.random.default_rng(seed).choice(core, sources, replace=False)
    chosen = chosen[np.lexsort((chosen, part[chosen]))]
    total, squares = np.zeros(n), np.zeros(n)
    for start in range(0, len(chosen), batch):
        rows = chosen[start : start + batch]
        near = core[np.isin(part[core], part[rows])]
        share = dependencies(ties[near][:, near], np.searchsorted(near, rows), weight[near])
        total[near] += share.sum(axis=1)
        squares[near] += np.square(share).sum(axis=1)
    k, pairs = len(chosen), (n - 1) * (n - 2)
    variance = np.maximum(squares - total * total / k, 0) / max(k - 1, 1)
    error = len(core) / k * np.sqrt(k * (1 - k / len(core)) * variance)
    return (through + total * len(core) / k) / pairs, error / pairs


def undirected(adjacency: sparse.csr_array) -> sparse.csr_array:
    """The simple undirected graph with weight 1 of any adjacency: symmetric, without loops, shape (n, n)."""
    both = sparse.coo_array(adjacency + adjacency.T)
    kept = (both.row != both.col) & (both.data != 0)
    ones = np.ones(int(kept.sum()))
    return sparse.csr_array((ones, (both.row[kept], both.col[kept])), shape=adjacency.shape)


def peel(ties: sparse.csr_array, size: np.ndarray, rounds: int = 64) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take leaves away, round by round: exact counts of paths into what was taken, weights, and the numbers of the rest.

    `through`, shape (n,): ordered pairs (s, t) with an end in what hangs on v whose path leads through v. `weight`, shape
    (n,): 1 and the nodes that hang on v. A tree longer than `rounds` keeps its inner part, which costs time only.

    ties: from `undirected`. size: shape (n,), nodes of each node's component.
    """
    n = ties.shape[0]
    number, alive, degree = np.arange(n, dtype=np.float64), np.ones(n), np.diff(ties.indptr).astype(np.float64)
    through, weight, squares = np.zeros(n), np.ones(n), np.zeros(n)
    for _ in range(rounds):
        leaf = np.flatnonzero(degree * alive == 1)
        stem = (ties @ (alive * number))[leaf].astype(np.int64)  # the one neighbour left
        taken = (degree[stem] > 1) | (leaf > stem)  # of two that have only each other, one stays
        leaf, stem = leaf[taken], stem[taken]
        if not len(leaf):
            break
        hung = weight[leaf]
        np.add.at(through, stem, 2 * hung * (size[leaf] - hung - 1))
        np.add.at(squares, stem, hung * hung)
        np.add.at(weight, stem, hung)
        np.add.at(degree, stem, -1)
        alive[leaf] = 0
    # a pair of two hanging parts was counted from either side
    return through - (np.square(weight - 1) - squares), weight, np.flatnonzero(alive)


def dependencies(ties: sparse.csr_array, chosen: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """What each chosen source s says of each node v, shape (n, len(chosen)); the sum over all sources is Brandes' sum.

    2 w(s) * sum over t of w(t) d(s, v) / d(s, t) sigma_st(v) / sigma_st: from s and from t together, a path counts twice
    for v, as it does in Brandes' sum. Out from the sources level by level, counting shortest paths, and back again.
    Dense, as after three steps most nodes of a small world are in the front of most sources.

    ties: from `undirected`. weight: shape (n,), how many nodes each node stands for.
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
    share, distance = np.zeros_like(paths), np.zeros_like(paths)
    for away in range(len(levels) - 1, 0, -1):
        distance[levels[away]] = away
        gain = share + (weight / away)[:, None]
        gain *= per_path
        gain *= levels[away]
        gain = _passed(ties, gain)
        gain *= paths
        gain *= levels[away - 1]
        share += gain
    share *= 2 * distance
    share *= weight[chosen]
    return share


def _passed(ties: sparse.csr_array, values: np.ndarray) -> np.ndarray:
    """The product ties @ values of symmetric ties, reading only the rows of `values` that hold anything."""
    rows = np.flatnonzero(values.any(axis=1))
    passed: np.ndarray = ties @ values if 2 * len(rows) > len(values) else ties[rows].T @ values[rows]
    return passed
