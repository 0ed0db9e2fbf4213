"""Rows in groups: ranges laid out, sums by key, running minima, without a loop over groups."""

import numpy as np


def running_min(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Least value so far within a group; place: how many of its group stand before. Doubling steps: log2(longest) passes.

    >>> running_min(np.array([3, 5, 1, 4, 2, 9]), np.array([0, 1, 2, 0, 1, 2])).tolist()
    [3, 3, 1, 4, 2, 2]
    """
    low = values.copy()
    step = 1
    while step <= place.max(initial=0):
        low[step:] = np.where(place[step:] >= step, np.minimum(low[step:], low[:-step]), low[step:])
        step *= 2
    return low


def summed(keys: np.ndarray, values: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct keys in order, and the sum of the values of each; whole numbers, sums below 2^53.

    >>> keys, sums = summed(np.array([7, 3, 7]), [np.array([1, 2]), np.array([10])])
    >>> keys.tolist(), sums.tolist()
    ([3, 7], [2, 11])
    """
    kinds, which = np.unique(keys, return_inverse=True)
    return kinds, np.bincount(which, weights=np.concatenate(values), minlength=len(kinds)).astype(np.int64)


def ranges(first: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The i of each, and the numbers first[i] .. end[i] - 1 of all i one behind the other.

    >>> which, numbers = ranges(np.array([5, 0, 8]), np.array([7, 0, 9]))
    >>> which.tolist(), numbers.tolist()
    ([0, 0, 2], [5, 6, 8])
    """
    size = end - first
    which = np.repeat(np.arange(len(size)), size)
    return which, np.arange(len(which)) + (first - (np.cumsum(size) - size))[which]


def changes(*columns: np.ndarray) -> np.ndarray:
    """Rows that differ from the row before in any column; the first does.

    >>> changes(np.array([1, 1, 2, 2]), np.array([0, 0, 0, 5])).tolist()
    [True, False, True, True]
    """
    differ = np.ones(len(columns[0]), dtype=bool)
    if len(differ):
        differ[1:] = np.logical_or.reduce([c[1:] != c[:-1] for c in columns])
    return differ
