"""Clearing of wage dues: a fixed point, the greatest, monotone, bounded, and nothing lost or made."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graphrisk.kernels.cascade import Dues, cascade, clear, settle

LAYERS = ("account", "owner", "contractor", "subcontractor", "deposit", "guarantee", "unpaid")


@st.composite
def dues(draw: Any) -> Dues:
    """A small world with loops: any party may be owner, contractor and subcontractor at once."""
    n_sites, n = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def money(*shape: int) -> np.ndarray:
        return rng.integers(0, 50, shape) * (rng.random(shape) < 0.7).astype(float)

    own = rng.random((n_sites, n)) * (rng.random((n_sites, n)) < 0.5)
    own = own / np.maximum(own.sum(axis=1, keepdims=True), 1)
    names = ["wages", "held", "fee", "bridge", "progress", "valued", "unsettled", "deposit", "guarantee"]
    return Dues(
        **{name: money(n_sites) for name in names},
        owner=rng.integers(-1, n, n_sites),
        contractor=rng.integers(0, n, n_sites),
        own=sparse.csr_array(own),
        let=sparse.csr_array(money(n_sites, n)),
        means=money(n),
        failed=rng.random(n) < 0.2,
    )


def plain_map(d: Dues, first: list[float], other: list[float]) -> tuple[list[float], list[float]]:
    """The map of shares in plain Python, site by site: what each party pays when the others pay these shares."""
    n = len(d.means)
    senior, junior, income = [0.0] * n, [0.0] * n, [float(m) for m in d.means]
    own, let = d.own.toarray(), d.let.toarray()
    for p in range(len(d.wages)):
        o, c = int(d.owner[p]), int(d.contractor[p])
        share = first[o] if o >= 0 else 1.0
        short = max(d.wages[p] - d.held[p] - share * d.fee[p] - first[c] * d.bridge[p], 0.0)
        advance = min(short, d.unsettled[p]) if o >= 0 else 0.0
        rest = short - share * advance
        if o >= 0:
            senior[o] += d.fee[p] + advance
            junior[o] += d.progress[p]
            income[c] += other[o] * d.progress[p]
        senior[c] += d.bridge[p] + rest
        for k in range(n):
            senior[k] += own[p, k] * (1 - first[c]) * rest
            junior[c] += let[p, k]
            income[k] += other[c] * let[p, k]
    pays = [0.0 if d.failed[k] else 1.0 if senior[k] <= 0 else min(1.0, income[k] / senior[k]) for k in range(n)]
    left = [max(income[k] - senior[k], 0.0) for k in range(n)]
    more = [0.0 if d.failed[k] else 1.0 if junior[k] <= 0 else min(1.0, left[k] / junior[k]) for k in range(n)]
    return pays, more


@settings(max_examples=80, deadline=None)
@given(dues())
def test_it_is_the_greatest_fixed_point(d: Dues) -> None:
    first, other = clear(d)
    assert ((first >= 0) & (first <= 1) & (other >= 0) & (other <= 1)).all()
    again = plain_map(d, first.tolist(), other.tolist())
    assert np.allclose(again, (first, other), atol=1e-6)
    above = ([1.0] * len(first), [1.0] * len(first))
    for _ in range(500):  # plain iteration from the top, which lies above every fixed point
        above = plain_map(d, *above)
    assert np.allclose(above, (first, other), atol=1e-6)


@settings(max_examples=80, deadline=None)
@given(dues())
def test_nothing_is_lost_or_made(d: Dues) -> None:
    paid = settle(d, *clear(d))
    parts = [getattr(paid, layer) for layer in LAYERS]
    assert np.allclose(sum(parts), d.wages)
    assert all((part >= -1e-9).all() for part in parts)
    assert np.allclose(paid.left + paid.account, d.held + paid.credited)
    assert (paid.owner <= d.unsettled + 1e-9).all()
    assert (paid.deposit <= d.deposit + 1e-9).all()
    assert (paid.guarantee <= d.guarantee + 1e-9).all()


@settings(max_examples=80, deadline=None)
@given(dues(), st.integers(0, 4), st.integers(1, 40))
def test_more_means_never_leave_more_unpaid(d: Dues, who: int, more: int) -> None:
    means = d.means.copy()
    means[who % len(means)] += more
    richer = replace(d, means=means)
    shares, better = clear(d), clear(richer)
    assert all((b >= s - 1e-9).all() for s, b in zip(shares, better, strict=True))
    assert (settle(richer, *better).unpaid <= settle(d, *shares).unpaid + 1e-6).all()


@settings(max_examples=100, deadline=None)
@given(dues(), st.integers(0, 4))
def test_a_failure_never_helps(d: Dues, who: int) -> None:
    failed = d.failed.copy()
    failed[who % len(failed)] = True
    worse = replace(d, failed=failed)
    assert (settle(worse, *clear(worse)).unpaid >= settle(d, *clear(d)).unpaid - 1e-6).all()


def chain(**change: Any) -> Dues:
    """One owner (0), one contractor (1) with two sites, one subcontractor (2) with half of the people of the first."""
    none = np.zeros(2)
    sites: dict[str, Any] = dict.fromkeys(("held", "bridge", "valued", "deposit", "guarantee"), none)
    sites |= {"wages": np.array([100.0, 50.0]), "fee": none, "progress": np.array([60.0, 0.0]), "unsettled": none}
    ties = {
        "own": sparse.csr_array(np.array([[0, 0, 0.5], [0, 0, 0]])),
        "let": sparse.csr_array(np.array([[0, 0, 20.0], [0, 0, 0]])),
    }
    whole = sites | ties | {"means": np.array([60.0, 0.0, 10.0]), "failed": np.zeros(3, dtype=bool)}
    return Dues(owner=np.array([0, -1]), contractor=np.array([1, 1]), **(whole | change))


def test_a_contractor_shares_what_it_has_over_its_sites() -> None:
    paid = settle(chain(), *clear(chain()))
    assert paid.contractor.round(6).tolist() == [40, 20]  # 60 of 150
    assert paid.subcontractor.round(6).tolist() == [10, 0]  # it owes half of the 60 that are left, and has 10
    assert paid.unpaid.round(6).tolist() == [50, 30]


def test_an_owner_advances_up_to_what_it_has_not_settled() -> None:
    d = chain(unsettled=np.array([30.0, 30.0]), means=np.array([90.0, 0.0, 0.0]))
    paid = settle(d, *clear(d))
    assert paid.owner.round(6).tolist() == [30, 0], "an unknown owner advances nothing"
    assert paid.contractor.round(6).tolist() == [35, 25]  # 60 of 70 + 50


def test_months_carry_over_what_is_left_and_what_is_owed() -> None:
    d = chain(held=np.array([120.0, 0.0]), deposit=np.array([0.0, 30.0]), means=np.zeros(3))
    flat = np.array([[100.0, 50.0]] * 3)
    paid = cascade(d, flat, np.zeros((3, 2)), np.zeros((3, 2)), np.zeros((3, 3)))
    assert paid.account[:, 0].tolist() == [100, 20, 0]
    assert paid.deposit[:, 1].tolist() == [30, 0, 0]
    assert paid.unpaid.tolist() == [[0, 20], [80, 70], [180, 120]]


@pytest.mark.parametrize("months", [1, 3])
def test_the_first_months_do_not_depend_on_later_ones(months: int) -> None:
    d = chain(held=np.array([120.0, 70.0]))
    flows = np.array([[100.0, 50.0]] * 6), np.ones((6, 2)), np.ones((6, 2)), np.full((6, 3), 7.0)
    long, short = cascade(d, *flows), cascade(d, *(f[:months] for f in flows))
    for name in long.__slots__:
        assert np.array_equal(getattr(long, name)[:months], getattr(short, name))
