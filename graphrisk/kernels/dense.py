"""The densest part of each group of a bipartite graph: people, and what several of them hold in common."""

import numpy as np


def densest(
    person: np.ndarray, shared: np.ndarray, prior: np.ndarray, group: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray]:
    """Of every group the part with the most suspicion a node, as a mask of shape (n,), and that density, a group.

    FRAUDAR (Hooi 2016): g(S) = (sum of priors in S + sum of edge weights within S) / |S|; an edge to what k people hold
    weighs 1 / log(k + 5), so that ties to what everybody holds (a gate, a team) cannot hide a block nor make one. Greedy
    removal of the node that loses least gives at least half of the best density. All groups are peeled at once; each round
    first drops every node that brings less than the density it stands in, which no best part can hold, and only where
    there is none the one that brings least. A round costs O(nodes + edges) in arrays, and there are at most as many as
    nodes in the largest group.

    person, shared: node numbers of the ends of each edge, shape (m,), no edge twice. prior: shape (n,), >= 0. group: shape (n,), whole
    numbers from 0; both ends of an edge are in one group.

    >>> mask, density = densest(np.array([0, 1, 2, 3]), np.array([4, 4, 4, 5]), np.array([1.0, 1, 1, 0, 0, 0]), np.zeros(6, int), 6)
    >>> mask.tolist(), density.round(3).tolist()
    ([True, True, True, False, True, False], [1.111])
    """
    n_groups = int(group.max()) + 1 if n else 0
    weight = 1 / np.log(np.bincount(shared, minlength=n)[shared] + 5.0)
    alive = np.ones(n, dtype=bool)
    best, left_at, turn = np.full(n_groups, -1.0), np.zeros(n_groups, dtype=np.int64), 0
    gone_at = np.full(n, np.iinfo(np.int64).max)
    while alive.any():
        kept = alive[person] & alive[shared]
        ends, value = (person[kept], shared[kept]), weight[kept]
        brings = prior + np.bincount(ends[0], value, n) + np.bincount(ends[1], value, n)
        total = np.bincount(group[alive], prior[alive], n_groups) + np.bincount(group[ends[0]], value, n_groups)
        density = total / np.maximum(np.bincount(group[alive], minlength=n_groups), 1)
        better = density > best + 1e-12
        best, left_at = np.where(better, density, best), np.where(better, turn, left_at)
        dropped = _dropped(brings, alive, group, density)
        alive[dropped] = False
        gone_at[dropped] = turn
        turn += 1
    chosen: np.ndarray = gone_at >= left_at[group]
    return chosen, np.maximum(best, 0.0)


def _dropped(brings: np.ndarray, alive: np.ndarray, group: np.ndarray, density: np.ndarray) -> np.ndarray:
    """Nodes to drop in a round: of each group those below its density, else the one that brings least, the last of equals."""
    low = alive & (brings < density[group] - 1e-12)
    has_low = np.bincount(group[low], minlength=len(density)) > 0
    nodes = np.flatnonzero(alive & ~has_low[group])
    order = nodes[np.lexsort((-nodes, brings[nodes].round(12), group[nodes]))]
    first = np.r_[True, np.diff(group[order]) > 0] if len(order) else np.zeros(0, dtype=bool)
    dropped: np.ndarray = np.r_[np.flatnonzero(low), order[first]]
    return dropped
