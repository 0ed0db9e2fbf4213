import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.kernels.digits import significant
from graphrisk.kernels.peers import all_tails, isolation, remarkable, standing, tail, tails


def plain_tails(values, levels, least):
    """One entity after the other, as one would say it."""
    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for i, value in enumerate(values):
        for level in levels:
            peers = values[(level == level[i]) & ~np.isnan(values)]
            if not np.isnan(value) and len(peers) >= least:
                low[i], high[i] = np.mean(peers <= value), np.mean(peers >= value)
                break
    return low, high


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**31))
def test_tails_by_the_finest_group_that_has_enough(n, seed):
    rng = np.random.default_rng(seed)
    values = np.where(rng.random(n) < 0.2, np.nan, rng.integers(0, 6, n).astype(float))
    levels = np.stack([rng.integers(0, 5, n), rng.integers(0, 2, n), np.zeros(n, dtype=int)])
    for ours, plain in zip(tails(values, levels, 5), plain_tails(values, levels, 5), strict=True):
        np.testing.assert_allclose(ours, plain)


def test_tail_by_hand():
    """Two columns of 20 peers: one runs out to the right, in the other the first entity is unknown."""
    columns = np.stack([np.r_[np.zeros(19), 5.0], np.r_[np.nan, np.arange(19.0)]], axis=1)
    levels = np.zeros((1, 20), dtype=int)
    low, high = all_tails(columns, levels, least=19)
    found = tail(columns, low, high)
    assert np.isclose(found[19], (-np.log(1 / 20) - np.log(1 / 19)) / 2)  # the largest of both
    assert np.isclose(found[0], np.log(2) / 2 - np.log(19 / 20) / 2)  # left tail 19/20, the unknown is the median


def test_nothing_known_no_value_and_too_few_peers_no_value():
    columns = np.r_[np.arange(30.0), np.nan][:, None]
    levels = np.zeros((1, 31), dtype=int)
    low, high = all_tails(columns, levels)
    assert np.isnan(tail(columns, low, high)).tolist() == [False] * 30 + [True]
    assert np.isnan(isolation(low, high)).tolist() == [False] * 30 + [True]
    few = all_tails(columns[:10], levels[:, :10])
    assert np.isnan(tail(columns[:10], *few)).all()
    assert np.isnan(isolation(*few)).all()


def test_an_odd_one_among_its_peers_is_isolated():
    """Ordinary in the city, odd in its group: only peers show it."""
    rng = np.random.default_rng(3)
    group = np.repeat([0, 1], 150)
    columns = rng.normal(size=(300, 4)) + 20 * group[:, None]
    columns[0] = 20
    levels = np.stack([group, np.zeros(300, dtype=int)])
    low, high = all_tails(columns, levels)
    assert isolation(low, high).argmax() == 0
    assert tail(columns, low, high).argmax() == 0


def test_a_forest_grows_the_same_twice_and_no_unit_matters():
    rng = np.random.default_rng(4)
    columns = rng.lognormal(size=(400, 5))
    levels = np.zeros((1, 400), dtype=int)
    first = isolation(*all_tails(columns, levels))
    np.testing.assert_array_equal(first, isolation(*all_tails(np.log(columns) * 7 + 1, levels)))


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=30), st.integers(2, 12))
def test_significant_digits_as_print_says(values, digits):
    ours = significant(np.array(values), digits)
    np.testing.assert_allclose(ours, [float(f"{v:.{digits}g}") for v in values], rtol=10.0**-digits, atol=1e-300)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**31))
def test_the_middle_and_the_number_of_peers_are_those_of_the_group_that_was_asked(n, seed):
    rng = np.random.default_rng(seed)
    values = np.where(rng.random(n) < 0.2, np.nan, rng.integers(0, 6, n).astype(float))
    levels = np.stack([rng.integers(0, 5, n), rng.integers(0, 2, n), np.zeros(n, dtype=int)])
    found = standing(values, levels, 5)
    for i in range(n):
        groups = [values[(level == level[i]) & ~np.isnan(values)] for level in levels]
        enough = [k for k, peers in enumerate(groups) if len(peers) >= 5]
        if np.isnan(values[i]) or not enough:
            assert (found.level[i], np.isnan(found.middle[i]), np.isnan(found.size[i])) == (-1, True, True)
        else:
            peers = groups[enough[0]]
            assert (found.level[i], found.middle[i], found.size[i]) == (enough[0], np.median(peers), len(peers))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 6), st.integers(0, 2**31))
def test_what_is_remarkable_is_the_rarest_of_a_row_in_order(n, n_columns, seed):
    rng = np.random.default_rng(seed)
    low, high = np.round(rng.random((2, n, n_columns)), 2)
    low[rng.random((n, n_columns)) < 0.2] = np.nan
    rows, columns = remarkable(low, high, most=2, share=0.3)
    rare = np.fmin(low, high)
    for i in range(n):
        ours = columns[rows == i]
        assert ours.tolist() == [k for k in np.argsort(rare[i], kind="stable") if rare[i, k] <= 0.3][:2]
