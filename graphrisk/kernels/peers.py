"""How far out of the ordinary an entity is among its peers: tail shares, an ECOD-style score, isolation."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Standing:
    """Where each value stands among its peers; arrays of one shape, NaN (level: -1) where it cannot be told."""

    low: np.ndarray  # share of peers at or below it
    high: np.ndarray  # share of peers at or above it; both count the entity itself
    middle: np.ndarray  # median of the peers
    size: np.ndarray  # number of peers, itself among them
    level: np.ndarray  # which grouping they are of, 0 the finest

    def stacked(self, others: "list[Standing]") -> "Standing":
        """Standings of shape (n,) side by side, this one first: shape (n, 1 + len(others))."""
        every = [self, *others]
        return Standing(*(np.stack([getattr(e, part) for e in every], axis=1) for part in self.__slots__))


def standing(values: np.ndarray, levels: np.ndarray, least: int = 20) -> Standing:
    """Where each value stands among its peers, arrays of shape (n,).

    Peers are those with a known value in the finest group that has at least `least` of them; NaN where there is none
    or the value is unknown (NaN).

    values: shape (n,). levels: shape (n_levels, n), group numbers, finest grouping first.

    >>> found = standing(np.array([1.0, 2.0, 4.0, np.nan]), np.zeros((1, 4), dtype=int), least=3)
    >>> found.middle.tolist(), found.size.tolist(), found.level.tolist()
    ([2.0, 2.0, 2.0, nan], [3.0, 3.0, 3.0, nan], [0, 0, 0, -1])
    """
    low, high, middle, peers = (np.full(len(values), np.nan) for _ in range(4))
    at = np.full(len(values), -1)
    known = np.flatnonzero(~np.isnan(values))
    for depth in range(len(levels) - 1, -1, -1) if len(known) else ():
        level = levels[depth]
        order = known[np.lexsort((values[known], level[known]))]
        group, value = level[order], values[order]
        is_group = np.r_[True, group[1:] != group[:-1]]
        is_value = is_group | np.r_[True, value[1:] != value[:-1]]
        group_from, group_to = _runs(is_group)
        value_from, value_to = _runs(is_value)
        size = group_to - group_from
        enough = size >= least
        chosen = order[enough]
        low[chosen] = ((value_to - group_from) / size)[enough]
        high[chosen] = ((group_to - value_from) / size)[enough]
        middle[chosen] = ((value[group_from + (size - 1) // 2] + value[group_from + size // 2]) / 2)[enough]
        peers[chosen], at[chosen] = size[enough], depth
    return Standing(low, high, middle, peers, at)


def tails(values: np.ndarray, levels: np.ndarray, least: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Share of peers at or below, and at or above, each value (`standing`): two arrays of shape (n,).

    >>> low, high = tails(np.array([1.0, 2.0, 2.0, np.nan]), np.zeros((1, 4), dtype=int), least=3)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.333, 1.0, 1.0, nan], [1.0, 0.667, 0.667, nan])
    """
    found = standing(values, levels, least)
    return found.low, found.high


def _runs(starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and one-past-last position of the run that each position is in."""
    first = np.flatnonzero(starts)
    run = np.cumsum(starts) - 1
    return first[run], np.r_[first[1:], len(starts)][run]


def standings(columns: np.ndarray, levels: np.ndarray, least: int = 20) -> Standing:
    """`standing` of each column: arrays of shape (n, n_columns)."""
    first, *others = (standing(column, levels, least) for column in columns.T)
    return first.stacked(others)


def all_tails(columns: np.ndarray, levels: np.ndarray, least: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """`tails` of each column: two arrays of shape (n, n_columns)."""
    found = standings(columns, levels, least)
    return found.low, found.high


def remarkable(low: np.ndarray, high: np.ndarray, most: int = 3, share: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Row and column numbers of the values in the outer `share` of either tail, at most `most` a row, the rarest first.

    low, high: shape (n, n_columns). Of equally rare columns the one further left comes first.

    >>> low, high = np.array([[0.05, 0.5, 1.0]]), np.array([[1.0, 0.6, 0.02]])
    >>> [found.tolist() for found in remarkable(low, high)]
    [[0, 0], [2, 0]]
    """
    rare = np.fmin(low, high)
    rare = np.where(np.isnan(rare), np.inf, rare)
    order = np.argsort(rare, axis=1, kind="stable")[:, :most]
    chosen = np.take_along_axis(rare, order, axis=1) <= share
    rows, places = np.nonzero(chosen)
    return rows, order[rows, places]


def tail(columns: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Mean of -ln of the tail share over the columns, the largest of three readings, shape (n,), >= 0.

    ECOD (Li, Zhao, Hu, Botta, Ionescu and Chen 2022) among peers: all left tails, all right tails, or of each column
    the tail that its skewness makes the rare one (left where it is negative). An unknown value counts as the median, -ln 1/2;
    a column that is unknown for all is left out; an entity with nothing known gets NaN.

    columns: shape (n, n_columns), for the skewness. low, high: from `all_tails`.

    >>> column = np.array([[1.0], [1.0], [1.0], [9.0]])
    >>> tail(column, *all_tails(column, np.zeros((1, 4), dtype=int), least=4)).round(3).tolist()
    [0.288, 0.288, 0.288, 1.386]
    """
    told = ~np.isnan(low)
    used = told.any(axis=0)
    if not used.any():
        return np.full(len(columns), np.nan)
    left = -np.log(np.where(told, low, 0.5)[:, used])
    right = -np.log(np.where(told, high, 0.5)[:, used])
    rare = np.where(_skewness(columns[:, used]) < 0, left, right)
    found = np.stack([left.mean(axis=1), right.mean(axis=1), rare.mean(axis=1)]).max(axis=0)
    return np.where(told.any(axis=1), found, np.nan)


def _skewness(columns: np.ndarray) -> np.ndarray:
    known = ~np.isnan(columns)
    n = np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, columns - np.where(known, columns, 0).sum(axis=0) / n, 0)
    skewness: np.ndarray = np.sign(np.power(centred, 3).sum(axis=0))
    return skewness


def isolation(low: np.ndarray, high: np.ndarray, trees: int = 100, sample: int = 256, seed: int = 0) -> np.ndarray:
    """Isolation score of each entity, in (0, 1), higher = isolated by fewer cuts (Liu, Ting and Zhou 2008), shape (n,).

    The forest sees normal scores of the mid-ranks among peers, Phi^-1((low + 1 - high) / 2), so that no unit and no
    group's level matters; an unknown value is the median, 0. NaN for an entity with nothing known.

    low, high: shape (n, n_columns), from `all_tails`.

    >>> column = np.r_[np.zeros(30), 1.0][:, None]
    >>> score = isolation(*all_tails(column, np.zeros((1, 31), dtype=int)))
    >>> int(score.argmax())
    30
    """
    from scipy.special import ndtri
    from sklearn.ensemble import IsolationForest

    told = ~np.isnan(low)
    if not told.any():
        return np.full(len(low), np.nan)
    scores = np.where(told, ndtri((np.where(told, low, 1) + 1 - np.where(told, high, 1)) / 2), 0)
    scores = scores[:, told.any(axis=0)]
    forest = IsolationForest(n_estimators=trees, max_samples=min(sample, len(scores)), random_state=seed, n_jobs=1).fit(
        scores
    )
    return np.where(told.any(axis=1), -forest.score_samples(scores), np.nan)
