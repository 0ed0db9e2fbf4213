"""Dense blocks: against all subsets of small graphs, against greedy peeling node by node, under camouflage."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.kernels.dense import densest


def density(person: np.ndarray, shared: np.ndarray, prior: np.ndarray, chosen: set[int]) -> float:
    weight = 1 / np.log(np.bincount(shared, minlength=len(prior))[shared] + 5.0)
    inside = [w for a, b, w in zip(person, shared, weight, strict=True) if {a, b} <= chosen]
    return (sum(inside) + sum(prior[list(chosen)])) / len(chosen)


def best_by_trying(person: np.ndarray, shared: np.ndarray, prior: np.ndarray) -> float:
    n = len(prior)
    return max(density(person, shared, prior, set(part)) for k in range(1, n + 1) for part in combinations(range(n), k))


graphs = st.integers(0, 2**32 - 1).map(lambda seed: graph(np.random.default_rng(seed)))


def graph(rng: np.random.Generator, people: int = 5, things: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ends = np.argwhere(rng.random((people, things)) < 0.5)
    prior = np.r_[np.round(rng.random(people) * rng.integers(0, 2, people), 2), np.zeros(things)]
    return ends[:, 0], ends[:, 1] + people, prior


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_at_least_half_of_the_best_density(given_graph: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    person, shared, prior = given_graph
    mask, found = densest(person, shared, prior, np.zeros(len(prior), dtype=int), len(prior))
    if mask.any():
        assert found[0] == pytest.approx(density(person, shared, prior, set(np.flatnonzero(mask).tolist())))
    assert 2 * found[0] + 1e-9 >= best_by_trying(person, shared, prior)


@settings(max_examples=30, deadline=None)
@given(st.lists(graphs, min_size=2, max_size=4))
def test_groups_do_not_touch_each_other(parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> None:
    alone = [densest(a, b, p, np.zeros(len(p), dtype=int), len(p)) for a, b, p in parts]
    start = np.cumsum([0, *(len(p) for *_, p in parts)])
    person = np.concatenate([a + s for (a, _, _), s in zip(parts, start, strict=False)])
    shared = np.concatenate([b + s for (_, b, _), s in zip(parts, start, strict=False)])
    prior = np.concatenate([p for *_, p in parts])
    group = np.repeat(np.arange(len(parts)), np.diff(start))
    mask, found = densest(person, shared, prior, group, len(prior))
    assert found == pytest.approx([d[0] for _, d in alone])
    assert mask.tolist() == np.concatenate([m for m, _ in alone]).tolist()


def ring(n_honest: int, n_ghosts: int, camouflage: float, seed: int) -> tuple[set[int], set[int]]:
    """Ghosts on one card, each with a tie to what everybody holds and to honest things; found and planted."""
    rng = np.random.default_rng(seed)
    n = n_honest + n_ghosts
    gate, card, honest = n, n + 1, n + 2 + np.arange(n_honest // 4)
    ends = [(p, gate) for p in range(n)] + [(p, card) for p in range(n_honest, n)]
    ends += [(p, int(rng.choice(honest))) for p in range(n_honest)]
    ends += [(p, int(t)) for p in range(n_honest, n) for t in honest if rng.random() < camouflage]
    person, shared = np.array(ends).T
    prior = np.zeros(n + 2 + len(honest))
    prior[n_honest:n] = 1.0
    mask, _ = densest(person, shared, prior, np.zeros(len(prior), dtype=int), len(prior))
    return {int(i) for i in np.flatnonzero(mask) if i < n}, set(range(n_honest, n))


@pytest.mark.parametrize("camouflage", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_a_ring_is_found_under_camouflage(camouflage: float, seed: int) -> None:
    found, planted = ring(60, 12, camouflage, seed)
    assert found == planted


def test_nothing_in_nothing_out() -> None:
    none = np.zeros(0, dtype=int)
    mask, found = densest(none, none, np.zeros(0), none, 0)
    assert mask.tolist() == []
    assert found.tolist() == []
    mask, found = densest(none, none, np.zeros(3), np.array([0, 0, 1]), 3)
    assert found.tolist() == [0.0, 0.0]
