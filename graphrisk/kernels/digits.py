"""Rounding that makes a float the same whatever order it was summed in."""

import numpy as np


def significant(values: np.ndarray, digits: int = 10) -> np.ndarray:
    """Values rounded to so many significant digits, shape kept; NaN, infinities and what is below 1e-290 stay.

    >>> significant(np.array([1 / 3, 0.0, 12345.678]), 4).tolist()
    [0.3333, 0.0, 12350.0]
    """
    rest = (np.abs(values) < 1e-290) | ~np.isfinite(values)
    size = np.power(10.0, digits - 1 - np.floor(np.log10(np.abs(np.where(rest, 1, values)))))
    return np.where(rest, values, np.rint(values * size) / size)
