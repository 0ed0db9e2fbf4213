"""Every source of a delivery read and checked; the faults of all of them are gathered before any is raised."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.ingest.columnar import read_parquet
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.header import clean
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.stage import Staged, stage
from graphrisk.ingest.stop import refuse_second_header, stop_at_persons
from graphrisk.ingest.survey import Source, Survey, two_forms
from graphrisk.ingest.text import read_text
from graphrisk.ingest.workbook import Book, open_book, read_sheet, sheet_of

Units = dict[str, dict[str, str]]
NEEDED = ({"project", "company"}, {"company", "clue"})


def read(
    con: duckdb.DuckDBPyConnection, found: Survey, units: Units, scratch: Path, faults: Faults, *, hash_keys: bool
) -> tuple[dict[str, list[Staged]], list[tuple[str, str]]]:
    """Table -> its files, checked; and what of a workbook was not read."""
    staged: dict[str, list[Staged]] = defaultdict(list)
    sources, book, unread = _with_workbook(found, faults)
    for source in sources:
        name = source.table.name
        part = len(staged[name])

        def attempt(raw: Raw, part: int = part) -> Staged:
            return stage(con, raw, scratch, part, hash_keys=hash_keys)

        done = _one(con, source, units.get(name, {}), scratch, book, part, faults, attempt)
        if done is not None:
            stop_at_persons(con, done, faults)
            refuse_second_header(con, done, faults)
            staged[name].append(done)
    if not any(pair <= {s.table.name for s in sources} for pair in NEEDED):
        faults.add(
            "交付 delivery",
            "至少需要 housing/project 和 market/company,或 market/company 和 hrss/clue",
            "needs at least housing/project and market/company, or market/company and hrss/clue",
        )
    return staged, unread


def _one(con, source, units, scratch, book, part, faults, attempt):
    if source.form == "text":
        return read_text(source, units, scratch, faults, attempt)
    if source.form == "parquet":
        raw = read_parquet(source, units, faults)
    else:
        raw = _sheet(con, source, units, book, part, faults)
    if raw is None:
        return None
    try:
        return attempt(raw)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        faults.add(source.label, f"文件无法读取({said})", f"the file cannot be read ({said})")
        return None


def _sheet(con, source, units, book, part, faults):
    if not source.sheet:
        book = open_book(source.path, source.file, faults)
        sheet = sheet_of(book, source.table, source.file, faults) if book else None
        if book is None or sheet is None:
            return None
        source = replace(source, sheet=sheet)
    return read_sheet(con, book, source, units, f"sheet_{source.table.name}_{part}", faults) if book else None


def _with_workbook(found: Survey, faults: Faults) -> tuple[list[Source], Book | None, list[tuple[str, str]]]:
    """The survey's sources and, behind them, the sheets of the delivery's one workbook."""
    sources, unread = list(found.sources), list(found.unread)
    if found.workbook is None:
        return sources, None, unread
    book = open_book(found.workbook, found.workbook.name, faults)
    known = {text.lower(): t for t in contract().values() for text in (t.name, t.title)}
    for sheet in book.sheets if book else ():
        table = known.get(clean(sheet).lower())
        if table is None:
            unread.append((f"{found.workbook.name} [{sheet}]", "not read: no table of the contract"))
            continue
        source = Source(table, found.workbook, found.workbook.name, sheet)
        others = [s.label for s in sources if s.table is table]
        if others:
            two_forms(table.name, [*others, source.label], faults)
        sources.append(source)
    return sources, book, unread
