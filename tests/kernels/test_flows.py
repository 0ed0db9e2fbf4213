"""Money that comes back, against an enumeration of all circles and an exact greatest flow in time."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.kernels.flows import Returns, returns

WINDOW = 30
ALL: dict[str, Any] = {"beam": 10**6, "fan": 10**6}
Entry = tuple[int, int, int, int]  # source, target, time, amount


def ask(entries: Sequence[Entry], homes: Sequence[int] = (0,), n: int = 8, **limits: Any) -> Returns:
    source, target, time, amount = np.array(entries, dtype=np.int64).reshape(-1, 4).T
    home = np.zeros(n, dtype=bool)
    home[list(homes)] = True
    return returns(source, target, time, amount, time + WINDOW, home, **limits)


def back(entries: Sequence[Entry], **how: Any) -> dict[int, int]:
    """What came back of each sum, by the entry with which it left."""
    found = ask(entries, **how)
    return dict(zip(found.seed.tolist(), found.returned.tolist(), strict=True))


def best_circles(entries: Sequence[Entry], homes: set[int], hops: int = 6) -> dict[int, int]:
    """Of each sum the greatest least amount over all circles of single entries, by trying every one."""
    best: dict[int, int] = {}

    def walk(seed: int, at: int, time: int, carried: int, passed: frozenset[int], length: int) -> None:
        for source, target, when, amount in entries:
            if source != at or not time <= when <= entries[seed][2] + WINDOW:
                continue
            if target == entries[seed][0]:
                if when > entries[seed][2]:
                    best[seed] = max(best.get(seed, 0), min(carried, amount))
            elif target not in passed and length + 1 < hops:
                walk(seed, target, when, min(carried, amount), passed | {target}, length + 1)

    for i, (source, target, when, amount) in enumerate(entries):
        if source in homes and target != source:
            walk(i, target, when, amount, frozenset({target}), 1)
    return best


def greatest_flow(entries: Sequence[Entry], seed: int) -> int:
    """The most of one sum that can be back in time over any number of entries: a maximum flow between moments of accounts."""
    home, first, start, whole = entries[seed]
    net = nx.DiGraph()
    moments: dict[int, set[int]] = {}
    for k, (source, target, when, amount) in enumerate(entries):
        if k == seed or source in (home, target) or not start <= when <= start + WINDOW:
            continue
        if target == home and when == start:
            continue
        end: object = "home" if target == home else (target, when)
        net.add_edge((source, when), k, capacity=amount)
        net.add_edge(k, end, capacity=amount)
        moments.setdefault(source, set()).add(when)
        if target != home:
            moments.setdefault(target, set()).add(when)
    moments.setdefault(first, set()).add(start)
    for account, times in moments.items():
        ordered = sorted(times)
        for early, late in pairwise(ordered):
            net.add_edge((account, early), (account, late))
    net.add_edge("out", (first, start), capacity=whole)
    return int(nx.maximum_flow_value(net, "out", "home")) if "home" in net else 0


def lot(seed: int, n: int, m: int, spread: int = 60) -> list[Entry]:
    rng = np.random.default_rng(seed)
    columns = (rng.integers(0, n, m), rng.integers(0, n, m), rng.integers(0, spread, m), rng.integers(50, 150, m))
    return [tuple(map(int, row)) for row in zip(*columns, strict=True)]  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(12))
def test_every_circle_of_single_entries_is_found_and_no_more_than_can_have_flowed(seed: int) -> None:
    entries = lot(seed, 6, 26)
    found = back(entries, homes=(0, 1), own=0.0, **ALL)
    for i, most in best_circles(entries, {0, 1}).items():
        if most >= 0.8 * entries[i][3]:
            assert found.get(i, 0) >= most
    for i, value in found.items():
        assert 0.8 * entries[i][3] <= value <= greatest_flow(entries, i)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 40), st.integers(1, 9)), min_size=1, max_size=16
    )
)
def test_on_any_entries(entries: list[Entry]) -> None:
    found = ask(entries, own=0.0, **ALL)
    told = dict(zip(found.seed.tolist(), found.returned.tolist(), strict=True))
    for i, most in best_circles(entries, {0}).items():
        if most >= 0.8 * entries[i][3]:
            assert told.get(i, 0) >= most
    for i, value in told.items():
        assert 0.8 * entries[i][3] <= value <= greatest_flow(entries, i)
    carried = np.bincount(found.entry, weights=found.carried / np.maximum(np.bincount(found.entry)[found.entry], 1))
    amount = np.array([e[3] for e in entries], dtype=float)
    assert (carried <= amount[: len(carried)]).all()
    assert (found.counted <= found.returned).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    entries = lot(seed, 6, 40, 10**6)
    turned = [(a, b, t % 60 * 10**4 + t // 60, x) for a, b, t, x in entries]
    shuffled = np.random.default_rng(seed).permutation(len(turned))
    one = ask(turned, homes=(0, 1))
    two = ask([turned[i] for i in shuffled], homes=(0, 1))
    assert sorted(zip(one.seed, one.returned, one.counted, strict=True)) == sorted(
        zip(shuffled[two.seed], two.returned, two.counted, strict=True)
    )


@pytest.mark.parametrize(("amount", "found"), [(79, {}), (80, {0: 80}), (100, {0: 100}), (200, {0: 100}), (201, {})])
def test_at_least_four_fifths_and_mostly_this_money(amount: int, found: dict[int, int]) -> None:
    assert back([(0, 1, 1, 100), (1, 0, 2, amount)]) == found


@pytest.mark.parametrize(("day", "found"), [(1, {}), (2, {0: 90}), (31, {0: 90}), (32, {})])
def test_later_and_in_time(day: int, found: dict[int, int]) -> None:
    assert back([(0, 1, 1, 100), (1, 0, day, 90)]) == found


@pytest.mark.parametrize("length", range(2, 9))
def test_two_to_six_hops(length: int) -> None:
    ring = [(i, (i + 1) % length, i + 1, 100 - i) for i in range(length)]
    found = ask(ring, n=9)
    assert found.seed.tolist() == ([0] if length <= 6 else [])
    assert found.hops.tolist() == ([length] if length <= 6 else [])
    assert found.returned.tolist() == ([101 - length] if length <= 6 else [])


def test_against_time_nothing_comes_back() -> None:
    assert back([(0, 1, 5, 100), (1, 2, 9, 100), (2, 0, 8, 100)]) == {}
    assert back([(0, 1, 5, 100), (1, 2, 8, 100), (2, 0, 8, 100)]) == {0: 100}


def test_parts_that_leave_and_arrive_one_by_one() -> None:
    """Forty, thirty and thirty on and back: taken together, each after it came; before it came it does not count."""
    parts = [(0, 1, 1, 100), (1, 2, 2, 40), (1, 2, 6, 30), (1, 2, 9, 30), (2, 0, 3, 40), (2, 0, 7, 30), (2, 0, 10, 30)]
    assert back(parts) == {0: 100}
    early = [*parts[:4], (2, 0, 3, 40), (2, 0, 4, 30), (2, 0, 10, 20)]
    assert back(early) == {}
    assert back([*early[:6], (2, 0, 10, 40)], own=0.0) == {0: 80}


def test_scattered_and_gathered() -> None:
    fan = [(0, 1, 1, 100)] + [(1, 2 + i, 2 + i, 25) for i in range(4)]
    gathered = [(2 + i, 6, 8 + i, 24) for i in range(4)]
    assert back([*fan, *gathered, (6, 0, 12, 96)]) == {0: 96}
    assert back([*fan, *gathered, (6, 0, 10, 96)]) == {}  # only three quarters had come by then


def test_smurfs_of_one_account_count_together_once() -> None:
    sums = [(0, 1 + i, 1, 30) for i in range(3)]
    on = [(1 + i, 5, 2, 30) for i in range(3)]
    found = ask([*sums, *on, (5, 0, 4, 81)])
    assert found.returned.tolist() == [30, 30, 30]
    assert found.counted.sum() == 81


def test_one_return_is_counted_once() -> None:
    found = ask([(0, 1, t, 100) for t in range(5)] + [(1, 0, 9, 100)])
    assert found.returned.tolist() == [100] * 5
    assert found.counted.tolist() == [20] * 5


def test_a_shared_bottleneck_is_not_passed_twice() -> None:
    """Forty reach account 4 and two pay forty each out of it: forty came back, not eighty."""
    neck = [(0, 1, 1, 100), (1, 4, 2, 40), (4, 2, 3, 40), (4, 3, 3, 40), (2, 0, 5, 40), (3, 0, 5, 40)]
    assert back(neck, kept=0.4) == {0: 40}
    assert back(neck, kept=0.41) == {}


def test_a_decoy_does_not_use_the_money_up() -> None:
    """All of it goes on to account 2 before 95 go home; the two ways are fitted into the sum, of which 100 could be back."""
    assert back([(0, 1, 1, 100), (1, 2, 2, 100), (2, 0, 9, 15), (1, 0, 4, 95)]) == {0: 99}
    assert back([(0, 1, 1, 100), (1, 2, 2, 100), (2, 0, 9, 9), (1, 0, 4, 95)]) == {0: 95}


def test_a_return_behind_a_busy_hub_is_still_seen() -> None:
    """Ten thousand entries leave the hub before the one that goes home."""
    entries = [(0, 1, 1, 100), *[(1, 2 + i % 4, 2, 500) for i in range(10_000)], (1, 0, 20, 90)]
    entries += [(2 + i, 1, 1, 100) for i in range(4)]
    assert back(entries) == {0: 90}


def test_what_it_returns_is_a_way() -> None:
    ring = [(0, 1, 1, 100), (1, 2, 2, 95), (2, 0, 3, 90), (1, 0, 8, 5)]
    found = ask(ring)
    assert found.entry[found.is_widest].tolist() == [0, 1, 2]
    assert found.hop[found.is_widest].tolist() == [1, 2, 3]
    assert found.carried[found.is_widest].tolist() == [90, 90, 90]


@pytest.mark.parametrize("entries", [[], [(0, 1, 1, 100)], [(1, 2, 1, 5), (2, 1, 2, 5)]])
def test_nothing_to_find(entries: list[Entry]) -> None:
    assert back(entries) == {}
