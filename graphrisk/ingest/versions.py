"""Versions of a key: the latest one received by the day stands, twins are one row, contradictions are none."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from graphrisk.core.contract import Table
from graphrisk.core.engine import identifier, keep, quoted
from graphrisk.ingest.macros import define
from graphrisk.ingest.stage import Staged

# Of so many values a list is looked through for each row, which keeps the rows in their order; more of them are
# joined, which does not, so that the table has to be sorted.
SHORT_LIST = 100
_PARTS = 1 << 40  # lines a file may have; a row's place is its file's number times this, and its line


@dataclass(frozen=True, slots=True)
class Versions:
    """The rows of one table that stand as of the day."""

    table: Table
    parts: tuple[Staged, ...]
    seen: str  # SELECT of the table's columns, `_part` and `_line`: rows received by the day, a file's in their order
    now: str  # of these the rows that stand
    judged: str  # table of rows whose key comes more than once: `_place`, `_state`; '' if there are none
    conflict: str  # table of the rows that contradict each other, with `_first` and `_last` place; '' if there are none

    def file(self, part: str = "_part") -> str:
        """SQL of the file of a row, from the number of its file."""
        return (
            f"CASE {part} " + " ".join(f"WHEN {p.part} THEN {quoted(p.raw.source.file)}" for p in self.parts) + " END"
        )


def versions(con: duckdb.DuckDBPyConnection, table: Table, parts: list[Staged], as_of: str) -> Versions:
    """Which rows of a table stand: of rows received by the day, the latest of each key."""
    key = ", ".join(identifier(k) for k in table.primary_key)
    seen = f"SELECT * FROM ({' UNION ALL '.join(p.good() for p in parts)}) WHERE received_on <= DATE '{as_of}'"
    many, judged, gone, conflict = (f"{name}_{table.name}" for name in ("many", "judged", "is_gone", "conflict"))
    # Hashes are 8 bytes where keys are 40: nearly every table ends here, without one key compared.
    keep(con, many, f"SELECT h FROM (SELECT hash({key}) AS h FROM ({seen})) GROUP BY h HAVING count(*) > 1")
    n_many = _size(con, many)
    if not n_many:
        return Versions(table, tuple(parts), seen, seen, judged="", conflict="")
    keep(con, judged, _judged(table, f"SELECT * FROM ({seen}) WHERE {among(f'hash({key})', many, 'h', n_many)}"))
    keep(
        con,
        conflict,
        f"SELECT s.*, j._first, j._last FROM (SELECT *, {PLACE} AS _place FROM ({seen})) s "
        f"JOIN {judged} j ON s._place = j._place WHERE j._state = 'conflict'",
    )
    found = con.execute(f"SELECT _place FROM {judged} WHERE _state <> 'now' ORDER BY _place").fetchnumpy()
    places = np.asarray(found["_place"])
    if not len(places):
        return Versions(table, tuple(parts), seen, seen, judged, conflict)
    _leave_out(con, gone, places)
    now = f"SELECT * FROM ({seen}) WHERE NOT {gone}({PLACE})"
    return Versions(table, tuple(parts), seen, now, judged, conflict)


def _leave_out(con: duckdb.DuckDBPyConnection, name: str, gone: np.ndarray) -> None:
    """Make `name(place)`, whether a place is among those that are gone: a function, as no join keeps rows in their order."""

    def is_gone(places: pa.ChunkedArray) -> pa.Array:
        asked = np.asarray(places)
        found = np.minimum(np.searchsorted(gone, asked), len(gone) - 1)
        return pa.array(gone[found] == asked)

    define(con, name, is_gone, "BIGINT", "BOOLEAN")


PLACE = f"(CAST(_part AS BIGINT) * {_PARTS} + _line)"


def part_of(place: str) -> str:
    """SQL of the number of the file of a row's place."""
    return f"{place} // {_PARTS}"


def line_of(place: str) -> str:
    """SQL of the line of a row's place."""
    return f"{place} % {_PARTS}"


def among(value: str, table: str, column: str, n: int) -> str:
    """SQL of whether a value is in a column of a table of n rows."""
    if n <= SHORT_LIST:
        return f"list_contains((SELECT list({column} ORDER BY {column}) FROM {table}), {value})"
    return f"{value} IN (SELECT {column} FROM {table})"


def _judged(table: Table, several: str) -> str:
    """SELECT of `_place`, `_state` (now, replaced, duplicate, conflict), first and last place of the key on that day.

    Keys are compared by 128 bits of a digest and contents, within a key and a day, by 64 bits: rows stay narrow.
    """
    key = ", ".join(f"CAST({identifier(k)} AS VARCHAR)" for k in table.primary_key)
    content = ", ".join(identifier(c) for c in table.columns)
    return f"""
        WITH narrow AS MATERIALIZED (
            SELECT {PLACE} AS _place, md5_number(concat_ws(chr(31), {key})) AS k, received_on AS d, hash({content}) AS c
            FROM ({several})),
        days AS MATERIALIZED (
            SELECT k, d, min(_place) AS _first, max(_place) AS _last, min(c) = max(c) AS is_same FROM narrow GROUP BY k, d),
        latest AS (SELECT k, max(d) FILTER (WHERE is_same) AS latest FROM days GROUP BY k)
        SELECT n._place, y._first, y._last, CASE WHEN NOT y.is_same THEN 'conflict' WHEN n._place > y._first THEN 'duplicate'
            WHEN n.d = l.latest THEN 'now' ELSE 'replaced' END AS _state
        FROM narrow n JOIN days y ON n.k = y.k AND n.d = y.d JOIN latest l ON n.k = l.k"""


def _size(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
