"""Communities of a graph: parts with more ties inside than chance would give them."""

import numpy as np
from scipy import sparse


def communities(ties: sparse.csr_array, resolution: float = 1.0, seed: int = 0) -> np.ndarray:
    """The community of each node, named by the node of it with most ties (of equals the lowest number), shape (n,).

    Louvain (Blondel, Guillaume, Lambiotte and Lefebvre 2008) for modularity, by scikit-network, from a fixed order of
    nodes and a fixed seed: the same ties give the same communities. (Its Leiden draws from C's rand() and does not.) What
    Leiden would add, that each hangs together inside, is made good by splitting into connected pieces, which never lowers
    modularity. A node without ties is its own. Cost: a few passes over the ties.

    ties: shape (n, n), symmetric, no loops, positive weights.

    >>> two = sparse.csr_array(np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3)))
    >>> communities(two).tolist()
    [0, 0, 0, 3, 3, 3]
    """
    n = ties.shape[0]
    label = np.arange(n)
    tied = np.flatnonzero(np.diff(ties.indptr))
    if len(tied):
        label[tied] = _louvain(ties[tied][:, tied], resolution, seed) + n
    label = _pieces(ties, label)
    degree = np.asarray(ties.sum(axis=1), dtype=np.float64)
    order = np.lexsort((np.arange(n), -np.round(degree, 9), label))
    first = order[np.r_[True, label[order][1:] != label[order][:-1]]] if n else order
    name: np.ndarray = first[np.searchsorted(label[first], label)]
    return name


def modularity(ties: sparse.csr_array, label: np.ndarray, resolution: float = 1.0) -> float:
    """Share of the ties inside communities less what chance would put there (Newman 2004).

    ties: shape (n, n), symmetric, no loops. label: shape (n,).

    >>> two = sparse.csr_array(np.kron(np.eye(2), np.ones((3, 3)) - np.eye(3)))
    >>> modularity(two, np.array([0, 0, 0, 1, 1, 1]))
    0.5
    """
    ends = sparse.coo_array(ties)
    inside = ends.data[label[ends.row] == label[ends.col]].sum()
    whole = ends.data.sum()
    strength = np.bincount(np.unique(label, return_inverse=True)[1], weights=np.asarray(ties.sum(axis=1)))
    return float(inside / whole - resolution * np.square(strength / whole).sum())


def _louvain(ties: sparse.csr_array, resolution: float, seed: int) -> np.ndarray:
    from sknetwork.clustering import Louvain

    found = Louvain(resolution=resolution, modularity="newman", random_state=seed, shuffle_nodes=False)
    labels: np.ndarray = found.fit_predict(sparse.csr_matrix(ties))
    return labels.astype(np.int64)


def _pieces(ties: sparse.csr_array, label: np.ndarray) -> np.ndarray:
    """Labels of the connected pieces that ties inside communities leave."""
    from scipy.sparse.csgraph import connected_components

    ends = sparse.coo_array(ties)
    inside = label[ends.row] == label[ends.col]
    kept = sparse.csr_array((ends.data[inside], (ends.row[inside], ends.col[inside])), shape=ties.shape)
    piece: np.ndarray = connected_components(kept, directed=False)[1]
    return piece.astype(np.int64)
