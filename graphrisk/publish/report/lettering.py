"""How wide a text is when drawn, so that it can be cut to its place."""

from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

SIZE = 13  # pixels of the letters that widths are given for


@lru_cache(maxsize=20_000)
def width(text: str) -> float:
    """Pixels of a text in letters of 13 px.

    >>> width("工人")
    26.0
    """
    return sum(map(_advance, text))


@lru_cache(maxsize=20_000)
def fitted(text: str, limit: float) -> str:
    """The text, cut with a mark where it is wider than `limit` pixels.

    >>> fitted("北京某某建筑劳务有限责任公司", 100)
    '北京某某建筑…'
    """
    ends = list(accumulate(map(_advance, text)))
    if not ends or ends[-1] <= limit:
        return text
    return text[: sum(end <= limit - SIZE for end in ends)] + "…"


def _advance(character: str) -> float:
    """A Chinese character is a square, a Latin one a little more than half."""
    return 13.0 if east_asian_width(character) in "WFA" else 7.2
