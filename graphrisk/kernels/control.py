"""Who controls whom: shares along chains, the best path between two, and groups around a middle."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components, dijkstra

STEP = 1e-9  # cost of a step: of paths of one product the shorter is the better


@dataclass(frozen=True, slots=True)
class Paths:
    """Best paths, arrays of shape (n_paths,), and their nodes, shape (n_paths, most_steps + 1), -1 behind the end."""

    source: np.ndarray
    target: np.ndarray
    product: np.ndarray
    nodes: np.ndarray


def effective(shares: sparse.csr_array, rounds: int = 6, least: float = 0.01) -> sparse.csr_array:
    """Share that each holds of each, directly and by chains of at most `rounds` holdings, shape (n, n), values in (0, 1].

    The sum over chains of the product of their shares, E = S + S S + ... without chains that come back to where they
    begin, so that circular holdings count once (Brioschi, Buzzacchi and Colombo 1989). Shares of a company that add up
    to more than all of it are scaled down; what is below `least` is let go after each round, which bounds a column to
    1 / least values and the cost to rounds * nnz(S) / least.

    shares: shape (n, n), row holds column, 0 to 1, no loops.

    >>> chain = sparse.csr_array(np.array([[0, 0.3, 1.0], [0, 0, 0], [0, 0.3, 0]]))
    >>> effective(chain).toarray().tolist()
    [[0.0, 0.6, 1.0], [0.0, 0.0, 0.0], [0.0, 0.3, 0.0]]
    """
    whole = np.maximum(np.asarray(shares.sum(axis=0), dtype=np.float64), 1.0)
    held = sparse.csr_array(shares @ sparse.diags_array(1 / whole))
    front = total = held
    for _ in range(rounds - 1):
        front = _without_loops(front @ held, least)
        if front.nnz == 0:
            break
        total = total + front
    total = sparse.csr_array(total)
    total.data = np.minimum(np.round(total.data, 9), 1.0)
    total.sort_indices()
    return total


def _without_loops(chains: sparse.sparray, least: float) -> sparse.csr_array:
    ends = sparse.coo_array(chains)
    kept = (ends.row != ends.col) & (ends.data >= least)
    return sparse.csr_array((ends.data[kept], (ends.row[kept], ends.col[kept])), shape=ends.shape)


def best_paths(
    ties: sparse.csr_array, sources: np.ndarray, least: float, most_steps: int = 6, chunk: int = 256
) -> Paths:
    """From each source the path of the largest product of ties to every node that one of at least `least` reaches.

    Dijkstra on -log of the ties, cut at -log(least), `chunk` sources at once; never all pairs. A best path of more than
    `most_steps` ties is left out. Sources ascending, then targets; a source reaches no path to itself. Cost: each
    source's reach, and n * chunk values of memory among the nodes that have a tie of `least` at all.

    ties: shape (n, n), values in (0, 1]. sources: node numbers, ascending.

    >>> line = sparse.csr_array(np.array([[0, 0.9, 0.5], [0.9, 0, 0.9], [0.5, 0.9, 0]]))
    >>> found = best_paths(line, np.array([0]), least=0.8)
    >>> found.target.tolist(), found.product.round(2).tolist(), found.nodes[:, :3].tolist()
    ([1, 2], [0.9, 0.81], [[0, 1, -1], [0, 1, 2]])
    """
    strong, inner = _strong(ties, least)
    place = np.full(ties.shape[0], -1)
    place[inner] = np.arange(len(inner))
    begun = place[sources[place[sources] >= 0]] if len(inner) else np.empty(0, dtype=np.int64)
    parts = [_paths_from(strong, begun[i : i + chunk], least, most_steps) for i in range(0, len(begun), chunk)]
    none = (np.empty((0, most_steps + 1), dtype=np.int64), np.empty(0))
    nodes = np.concatenate([none[0], *(p[0] for p in parts)])
    product = np.concatenate([none[1], *(p[1] for p in parts)])
    nodes = np.where(nodes < 0, -1, inner[nodes] if len(inner) else nodes)
    last = (nodes >= 0).sum(axis=1) - 1
    return Paths(nodes[:, 0], nodes[np.arange(len(nodes)), last], product, nodes)


def _strong(ties: sparse.csr_array, least: float) -> tuple[sparse.csr_array, np.ndarray]:
    """Costs of the ties that a path of `least` can use, among the nodes that have one; and these nodes' numbers."""
    ends = sparse.coo_array(ties)
    kept = (ends.data >= least) & (ends.row != ends.col)
    inner = np.unique(np.r_[ends.row[kept], ends.col[kept]]).astype(np.int64)
    row, col = (np.searchsorted(inner, end[kept]) for end in (ends.row, ends.col))
    cost = STEP - np.log(ends.data[kept])
    return sparse.csr_array((cost, (row, col)), shape=(len(inner), len(inner))), inner


def _paths_from(
    cost: sparse.csr_array, sources: np.ndarray, least: float, most_steps: int
) -> tuple[np.ndarray, np.ndarray]:
    far, before = dijkstra(cost, indices=sources, limit=1e-6 - np.log(least), return_predecessors=True)
    row, at = np.nonzero(np.isfinite(far) & (np.arange(cost.shape[0]) != sources[:, None]))
    back = [at.astype(np.int64)]
    for _ in range(most_steps):
        here = back[-1]
        known = here >= 0
        step = np.full(len(here), -1, dtype=np.int64)
        step[known] = before[row[known], here[known]]
        back.append(np.where(step < 0, -1, step))
    walked = np.stack(back, axis=1)
    n_steps = (walked >= 0).sum(axis=1) - 1
    whole = walked[np.arange(len(walked)), n_steps] == sources[row]
    walked, n_steps, row, at = walked[whole], n_steps[whole], row[whole], at[whole]
    turned = n_steps[:, None] - np.arange(most_steps + 1)
    nodes = np.where(turned >= 0, np.take_along_axis(walked, np.maximum(turned, 0), axis=1), -1)
    return nodes, np.round(np.exp(STEP * n_steps - far[row, at]), 9)


def groups(ties: sparse.csr_array, least: float, most: int, rounds: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Groups around a middle: each node's middle (-1: in no group) and the best product of ties to it, shape (n,) each.

    In every connected part of the ties of at least `least` the node with the largest sum of ties is a middle; the nodes
    that a path of at least `least` joins to it are its group, the nearest `most` of them; what is left is dealt with
    again, at most `rounds` times. So no chain of weak ties and no hub makes one group of many. Equal sums and equal
    products: the lower node number. One Dijkstra a round from all middles at once, which lie in different parts.

    ties: shape (n, n), symmetric, values in (0, 1].

    >>> star = np.zeros((5, 5)); star[0, 1:4] = star[1:4, 0] = 0.9; star[3, 4] = star[4, 3] = 0.5
    >>> middle, strength = groups(sparse.csr_array(star), least=0.5, most=10)
    >>> middle.tolist(), strength.round(2).tolist()
    ([0, 0, 0, 0, -1], [1.0, 0.9, 0.9, 0.9, 0.0])
    """
    n = ties.shape[0]
    middle, strength = np.full(n, -1, dtype=np.int64), np.zeros(n)
    cost, inner = _strong(ties, least)
    for _ in range(rounds):
        if len(inner) == 0:
            break
        core, product = _round(cost, least, most)
        chosen = core >= 0
        middle[inner[chosen]] = inner[core[chosen]]
        strength[inner[chosen]] = product[chosen]
        rest = np.flatnonzero(~chosen)
        cost, inner = cost[rest][:, rest], inner[rest]
        tied = np.flatnonzero(np.diff(cost.indptr))
        cost, inner = cost[tied][:, tied], inner[tied]
    return middle, strength


def _round(cost: sparse.csr_array, least: float, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Each node's middle among the given ones, -1 where it is too far or too many are nearer; product to it."""
    n = cost.shape[0]
    _, part = connected_components(cost, directed=False)
    weight = sparse.csr_array((np.exp(-cost.data), cost.indices, cost.indptr), shape=cost.shape)
    order = np.lexsort((np.arange(n), -np.round(np.asarray(weight.sum(axis=1)), 6), part))
    cores = order[np.r_[True, part[order][1:] != part[order][:-1]]]
    far = dijkstra(cost, indices=cores, limit=1e-6 - np.log(least), min_only=True)
    reached = np.isfinite(far)
    core = np.where(reached, cores[np.searchsorted(part[cores], part)], -1)
    order = np.lexsort((np.arange(n), core != np.arange(n), np.round(far, 6), part))
    starts = np.flatnonzero(np.r_[True, part[order][1:] != part[order][:-1]])
    nth = np.empty(n, dtype=np.int64)
    nth[order] = np.arange(n) - np.repeat(starts, np.diff(np.r_[starts, n]))
    core[nth >= most] = -1
    product = np.zeros(n)
    product[core >= 0] = np.round(np.exp(-far[core >= 0]), 6)
    return core, product
