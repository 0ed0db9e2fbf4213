"""Climbing chains, against walking up link by link."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.kernels.chain import Climbed, climb


def ask(parent: list[int], step: list[int]) -> Climbed:
    return climb(np.array(parent, dtype=np.int64), np.array(step, dtype=np.int64))


def walked(parent: list[int], step: list[int], link: int) -> tuple[int, int, int, bool]:
    """Root, weight, nearest weighty link above and whether the way up runs in a circle, one link after the other."""
    weight, above, seen, at = step[link], -1, {link}, link
    while parent[at] >= 0:
        at = parent[at]
        if at in seen:
            return -1, 0, above, True
        seen.add(at)
        weight += step[at]
        above = at if above < 0 and step[at] > 0 else above
    return at, weight, above, False


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    n = draw(st.integers(1, 24))
    parent = draw(st.lists(st.integers(-1, n - 1), min_size=n, max_size=n))
    return parent, draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))


@given(forests())
def test_it_says_what_a_walk_says(forest: tuple[list[int], list[int]]) -> None:
    parent, step = forest
    found = ask(parent, step)
    for link in range(len(parent)):
        root, weight, above, is_circle = walked(parent, step, link)
        assert bool(found.is_circle[link]) is is_circle
        if not is_circle:
            assert (found.root[link], found.weight[link], found.above[link]) == (root, weight, above)
        else:
            assert (found.root[link], found.weight[link]) == (-1, 0)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 9, 100_000])
def test_one_chain_of_any_length(n: int) -> None:
    found = ask(list(range(-1, n - 1)), [1] * n)
    assert (found.root == 0).all()
    assert not found.is_circle.any()
    assert (found.weight == np.arange(1, n + 1)).all()
    assert (found.above == np.arange(-1, n - 1)).all()


@pytest.mark.parametrize("n", [1, 2, 3, 100_000])
def test_one_circle_of_any_length(n: int) -> None:
    """And a tail that leads into it; a chain beside it is told as ever."""
    parent = [*((i + 1) % n for i in range(n)), 0, -1, n + 1]
    found = ask(parent, [1] * (n + 3))
    assert found.is_circle[: n + 1].all()
    assert not found.is_circle[n + 1 :].any()
    assert found.weight.tolist()[n:] == [0, 1, 2]


def test_nothing_to_climb() -> None:
    assert len(ask([], []).root) == 0
