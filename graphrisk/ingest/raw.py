"""One file as rows of text cells: what the readers of text, XLSX and Parquet hand to the checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphrisk.core.contract import Field
from graphrisk.ingest.header import Header
from graphrisk.ingest.survey import Source

FORMULA = "\ue0f0"  # before the text of a formula that has no value; of the private use area, so no text has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A SELECT of `c0 … cN` (text, NULL where empty) and, unless rows are lines in file order, `_line`."""

    source: Source
    header: Header
    select: str
    first_line: int = 0  # line of the first row where the SELECT has no `_line`
    broken: str = ""  # SELECT _line, found (number of fields), cells (list of text) of records of another width
    delimiter: str = ","
    n_blank: int = 0  # all-empty rows that the reader has already taken out
    has_formula: bool = False
    is_tidy: bool = False  # ASCII without control characters
    title_rows: int = 0  # rows above the header that were skipped
    units: Mapping[str, str] = field(default_factory=dict)

    def cell(self, field: Field) -> str:
        """The column that holds a field, NULL where the file has none."""
        place = self.header.place(field)
        return "CAST(NULL AS VARCHAR)" if place is None else f"c{place}"

    def unit(self, field: Field) -> str:
        """The unit that the delivery's manifest gives for a field, '' for the contract's own."""
        return self.units.get(field.name, "")

    def name(self, place: int) -> str:
        """What a column is called: its contract name, else its header as written, else its number."""
        known = {p: name for name, p in self.header.places.items()}
        return known.get(place) or self.header.unknown.get(place) or f"#{place + 1}"
