"""Text that a person reads, in Chinese and in English."""

from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in two languages; `{name}` in it is filled from a finding's facts."""

    zh: str
    en: str
