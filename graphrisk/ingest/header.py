"""Which column of a file is which field of the contract."""

from dataclasses import dataclass

from graphrisk.core.contract import Field, Table
from graphrisk.ingest.faults import Faults

SPACES = " \u3000\u00a0"
_SHOWN = 160  # characters of a header that a message shows
ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one file: position of each field, positions and names of unknown ones."""

    width: int
    places: dict[str, int]  # contract name -> position from 0
    unknown: dict[int, str]  # position -> header as written
    absent: tuple[str, ...]  # optional fields that the file does not have

    def place(self, field: Field) -> int | None:
        """Position of a field, None where the file does not have it."""
        return self.places.get(field.name)


def names(table: Table) -> dict[str, str]:
    """Every accepted header in lower case -> contract name."""
    return {text.lower(): f.name for f in table.fields for text in (f.name, f.title)}


def clean(cell: str) -> str:
    """A header without the spaces around and the zero-width characters inside."""
    return cell.translate(dict.fromkeys(map(ord, ZERO_WIDTH))).strip(SPACES)


def matched(table: Table, cells: list[str]) -> int:
    """How many cells are headers of the table."""
    known = names(table)
    return sum(clean(c).lower() in known for c in cells)


def named_row(table: Table, rows: list[list[str]], *, last: bool = False) -> int:
    """Which of the first rows is the header: the first that names every required column (or the last); 0 if none does."""
    wanted = {f.name for f in table.fields if f.required}
    known = names(table)
    full = [i for i, row in enumerate(rows) if wanted <= {known.get(clean(cell).lower()) for cell in row}]
    return full[-1 if last else 0] if full else 0


def header(table: Table, cells: list[str], file: str, faults: Faults) -> Header | None:
    """Match a header row to the contract; None, with faults, where it cannot be."""
    texts = [clean(c) for c in cells]
    while texts and not texts[-1]:
        texts.pop()
    known = names(table)
    places: dict[str, int] = {}
    unknown: dict[int, str] = {}
    twice: list[str] = []
    for position, text in enumerate(texts):
        name = known.get(text.lower())
        if name is None:
            unknown[position] = text
        elif name in places:
            twice.append(name)
        else:
            places[name] = position
    missing = [f for f in table.fields if f.required and f.name not in places]
    if missing:
        listed = ", ".join(f"{f.name}({f.title})" for f in missing)
        read = " | ".join(texts)[:_SHOWN] or "-"
        faults.add(
            file,
            f"表头缺少必填列 {listed}，请补上；读到的表头是 {read}",
            f"the header lacks required columns {listed}: add them; the header reads {read}",
        )
    for name in dict.fromkeys(twice):
        title = table.field(name).title
        faults.add(file, f"列 {name}({title})出现两次，只留一列", f"column {name} ({title}) comes twice: keep one")
    if missing or twice:
        return None
    absent = tuple(f.name for f in table.fields if f.name not in places)
    return Header(len(texts), places, unknown, absent)
