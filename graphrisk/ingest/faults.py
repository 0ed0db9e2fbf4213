"""Why a delivery is refused: every fault of every file, one message a file, in Chinese and in English."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from graphrisk.core.errors import DeliveryRefused

# What may be a person's number inside a longer text: 11 digits of a mobile, 15 to 19 of an id or a card.
_NUMBER = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{15,18}[\dXx]|\d{15})(?!\d)")


@dataclass(slots=True)
class Faults:
    """Collects the faults of a delivery by file; `refuse` raises them all at once."""

    by_file: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, file: str, zh: str, en: str) -> None:
        """One more fault of a file; a person's number in it is masked."""
        said = masked(f"{zh} / {en}")
        if said not in self.by_file[file]:
            self.by_file[file].append(said)

    def refuse(self) -> None:
        """Raise DeliveryRefused if there is any fault."""
        if self.by_file:
            raise DeliveryRefused(
                [f"{masked(file)}: " + "; ".join(said) for file, said in sorted(self.by_file.items())]
            )


def masked(text: str) -> str:
    """The text with the middle of anything that may be a person's number starred out.

    >>> masked("call 13912345678")
    'call 139******78'
    """
    return _NUMBER.sub(lambda m: m[0][:3] + "*" * (len(m[0]) - 5) + m[0][-2:], text)
