"""How far out of the ordinary an entity is among its peers: tail shares, an ECOD-style score, isolation."""

import numpy as np


def tails(values: np.ndarray, levels: np.ndarray, least: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Share of peers at or below, and at or above, each value: two arrays of shape (n,); both count the entity itself.

    Peers are those with a known value in the finest group that has at least `least` of them; NaN where there is none
    or the value is unknown (NaN).

    values: shape (n,). levels: shape (n_levels, n), group numbers, finest grouping first.

    >>> low, high = tails(np.array([1.0, 2.0, 2.0, np.nan]), np.zeros((1, 4), dtype=int), least=3)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.333, 1.0, 1.0, nan], [1.0, 0.667, 0.667, nan])
    """
    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    for level in levels[::-1] if len(known) else ():
        order = known[np.lexsort((values[known], level[known]))]
        group, value = level[order], values[order]
        is_group = np.r_[True, group[1:] != group[:-1]]
        is_value = is_group | np.r_[True, value[1:] != value[:-1]]
        group_from, group_to = _runs(is_group)
        value_from, value_to = _runs(is_value)
        size = group_to - group_from
        enough = size >= least
        low[order[enough]] = ((value_to - group_from) / size)[enough]
        high[order[enough]] = ((group_to - value_from) / size)[enough]
    return low, high


def _runs(starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and one-past-last position of the run that each position is in."""
    first = np.flatnonzero(starts)
    run = np.cumsum(starts) - 1
    return first[run], np.r_[first[1:], len(starts)][run]


def all_tails(columns: np.ndarray, levels: np.ndarray, least: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """`tails` of each column: two arrays of shape (n, n_columns)."""
    pairs = [tails(column, levels, least) for column in columns.T]
    return np.stack([low for low, _ in pairs], axis=1), np.stack([high for _, high in pairs], axis=1)


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
