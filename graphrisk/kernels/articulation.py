"""Nodes on which a graph hangs together: what falls away from the largest part of the rest when one node goes."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components, depth_first_order


def articulation(ties: sparse.csr_array, counted: np.ndarray) -> np.ndarray:
    """How much of its component each node cuts off from the largest part of the rest, shape (n,); 0 where it cuts nothing.

    Of the parts that a node's going leaves, all but the one with most of `counted` are cut off. Hopcroft and Tarjan
    (1973): in a depth-first tree a child's subtree is cut off where no edge leads from it above its parent. The tree is
    scipy's; subtrees are runs of its preorder, and their lowest ends come from a table of minima over runs of 2^k, so
    the cost is O(m + n log n) without a step a node.

    ties: shape (n, n), symmetric, no loops; weights do not matter. counted: shape (n,), >= 0, what a node counts.

    >>> path = sparse.csr_array(np.eye(5, k=1) + np.eye(5, k=-1))
    >>> articulation(path, np.ones(5)).tolist()
    [0.0, 1.0, 2.0, 1.0, 0.0]
    """
    n = ties.shape[0]
    if ties.nnz == 0:
        return np.zeros(n)
    order, parent = _forest(ties)  # order[0] is a root above all components
    place = np.empty(n + 1, dtype=np.int64)
    place[order] = np.arange(n + 1)
    above = np.r_[0, place[parent[order[1:]]]]  # of each place in preorder, its parent's place
    end = _subtree_ends(_depths(above))
    low = _lowest(ties, place, above, end)
    whole = np.r_[0.0, np.cumsum(np.r_[counted, 0.0][order])]
    below = whole[end] - whole[np.arange(n + 1)]
    first = np.flatnonzero(above == 0)[1:]  # the roots of the components
    total = below[first][np.searchsorted(first, np.arange(n + 1), side="right") - 1]
    child = np.arange(1, n + 1)
    child = child[(above[child] > 0) & (low[child] >= above[child])]
    gone = np.bincount(above[child], weights=below[child], minlength=n + 1)
    largest = np.zeros(n + 1)
    np.maximum.at(largest, above[child], below[child])
    rest = np.maximum(total - np.r_[counted, 0.0][order] - gone, 0.0)
    rest[np.abs(rest) < 1e-9] = 0.0
    cut = gone + rest - np.maximum(largest, rest)
    found: np.ndarray = cut[place[:n]]
    return found


def _forest(ties: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Preorder and parents of a depth-first tree of all components below one more node, number n."""
    n = ties.shape[0]
    _, part = connected_components(ties, directed=False)
    first = np.unique(part, return_index=True)[1]
    ends = sparse.coo_array(ties)
    row, col = np.r_[ends.row, np.full(len(first), n), first], np.r_[ends.col, first, np.full(len(first), n)]
    joined = sparse.csr_array((np.ones(len(row)), (row, col)), shape=(n + 1, n + 1))
    order, parent = depth_first_order(joined, n, directed=True)
    return order.astype(np.int64), parent.astype(np.int64)


def _depths(above: np.ndarray) -> np.ndarray:
    """Steps from each place up to place 0, by doubling the jump."""
    depth, jump = (np.arange(len(above)) > 0).astype(np.int64), above
    while jump.any():
        depth = depth + depth[jump]
        jump = jump[jump]
    return depth


def _minima(values: np.ndarray) -> list[np.ndarray]:
    """Tables of the least of values[i : i + 2^k], k = 0, 1, ...; beyond the end only what is there counts."""
    tables = [values]
    while 1 << len(tables) <= len(values):
        half = 1 << (len(tables) - 1)
        last = tables[-1]
        tables.append(np.minimum(last, np.r_[last[half:], np.full(half, np.iinfo(np.int64).max)]))
    return tables


def _subtree_ends(depth: np.ndarray) -> np.ndarray:
    """One past the last place of each subtree: the first place behind that is no deeper than its root."""
    at, n = np.arange(1, len(depth) + 1), len(depth)
    for k, least in reversed(list(enumerate(_minima(depth)))):
        inside = at < n
        leap = np.zeros(n, dtype=bool)
        leap[inside] = least[at[inside]] > depth[inside]
        at = np.minimum(np.where(leap, at + (1 << k), at), n)
    return at


def _lowest(ties: sparse.csr_array, place: np.ndarray, above: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Of each subtree the lowest place that an edge of it ends at, its tree edges upwards left out."""
    ends = sparse.coo_array(ties)
    row, col = place[ends.row], place[ends.col]
    back = above[row] != col
    low = np.arange(len(place))
    np.minimum.at(low, row[back], col[back])
    tables = _minima(low)
    size = end - np.arange(len(place))
    k = np.floor(np.log2(size)).astype(np.int64)
    stacked = np.stack(tables)
    here = np.arange(len(place))
    found: np.ndarray = np.minimum(stacked[k, here], stacked[k, end - (1 << k)])
    return found
