"""One file checked cell by cell: typed columns in a scratch Parquet file, and what needs care in a table beside it."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from graphrisk.core.contract import Field
from graphrisk.core.engine import identifier, keep, quoted
from graphrisk.ingest.cells import careful, is_identifier, quick
from graphrisk.ingest.persons import is_looked_at
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.reasons import detail

FOOTNOTES = "'合计', '小计', '总计'"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file after its cells were read: `quick` is a Parquet file, `slow` a table of the engine."""

    raw: Raw
    quick: Path
    slow: str
    part: int

    def good(self, columns: str = "*") -> str:
        """SELECT of the rows whose every cell was kept, with `part` and `line`."""
        line = f"file_row_number + {self.raw.first_line} AS line" if self.raw.first_line else "line"
        names = ", ".join(identifier(f.column) for f in self.raw.source.table.fields)
        return (
            f"SELECT {columns} FROM (SELECT {names}, {self.part} AS part, {line} FROM {self.parquet} WHERE raw IS NULL "
            f"UNION ALL SELECT {names}, {self.part} AS part, line FROM {self.slow} WHERE _kind IS NULL AND len(_faults) = 0)"
        )

    @property
    def parquet(self) -> str:
        """The scratch file as a table function."""
        return f"read_parquet({quoted(self.quick)}, file_row_number = true)"


def stage(con: duckdb.DuckDBPyConnection, raw: Raw, scratch: Path, part: int) -> Staged:
    """Read every cell of a file, quickly where it is written as usual, carefully where not."""
    table = raw.source.table
    name = f"{table.name}_{part}"
    staged = Staged(raw, scratch / f"{name}.parquet", f"slow_{name}", part)
    con.execute(f"COPY ({_quick(raw)}) TO {quoted(staged.quick)} (FORMAT parquet, COMPRESSION snappy)")
    keep(con, staged.slow, _slow(staged))
    return staged


def _quick(raw: Raw) -> str:
    """Typed columns, and all cells as text (`raw`) of each row that is not plainly good."""
    table = raw.source.table
    line = "" if raw.first_line else "line, "
    values = ", ".join(
        f"{quick(f, table, raw.cell(f), _unit(raw, f))} AS {identifier(f.column)}" for f in table.fields
    )
    doubts = [_doubt(raw, f) for f in table.fields if f.name in raw.header.places]
    doubts += [_unknown_doubt(f"c{i}") for i in raw.header.unknown]
    if not (first := _first_field(raw)) or not is_identifier(first, table):
        doubts.append(f"in_trim(c0) IN ({FOOTNOTES})")
    cells = ", ".join(f"c{i}" for i in range(raw.header.width))
    return (
        f"SELECT {line}{', '.join(identifier(f.column) for f in table.fields)}, "
        f"CASE WHEN {' OR '.join(doubts)} THEN [{cells}] END AS raw FROM (SELECT *, {values} FROM ({raw.select}))"
    )


def _doubt(raw: Raw, field: Field) -> str:
    cell, value = raw.cell(field), identifier(field.column)
    return f"{value} IS NULL" if field.required else f"({cell} IS NOT NULL AND {value} IS NULL)"


def _unknown_doubt(cell: str) -> str:
    return f"coalesce(regexp_full_match(in_trim({cell}), '[0-90-9]{{10,18}}[0-90-9XxXx]'), false)"


def _first_field(raw: Raw) -> Field | None:
    return next((f for f in raw.source.table.fields if raw.header.place(f) == 0), None)


def _unit(raw: Raw, field: Field) -> str:
    return (raw.unit or {}).get(field.name, "")


def _slow(staged: Staged) -> str:
    """Of the doubtful rows: line, values, kind (blank, footnote, header), persons' numbers, faults (one a cell)."""
    raw = staged.raw
    fields = raw.source.table.fields
    line = f"file_row_number + {raw.first_line}" if raw.first_line else "line"
    cells = ", ".join(f"nullif(raw[{i + 1}], '') AS c{i}" for i in range(raw.header.width))
    ways = {f.name: careful(f, raw.source.table, raw.cell(f), f"t_{f.name}", f"v_{f.name}", _unit(raw, f)) for f in fields}
    texts = ", ".join(f"{ways[f.name].text} AS t_{f.name}" for f in fields)
    values = ", ".join(f"{ways[f.name].value} AS v_{f.name}" for f in fields)
    reasons = ", ".join(f"{ways[f.name].reason} AS r_{f.name}" for f in fields)
    faults = ", ".join(_fault(raw, f) for f in fields)
    persons = _persons(raw)
    outs = ", ".join(f"CAST(v_{f.name} AS {f.sql_type}) AS {identifier(f.column)}" for f in fields)
    return f"""
        WITH cells AS (SELECT {line} AS line, {cells} FROM {staged.parquet} WHERE raw IS NOT NULL),
        texts AS (SELECT *, {texts} FROM cells), vals AS (SELECT *, {values} FROM texts),
        checked AS (SELECT *, {reasons}, {persons} AS _persons FROM vals)
        SELECT line, {outs}, v_received_on AS _received, _persons, {_kind(raw)} AS _kind,
            list_filter([{faults}], lambda x: x.reason IS NOT NULL) AS _faults
        FROM checked"""


def _fault(raw: Raw, field: Field) -> str:
    return (
        f"{{'column': {quoted(field.name)}, 'value': {raw.cell(field)}, 'reason': r_{field.name}, "
        f"'detail': {detail(field, f'r_{field.name}')}}}"
    )


def _persons(raw: Raw) -> str:
    """Names of the columns in which the row has a person's number."""
    looked = [(f.name, f"in_nfkc(in_trim({raw.cell(f)}))" if f.kind != "key" else f"t_{f.name}") for f in raw.source.table.fields if is_looked_at(f) and f.name in raw.header.places]
    looked += [(text or f"#{i + 1}", f"in_nfkc(in_trim(c{i}))") for i, text in raw.header.unknown.items()]
    tests = ", ".join(f"CASE WHEN in_is_person({cell}) THEN {quoted(name)} END" for name, cell in looked)
    return f"list_filter([{tests}], lambda x: x IS NOT NULL)" if tests else "CAST([] AS VARCHAR[])"


def _kind(raw: Raw) -> str:
    width = raw.header.width
    empty = [f"in_trim(c{i}) IS NULL" for i in range(width)]
    return (
        f"CASE WHEN {' AND '.join(empty)} THEN 'blank' "
        f"WHEN in_trim(c0) IN ({FOOTNOTES}) OR ({' AND '.join(empty[1:])}) THEN 'footnote' END"
    )
