"""XLSX: a workbook opened with care, and a sheet of it as rows of text cells."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from graphrisk.core.contract import Field, Table
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.header import Header, clean, header, named_row
from graphrisk.ingest.numbers import moment_text, number_text
from graphrisk.ingest.odd_cells import odd_cells
from graphrisk.ingest.raw import FORMULA, Raw
from graphrisk.ingest.survey import Source

MOST_BYTES, MOST_TIMES = 2 << 30, 200  # unpacked; contract, reading.md
TITLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Book:
    """An opened workbook that has been found safe to read."""

    path: Path
    sheets: tuple[str, ...]
    calamine: CalamineWorkbook


def open_book(path: Path, file: str, faults: Faults) -> Book | None:
    """Open a workbook; None, with a fault, where it is encrypted, broken or a bomb."""
    said = _unsafe(path)
    if said is None:
        try:
            book = CalamineWorkbook.from_path(str(path))
            return Book(path, tuple(book.sheet_names), book)
        except (CalamineError, OSError, ValueError) as error:
            said = f"工作簿损坏（{error}），请用 Excel 重新另存", f"broken workbook ({error}): save it again with Excel"
    faults.add(file, *said)
    return None


def sheet_of(book: Book, table: Table, file: str, faults: Faults) -> str | None:
    """The sheet named as the table, in English or Chinese, or the only one."""
    named = [s for s in book.sheets if clean(s).lower() in {table.name, table.title}]
    if len(named) == 1:
        return named[0]
    if not named and len(book.sheets) == 1:
        return book.sheets[0]
    listed = ", ".join(book.sheets[:10])
    faults.add(
        file,
        f"应有且只有一张名为 {table.name} 或 {table.title} 的工作表（现有 {listed}）",
        f"exactly one sheet named {table.name} or {table.title} is wanted, there are {listed}",
    )
    return None


def read_sheet(
    con: duckdb.DuckDBPyConnection, book: Book, source: Source, units: Mapping[str, str], name: str, faults: Faults
) -> Raw | None:
    """A sheet as rows of text cells, kept in the engine as `name`; None, with faults, where it is refused."""
    try:
        rows = book.calamine.get_sheet_by_name(source.sheet).to_python(skip_empty_area=False)
        odd = odd_cells(book.path, source.sheet)
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        faults.add(
            source.label, f"工作表无法读取（{error}）", f"the sheet cannot be read ({error}): save it again with Excel"
        )
        return None
    head = [[_title(cell) for cell in row] for row in rows[: TITLE_ROWS + 1]] or [[]]
    above = named_row(source.table, head, last=True)
    found = header(source.table, head[above], source.label, faults)
    if found is None:
        return None
    columns = [list(c) for c in zip(*rows[above + 1 :], strict=True)]
    for (row, place), text in odd.items():
        if place < len(columns) and 0 <= row - above - 1 < len(columns[place]):
            columns[place][row - above - 1] = text
    columns += [[]] * max(0, found.width - len(columns)) if not columns else []
    con.register("in_sheet", _arrow(columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_texts(columns, found, source.table, units, above + 2)}")
    con.unregister("in_sheet")
    return _raw(con, source, found, name, len(columns), units, above, odd)


def _raw(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    found: Header,
    name: str,
    n_columns: int,
    units: Mapping[str, str],
    above: int,
    odd: dict[tuple[int, int], str],
) -> Raw:
    cells = [f"c{i}" for i in range(found.width)]
    surplus = [f"in_trim(c{i}) IS NOT NULL" for i in range(found.width, n_columns)]
    is_wide = " OR ".join(surplus) or "false"
    every = ", ".join(f"c{i}" for i in range(max(found.width, n_columns)))
    n_wide = con.execute(f"SELECT count(*) FROM {name} WHERE {is_wide}").fetchall()[0][0]
    return Raw(
        source=source,
        header=found,
        select=f"SELECT _line, {', '.join(cells)} FROM {name} WHERE NOT ({is_wide})",
        broken=f"SELECT _line, {n_columns} AS found, [{every}] AS cells FROM {name} WHERE {is_wide}" if n_wide else "",
        has_formula=any(text.startswith(FORMULA) for text in odd.values()),
        title_rows=above,
        units=units,
    )


def _texts(columns: list[list[Any]], found: Header, table: Table, units: Mapping[str, str], first_line: int) -> str:
    """SELECT of `_line` and all cells as text, without the empty rows at the end of the sheet."""
    fields: dict[int, Field] = {place: table.field(name) for name, place in found.places.items()}
    cells = []
    for i in range(max(found.width, len(columns))):
        field = fields.get(i)
        number = number_text(field, table, f"n{i}", units.get(field.name, "") if field else "")
        text = (
            f"coalesce(s{i}, {number}, {moment_text(field, f'm{i}')})" if i < len(columns) else "CAST(NULL AS VARCHAR)"
        )
        cells.append(f"{text} AS c{i}")
    filled = " OR ".join(f"c{i} IS NOT NULL" for i in range(len(cells)))
    rows = f"SELECT row_number() OVER () + {first_line - 1} AS _line, {', '.join(cells)} FROM in_sheet"
    return f"WITH r AS MATERIALIZED ({rows}) SELECT * FROM r WHERE _line <= (SELECT max(_line) FROM r WHERE {filled}) ORDER BY _line"


def _arrow(columns: list[list[Any]]) -> pa.Table:
    """Each column as three: text, number and moment, of which a row has at most one."""
    made: dict[str, pa.Array] = {}
    for i, column in enumerate(columns):
        cells = np.empty(len(column), dtype=object)
        cells[:] = column
        kinds = np.frompyfunc(lambda cell: type(cell).__name__, 1, 1)(cells).astype(str)
        is_number = np.isin(kinds, ("float", "int"))
        is_moment = np.isin(kinds, ("datetime", "date"))
        is_text = ~(is_number | is_moment) & (cells != "")
        is_truth = kinds == "bool"
        cells[is_truth] = np.where(cells[is_truth], "true", "false")
        made[f"s{i}"] = pa.array(np.frompyfunc(str, 1, 1)(cells), pa.string(), mask=~is_text)
        made[f"n{i}"] = pa.array(np.where(is_number, cells, 0.0).astype(np.float64), mask=~is_number)
        moments = np.zeros(len(column), dtype="datetime64[us]")
        moments[is_moment] = cells[is_moment]
        made[f"m{i}"] = pa.array(moments, pa.timestamp("us"), mask=~is_moment)
    return pa.table(made)


def _title(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(cell)


def _unsafe(path: Path) -> tuple[str, str] | None:
    """Why a workbook must not be opened, in two languages."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start == bytes.fromhex("d0cf11e0a1b11ae1"):
        return (
            "工作簿已加密，或其实是旧 .xls 格式；请去掉密码，另存为 .xlsx",
            "encrypted, or an old .xls inside: take the password off and save it as .xlsx",
        )
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            size = sum(e.file_size for e in entries)
            if size > MOST_BYTES or size > MOST_TIMES * path.stat().st_size:
                return (
                    f"解压后有 {size:,} 字节，超过 2 GB 或原文件的 200 倍，请改交 CSV",
                    f"unpacks to {size:,} bytes, more than 2 GB or 200 times its size: deliver it as CSV",
                )
            if any(e.flag_bits & 1 for e in entries):
                return "工作簿已加密，请去掉密码", "encrypted: take the password off"
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        return f"工作簿损坏（{error}），请用 Excel 重新另存", f"broken workbook ({error}): save it again with Excel"
    if broken is not None:
        return f"工作簿损坏（{broken}），请用 Excel 重新另存", f"broken workbook ({broken}): save it again with Excel"
    return None
