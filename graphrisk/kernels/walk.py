"""Walks on a graph: PageRank, hubs and authorities, nearness to given seeds and the way that tells it."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra


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
    ties: sparse.csr_array,
    seeds: np.ndarray,
    degree: np.ndarray | None = None,
    damping: float = 0.85,
    steps: int = 6,
    chunk: int = 256,
) -> np.ndarray:
    """Mass that reaches each node from the seeds of others by walks of 1 to `steps` edges, shape (n,).

    Personalised PageRank of symmetric form, cut at `steps`: with S = D^-1/2 A D^-1/2 and seeds s,
    near(v) = (1 - d) sum_k d^k ((S^k s)(v) - (S^k)(v, v) s(v)), k = 1 .. steps. S shares a hub's mass among all it
    touches, so that what a node of degree k passes on falls with 1 / k. The last term takes away what a seed sends to
    itself: (S^(i+j))(v, v) is the product of rows v of S^i and S^j, and rows are needed of seeds only, `chunk` at once.

    ties: shape (n, n), symmetric, non-negative, no loops. seeds: shape (n,), >= 0. degree: shape (n,), D, at least the
    sum of a node's ties (the default); what it has more is lost, so that a tie that faded passes little even where it is
    the only one. steps: even.

    >>> path = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> nearness(path, np.array([1.0, 0.0, 0.0]), damping=0.5, steps=2).round(4).tolist()
    [0.0, 0.1768, 0.0625]
    """
    step = _passing(ties, degree, damping)
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


def ways(
    ties: sparse.csr_array,
    seeds: np.ndarray,
    asked: np.ndarray,
    degree: np.ndarray | None = None,
    damping: float = 0.85,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From each asked node the one way by which the most of another's seed reaches it: place in `asked`, nth, node.

    The way with the largest product of the shares of `nearness` times the seed at its end: Dijkstra on -log of both, once
    from all seeds (O(m log n)). A seed's own way to another leaves the part of the graph that is nearest to it by the
    cheapest edge (Mehlhorn 1988). Three arrays of one length, in order of asked and nth, from the asked node to the seed;
    no rows for a node that no other seed reaches. ties, seeds, degree, damping as in `nearness`; asked: rows of nodes.

    >>> path = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> [x.tolist() for x in ways(path, np.array([1.0, 0.0, 0.0]), np.array([2, 0]))]
    [[0, 0, 0], [0, 1, 2], [2, 1, 0]]
    """
    n = len(seeds)
    step = _passing(ties, degree, damping).tocoo()
    chosen = step.data > 0
    here, there, cost = step.row[chosen], step.col[chosen], -np.log(step.data[chosen])
    sown = np.flatnonzero(seeds > 0)
    first = 1 + np.log(seeds[sown].max(initial=0) / seeds[sown])
    ends = (np.r_[here, np.full(len(sown), n)], np.r_[there, sown])
    far, before = dijkstra(
        sparse.csr_array((np.r_[cost, first], ends), shape=(n + 1, n + 1)), indices=n, return_predecessors=True
    )
    before = before[:n]
    origin = _origin(before, n)
    reached = np.isfinite(far[:n])
    # the edge that leads from a seed's own part to the cheapest other
    leaves = reached[here] & reached[there] & (origin[here] != origin[there])
    inside, outside, total = here[leaves], there[leaves], far[here[leaves]] + far[there[leaves]] + cost[leaves]
    order = np.lexsort((outside, inside, total, origin[inside]))
    _, least = np.unique(origin[inside][order], return_index=True)
    door, beyond = np.full(n, -1), np.full(n, -1)
    door[origin[inside][order][least]] = inside[order][least]
    beyond[origin[inside][order][least]] = outside[order][least]
    is_root = before[asked] == n
    starts = np.where(is_root, beyond[asked], np.where(reached[asked], asked, -1))
    place, nth, node = _chain(starts, before, n)
    back, back_nth, back_node = _chain(np.where(is_root & (starts >= 0), door[asked], -1), before, n)
    place, nth, node = np.r_[back, place], np.r_[-1 - back_nth, nth], np.r_[back_node, node]
    order = np.lexsort((nth, place))
    place, node = place[order], node[order]
    length = np.bincount(place, minlength=len(asked))
    return place, np.arange(len(place)) - np.repeat(np.cumsum(length) - length, length), node


def _chain(starts: np.ndarray, before: np.ndarray, root: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every start's nodes up to the one before `root`: place in `starts`, nth, node; a start of -1 has none."""
    place = np.flatnonzero(starts >= 0)
    node = starts[place]
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    while len(place):
        parts.append((place, np.full(len(place), len(parts)), node))
        goes_on = before[node] != root
        place, node = place[goes_on], before[node[goes_on]]
    none = np.empty(0, dtype=np.int64)
    place, nth, node = (np.concatenate(x) for x in zip(*parts, strict=True)) if parts else (none, none, none)
    return place, nth, node


def _origin(before: np.ndarray, root: int) -> np.ndarray:
    """The seed at the end of each node's way, by jumps of doubling length; a node that none reaches is its own."""
    origin = np.where((before == root) | (before < 0), np.arange(len(before)), before)
    while True:
        further = origin[origin]
        if np.array_equal(further, origin):
            return origin
        origin = further


def _passing(ties: sparse.csr_array, degree: np.ndarray | None, damping: float) -> sparse.csr_array:
    """S times the damping, with D from the ties themselves where no degree is given."""
    known = np.asarray(ties.sum(axis=1) if degree is None else degree, dtype=np.float64)
    root = np.divide(1, np.sqrt(known), out=np.zeros_like(known), where=known > 0)
    ends = ties.tocoo()
    share = damping * ends.data * root[ends.row] * root[ends.col]
    return sparse.csr_array((share, (ends.row, ends.col)), shape=ties.shape)


def _returned(step: sparse.csr_array, rows: np.ndarray, steps: int) -> np.ndarray:
    """Sum over k = 2 .. steps of (step^k)(v, v) for the nodes v in `rows`."""
    near = step[rows]
    found = near.multiply(near).sum(axis=1)
    for _ in range(steps // 2 - 1):
        far = near @ step
        found = found + near.multiply(far).sum(axis=1) + far.multiply(far).sum(axis=1)
        near = far
    return np.asarray(found, dtype=np.float64)
