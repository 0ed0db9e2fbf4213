"""CSV and its kin: encoding and delimiter found by looking at the bytes, then rows of text cells."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import duckdb

from graphrisk.core.engine import quoted
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.header import Header, header, matched
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.survey import Source

HEAD_BYTES = 1 << 16
DELIMITERS = ",\t;"


def read_text(con: duckdb.DuckDBPyConnection, source: Source, scratch: Path, faults: Faults) -> Raw | None:
    """The file as rows of text cells; None, with faults, where it cannot be read."""
    with source.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    text = head.decode("utf-8-sig", "replace")
    delimiter = max(DELIMITERS, key=lambda d: matched(source.table, _rows(text, d, 1)[0]))
    found = header(source.table, _rows(text, delimiter, 1)[0], source.file, faults)
    if found is None:
        return None
    return Raw(source, found, _plain(source.path, delimiter, found), first_line=2)


def _rows(text: str, delimiter: str, n: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for _, row in zip(range(n), reader, strict=False)] or [[]]


def _plain(path: Path, delimiter: str, found: Header) -> str:
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(found.width))
    return (
        f"SELECT * FROM read_csv({quoted(path)}, auto_detect = false, delim = {quoted(delimiter)}, quote = '\"', escape = '\"', "
        f"header = false, skip = 1, columns = {{{columns}}}, max_line_size = 8388608, strict_mode = false)"
    )
