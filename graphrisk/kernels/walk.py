"""Walks on a graph: PageRank, hubs and authorities, and nearness to given seeds without a seed's own mass."""

import numpy as np
from scipy import sparse


def pagerank(ties: sparse.csr_array, damping: float = 0.85) -> np.ndarray:
    """Stationary share of a walk that restarts anywhere with 1 - damping, shape (n,), sums to 1.

    From a node without ties the walk always restarts: with y = 1 + d P'y the share is y / sum(y), and a node alone has
    y = 1, the least there is. Power iteration to 1e-12 in the sum of changes, on the nodes with ties.

    ties: shape (n, n), symmetric, non-negative.

    >>> star = sparse.csr_array(np.array([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]))
    >>> pagerank(star).round(3).tolist()
    [0.463, 0.245, 0.245, 0.048]
    """
    from sknetwork.ranking import PageRank

    y = np.ones(ties.shape[0])
    tied = np.flatnonzero(np.diff(ties.indptr))
    if len(tied):
        walk = PageRank(damping_factor=damping, solver="piteration", n_iter=300, tol=1e-12)
        y[tied] = walk.fit_predict(sparse.csr_matrix(ties[tied][:, tied])) * len(tied) / (1 - damping)
    share: np.ndarray = y / max(y.sum(), 1)
    return share


def hits(flows: sparse.csr_array, rounds: int = 500, tolerance: float = 1e-12) -> tuple[np.ndarray, np.ndarray]:
    """Hub and authority share of each node, two arrays of shape (n,), each sums to 1 (Kleinberg 1999).

    Hubs send to authorities: h ~ A a, a ~ A' h, from a = 1, so that of equal singular values all take part. Where the
    two largest singular values lie close together `rounds` ends the iteration first.

    flows: shape (n, n), non-negative; row i sends to column j. All 0 without flows.

    >>> hub, authority = hits(sparse.csr_array(np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]])))
    >>> hub.round(3).tolist(), authority.round(3).tolist()
    ([0.618, 0.382, 0.0], [0.0, 0.382, 0.618])
    """
    n = flows.shape[0]
    if flows.nnz == 0:
        return np.zeros(n), np.zeros(n)
    back = flows.T.tocsr()
    authority = np.full(n, 1 / n)
    for _ in range(rounds):
        hub = flows @ authority
        fresh = back @ (hub / hub.sum())
        fresh /= fresh.sum()
        change = np.abs(fresh - authority).sum()
        authority = fresh
        if change < tolerance:
            break
    hub = flows @ authority
    return hub / hub.sum(), authority


def nearness(
    ties: sparse.csr_array, seeds: np.ndarray, damping: float = 0.85, steps: int = 6, chunk: int = 256
) -> np.ndarray:
    """Mass that reaches each node from the seeds of others by walks of 1 to `steps` edges, shape (n,).

    Personalised PageRank of symmetric form, cut at `steps`: with S = D^-1/2 A D^-1/2 and seeds s,
    near(v) = (1 - d) sum_k d^k ((S^k s)(v) - (S^k)(v, v) s(v)), k = 1 .. steps. S shares a hub's mass among all it
    touches, so that what a node of degree k passes on falls with 1 / k. The last term takes away what a seed sends to
    itself: (S^(i+j))(v, v) is the product of rows v of S^i and S^j, and rows are needed of seeds only, `chunk` at once.

    ties: shape (n, n), symmetric, non-negative, no loops. seeds: shape (n,), >= 0. steps: even.

    >>> path = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> nearness(path, np.array([1.0, 0.0, 0.0]), damping=0.5, steps=2).round(4).tolist()
    [0.0, 0.1768, 0.0625]
    """
    degree = np.asarray(ties.sum(axis=1), dtype=np.float64)
    root = np.divide(1, np.sqrt(degree), out=np.zeros_like(degree), where=degree > 0)
    ends = ties.tocoo()
    step = sparse.csr_array(
        (damping * ends.data * root[ends.row] * root[ends.col], (ends.row, ends.col)), shape=ties.shape
    )
    front, total = seeds.astype(np.float64), np.zeros(len(seeds))
    for _ in range(steps):
        front = step @ front
        total += front
    sown = np.flatnonzero(seeds > 0)
    returned = np.zeros(len(seeds))
    for start in range(0, len(sown), chunk):
        rows = sown[start : start + chunk]
        returned[rows] = _returned(step, rows, steps)
    own = returned * seeds
    near = total - own
    near[near < 1e-12 * np.maximum(own, total)] = 0
    result: np.ndarray = (1 - damping) * near
    return result


def _returned(step: sparse.csr_array, rows: np.ndarray, steps: int) -> np.ndarray:
    """Sum over k = 2 .. steps of (step^k)(v, v) for the nodes v in `rows`."""
    near = step[rows]
    found = near.multiply(near).sum(axis=1)
    for _ in range(steps // 2 - 1):
        far = near @ step
        found = found + near.multiply(far).sum(axis=1) + far.multiply(far).sum(axis=1)
        near = far
    return np.asarray(found, dtype=np.float64)
