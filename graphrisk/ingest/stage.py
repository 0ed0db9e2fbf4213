"""One file checked cell by cell: plainly good rows typed in a scratch Parquet file, doubtful ones read with care."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from graphrisk.core.engine import identifier, keep, quoted
from graphrisk.ingest.cells import quick
from graphrisk.ingest.doubt import OWN, read_with_care
from graphrisk.ingest.hashing import hashed_when
from graphrisk.ingest.raw import FORMULA, Raw


@dataclass(frozen=True, slots=True)
class Staged:
    """A file after its cells were read: `quick` is a Parquet file, `slow` and `broken` tables of the engine."""

    raw: Raw
    quick: Path
    slow: str  # columns of the table, line, _received, _kind, _persons, _faults
    part: int

    def good(self) -> str:
        """SELECT of the rows whose every cell was kept, with `_part` and `_line`."""
        names = ", ".join(identifier(c) for c in self.raw.source.table.columns)
        return (
            f"SELECT {names}, {self.part} AS _part, {self.line} AS _line FROM {self.parquet} WHERE _raw IS NULL UNION ALL "
            f"SELECT {names}, {self.part} AS _part, _line FROM {self.slow} WHERE _kind IS NULL AND len(_faults) = 0"
        )

    @property
    def line(self) -> str:
        """SQL of a row's line over `parquet`."""
        return f"file_row_number + {self.raw.first_line}" if self.raw.first_line else "_line"

    @property
    def parquet(self) -> str:
        """The scratch file as a table function."""
        return f"read_parquet({quoted(self.quick)}, file_row_number = true)"


def stage(con: duckdb.DuckDBPyConnection, raw: Raw, scratch: Path, part: int, *, hash_keys: bool) -> Staged:
    """Read every cell of a file, quickly where it is written as usual, carefully where not."""
    name = f"{raw.source.table.name}_{part}"
    staged = Staged(raw, scratch / f"{name}.parquet", f"slow_{name}", part)
    con.execute(
        f"COPY ({_quick(raw, hash_keys=hash_keys)}) TO {quoted(staged.quick)} (FORMAT parquet, COMPRESSION snappy)"
    )
    if con.execute(f"SELECT count(_raw) FROM {staged.parquet}").fetchall()[0][0]:
        doubtful = f"SELECT {staged.line} AS _line, _raw FROM {staged.parquet} WHERE _raw IS NOT NULL"
        keep(con, staged.slow, read_with_care(raw, doubtful, hash_keys=hash_keys))
    else:  # nothing to be careful about: the long query is not even planned
        columns = ", ".join(f"{identifier(f.column)} {f.sql_type}" for f in raw.source.table.fields)
        con.execute(f"CREATE OR REPLACE TABLE {staged.slow} ({columns}, {OWN})")
    return staged


def _quick(raw: Raw, *, hash_keys: bool) -> str:
    """Typed columns, and all cells as text (`_raw`) of each row that is not plainly good."""
    fields = raw.source.table.fields
    line = "" if raw.first_line else "_line, "
    values, doubts = [], []
    for f in fields:
        cell, inside = raw.cell(f), identifier(f.column)
        hashed = hashed_when(f, raw, cell) if hash_keys else ""
        values.append(f"{quick(f, raw.source.table, cell, raw.unit(f), hashed, is_tidy=raw.is_tidy)} AS {inside}")
        if raw.header.place(f) is not None:
            doubts.append(f"{inside} IS NULL" if f.required else f"({cell} IS NOT NULL AND {inside} IS NULL)")
    doubts += [_may_be_person(f"c{i}") for i in raw.header.unknown]
    doubts.append("coalesce(contains(c0, '计'), false)")  # 合计, 小计, 总计: a footnote
    if raw.has_formula:
        doubts += [f"coalesce(starts_with(c{i}, {quoted(FORMULA)}), false)" for i in range(raw.header.width)]
    cells = ", ".join(f"c{i}" for i in range(raw.header.width))
    names = ", ".join(identifier(f.column) for f in fields)
    return (
        f"SELECT {line}{names}, CASE WHEN {' OR '.join(doubts)} THEN [{cells}] END AS _raw "
        f"FROM (SELECT *, {', '.join(values)} FROM ({raw.select}))"
    )


def _may_be_person(cell: str) -> str:
    digit = r"[0-9\x{FF10}-\x{FF19}\x{200B}-\x{200F}\x{2060}\x{FEFF}]"  # in full width, or with nothing visible between
    last = r"[0-9Xx\x{FF10}-\x{FF19}\x{FF38}\x{FF58}]"
    return f"coalesce(regexp_full_match(in_trim({cell}), '{digit}{{10,}}{last}'), false)"
