"""One file as rows of text cells: what the readers of text, XLSX and Parquet hand to the checks."""

from dataclasses import dataclass

from graphrisk.core.contract import Field
from graphrisk.ingest.header import Header
from graphrisk.ingest.survey import Source


@dataclass(frozen=True, slots=True)
class Raw:
    """A SELECT of `c0 … cN` (text, NULL where empty) and, unless rows are lines in file order, `line`."""

    source: Source
    header: Header
    select: str
    first_line: int  # line of the first row where the SELECT has no `line`; 0 where it has one
    n_blank: int = 0  # all-empty rows that the reader has already taken out
    broken: str = ""  # SELECT line, cells (list of text), found (number of fields) of records of another width
    notes: tuple[tuple[str, int, str], ...] = ()  # further lines of quality: check, n_rows, detail
    unit: dict[str, str] | None = None

    def cell(self, field: Field) -> str:
        """The column that holds a field, NULL where the file has none."""
        place = self.header.place(field)
        return "CAST(NULL AS VARCHAR)" if place is None else f"c{place}"
