"""Where each node of a picture stands: rings around the entity first, then springs; the same graph gives the same places."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from typing import Any

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

ROOM = 78  # pixels a node and its name take, squared to an area
EDGE = 160  # and what the names at the rim take beyond
ROUNDS = {400: 120, 1200: 40}  # nodes up to which so many rounds of springs are asked; beyond, the rings stay
SEED = 7  # only nodes in one place are moved apart by lot
APART = 58  # pixels between two marks at least
WIDE = 1.3  # a window is wider than high


def places(nodes: Sequence[str], ties: Sequence[tuple[str, str]], centre: str | None) -> dict[str, tuple[int, int]]:
    """Whole pixels of every node; `centre` is at 0, 0, and what does not hang on it stands around."""
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((a, b) for a, b in ties if a != b)
    if not nodes:
        return {}
    first = centre if centre is not None and centre in graph else max(nodes, key=lambda n: (graph.degree(n), n))
    rings = _rings(graph, first)
    rounds = next((n for most, n in ROUNDS.items() if len(nodes) <= most), 0)
    found = _sprung(graph, rings, first, rounds) if rounds and len(nodes) > 2 else rings
    at = _apart(np.array([found[n] for n in nodes]) * (WIDE, 1.0), nodes.index(first))
    return {n: (round(float(x)), round(float(y))) for n, (x, y) in zip(nodes, at, strict=True)}


def _sprung(graph: nx.Graph, rings: dict[str, tuple[float, float]], first: str, rounds: int) -> dict[str, Any]:
    size = ROOM * sqrt(len(graph)) + EDGE
    start = {n: (x / size, y / size) for n, (x, y) in rings.items()}
    sprung: dict[str, Any] = nx.spring_layout(
        graph, k=1.1 / sqrt(len(graph)), pos=start, fixed=[first], iterations=rounds, seed=SEED, weight=None
    )
    return {n: (x * size, y * size) for n, (x, y) in sprung.items()}


def _apart(at: np.ndarray, first: int) -> np.ndarray:
    """Push marks that cover each other apart, each by half of what is missing; `first` stays. Shape (n, 2), pixels."""
    for _ in range(20):
        pairs = cKDTree(at).query_pairs(APART, output_type="ndarray")
        if not len(pairs):
            break
        a, b = pairs[np.lexsort(pairs.T)].T
        gap = at[a] - at[b]
        far = np.hypot(*gap.T)
        gap[far == 0], far[far == 0] = (1.0, 0.0), 1.0
        push = gap / far[:, None] * np.maximum(APART - far, 1)[:, None] / 2
        moved = at.copy()
        np.add.at(moved, a, push)
        np.add.at(moved, b, -push)
        moved[first] = at[first]
        at = moved
    return at


def _rings(graph: nx.Graph, centre: str) -> dict[str, tuple[float, float]]:
    """A tree by steps from the centre; each branch has the share of the circle that its leaves need."""
    children: dict[str, list[str]] = {n: [] for n in graph}
    steps, order = {centre: 0}, [centre]
    for parent, child in nx.bfs_edges(graph, centre):
        children[parent].append(child)
        steps[child] = steps[parent] + 1
        order.append(child)
    loose = [n for n in graph if n not in steps]
    children[centre] += loose
    steps |= dict.fromkeys(loose, max(steps.values()) + 1)
    order += loose
    leaves: dict[str, int] = {}
    for node in reversed(order):
        leaves[node] = sum(leaves[c] for c in children[node]) or 1
    depth = max(steps.values()) or 1
    step = max(2.2 * ROOM, leaves[centre] * ROOM / 2.5 / (2 * pi * depth))
    found, begin = {centre: (0.0, 0.0)}, {centre: 0.0}
    for node in order:
        at = begin[node]
        for child in children[node]:
            begin[child] = at
            turn = 2 * pi * (at + leaves[child] / 2) / leaves[centre]
            found[child] = (steps[child] * step * cos(turn), steps[child] * step * sin(turn))
            at += leaves[child]
    return found
