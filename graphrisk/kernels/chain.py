"""How deep each link of chains stands, however long they are: pointer doubling over one parent a link."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Climbed:
    """Of each link, arrays of shape (n,): see `climb`."""

    root: Ints
    weight: Ints
    above: Ints
    is_circle: npt.NDArray[np.bool_]


def climb(parent: Ints, step: Ints) -> Climbed:
    """Climb from every link to the top of its chain.

    parent: the link above, -1 at a top. step: what a link weighs, 0 or more. Returns root (the top, -1 where there is
    none), weight (the sum of the steps from the link to its top, both counted; 0 where there is no top), above (the nearest
    link above that weighs something, else -1) and is_circle: the way up never ends. Pointer jumping (Wyllie 1979): each
    round doubles how far every link sees, so a chain of length d takes log2(d) rounds; O(n log d) time, O(n) memory.
    """
    n = len(parent)
    here = np.arange(n, dtype=np.int64)
    up = np.where(parent < 0, here, parent)
    below = np.where(parent < 0, 0, step).astype(np.int64)  # steps from the link up to, without, where `up` points
    stop = np.where((step > 0) | (parent < 0), here, up)
    for _ in range(n.bit_length() + 1):
        if np.array_equal(up[up], up) and np.array_equal(stop[stop], stop):
            break
        below, up, stop = below + below[up], up[up], stop[stop]
    is_circle = parent[up] >= 0
    nearest = np.where(parent < 0, -1, stop[np.maximum(parent, 0)])
    above = np.where((nearest >= 0) & (step[np.maximum(nearest, 0)] > 0), nearest, -1)
    return Climbed(
        root=np.where(is_circle, -1, up),
        weight=np.where(is_circle, 0, below + step[up]),
        above=above,
        is_circle=is_circle,
    )
