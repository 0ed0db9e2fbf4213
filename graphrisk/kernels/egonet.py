"""Egonets counted without building them: triangles, edges and weight around each node, and how far off the common law."""

import numpy as np
from scipy import sparse


def egonet(ties: sparse.csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Edges and total weight of each node's egonet, and triangles through it: arrays of shape (n,), int64, float64, int64.

    The egonet of v is v, its neighbours and all edges among them: edges = degree + triangles, weight = strength + the
    weight of the edges opposite v. Each edge is led from the end of lower to the end of higher degree, so that no node
    leads more than sqrt(2 m) and a hub costs no more than others (Chiba and Nishizeki 1985).

    ties: shape (n, n), symmetric, no loops, positive weights.

    >>> triangle_and_tail = sparse.csr_array(np.array([[0, 1, 1, 0], [1, 0, 5, 0], [1, 5, 0, 2], [0, 0, 2, 0]]))
    >>> edges, weight, triangles = egonet(triangle_and_tail)
    >>> edges.tolist(), weight.tolist(), triangles.tolist()
    ([3, 3, 4, 1], [7.0, 7.0, 9.0, 2.0], [1, 1, 1, 0])
    """
    n = ties.shape[0]
    degree = np.diff(ties.indptr)
    place = np.empty(n, dtype=np.int64)
    place[np.lexsort((np.arange(n), degree))] = np.arange(n)
    ends = ties.tocoo()
    led = place[ends.row] < place[ends.col]
    at = (ends.row[led], ends.col[led])
    one = sparse.csr_array((np.ones(len(at[0])), at), shape=ties.shape)
    weighted = sparse.csr_array((ends.data[led], at), shape=ties.shape)

    strength = np.asarray(ties.sum(axis=1), dtype=np.float64)
    triangles = np.rint(_opposite(one, one)).astype(np.int64)
    return degree + triangles, strength + _opposite(one, weighted), triangles


def _opposite(one: sparse.csr_array, weighted: sparse.csr_array) -> np.ndarray:
    """Weight of the edges opposite each node in its triangles u -> v -> w, u -> w: as first, last and middle node."""
    first = one.multiply(one @ weighted).sum(axis=1)
    last = one.multiply(weighted @ one).sum(axis=0)
    middle = one.multiply(one.T.tocsr() @ weighted).sum(axis=1)
    opposite: np.ndarray = np.asarray(first + last + middle, dtype=np.float64)
    return opposite


def oddball(neighbours: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How far an egonet's edges lie off the power law of its peers, shape (n,); NaN without neighbours.

    With y = edges, x = neighbours and the least-squares fit log y = log C + theta log x over all given nodes:
    max(y, C x^theta) / min(y, C x^theta) * log(|y - C x^theta| + 1) (Akoglu, McGlohon and Faloutsos 2010, eq. 3).
    Near-cliques and near-stars among nodes of a kind score high; a node on the line scores 0.

    >>> x = np.array([1.0, 2.0, 4.0, 8.0])
    >>> oddball(x, x).round(9).tolist()
    [0.0, 0.0, 0.0, 0.0]
    """
    score = np.full(len(neighbours), np.nan)
    some = (neighbours > 0) & (edges > 0)
    if not some.any():
        return score
    x, y = np.log(neighbours[some]), np.log(edges[some])
    spread = np.square(x - x.mean()).sum()
    theta = ((x - x.mean()) * (y - y.mean())).sum() / spread if spread > 0 else 0.0
    line = np.exp(y.mean() + theta * (x - x.mean()))
    seen = edges[some].astype(np.float64)
    score[some] = np.maximum(seen, line) / np.minimum(seen, line) * np.log1p(np.abs(seen - line))
    return score
