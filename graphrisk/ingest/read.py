"""Every source of a delivery read and checked; the faults of all of them are gathered before any is raised."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.ingest.columnar import read_parquet
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.header import clean
from graphrisk.ingest.look import look
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
    """Table -> its files, checked; and what of the delivery was not read, with the reason."""
    staged: dict[str, list[Staged]] = defaultdict(list)
    sources, books, unread = _with_workbook(found, faults)
    pool = ThreadPoolExecutor(2)  # the bytes of the next files are looked at while one is being read
    looks = {s.path: pool.submit(look, s.path, s.file, faults) for s in sources if s.form == "text"}
    for source in sources:
        name = source.table.name
        part = len(staged[name])
        stated = {} if source.is_added else units.get(name, {})

        def check(raw: Raw, part: int = part) -> Staged:
            return stage(con, raw, scratch, part, hash_keys=hash_keys)

        try:
            if source.form == "text":
                seen = looks[source.path].result()
                done = read_text(source, seen, stated, scratch, faults, check) if seen else None
            else:
                done = _checked(source, _raw(con, source, stated, books, part, faults), faults, check)
        except OSError as error:
            faults.add(source.label, f"文件打不开（{error.strerror}）", f"the file cannot be opened ({error.strerror})")
            continue
        if done is not None:
            stop_at_persons(con, done, faults)
            refuse_second_header(con, done, faults)
            staged[name].append(done)
    pool.shutdown()
    if not any(pair <= {s.table.name for s in sources} for pair in NEEDED):
        _refuse_incomplete(sources, unread, faults)
    return staged, unread


def _refuse_incomplete(sources: list[Source], unread: list[tuple[str, str]], faults: Faults) -> None:
    found = ", ".join(sorted({s.table.name for s in sources})) or "-"
    others = "; ".join(f"{file}: {why}" for file, why in unread[:5]) or "-"
    inner = _delivery_inside([file for file, _ in unread])
    faults.add(
        "交付 delivery",
        f"至少需要 housing/project 和 market/company，或 market/company 和 hrss/clue；找到的表：{found}；未读的文件：{others}"
        + (f"；要交付的也许是其中的 {inner}/" if inner else ""),
        "needs at least housing/project and market/company, or market/company and hrss/clue; "
        f"tables found: {found}; files not read: {others}" + (f"; did you mean its folder {inner}/?" if inner else ""),
    )


def _delivery_inside(files: list[str]) -> str:
    """A folder one step down that looks like the delivery that was meant."""
    agencies = {t.agency for t in contract().values()}
    steps = (file.split("/") for file in files)
    return next((s[0] for s in steps if len(s) > 2 and s[1].lower() in agencies), "")


def _raw(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    units: Mapping[str, str],
    books: dict[Path, Book],
    part: int,
    faults: Faults,
) -> Raw | None:
    """Rows of a Parquet file or of a sheet; None, with faults, where they cannot be read."""
    if source.form == "parquet":
        return read_parquet(source, units, faults)
    book = books.get(source.path) or open_book(source.path, source.file, faults)
    sheet = source.sheet or (sheet_of(book, source.table, source.file, faults) if book else None)
    if book is None or sheet is None:
        return None
    return read_sheet(con, book, replace(source, sheet=sheet), units, f"sheet_{source.table.name}_{part}", faults)


def _checked(source: Source, raw: Raw | None, faults: Faults, check: Callable[[Raw], Staged]) -> Staged | None:
    if raw is None:
        return None
    try:
        return check(raw)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        faults.add(source.label, f"文件无法读取（{said}）", f"the file cannot be read ({said}): write it again")
        return None


def _with_workbook(found: Survey, faults: Faults) -> tuple[list[Source], dict[Path, Book], list[tuple[str, str]]]:
    """The survey's sources and, behind them, the sheets of the delivery's one workbook, then what was added to it."""
    sources, unread = list(found.sources), list(found.unread)
    if found.workbook is None:
        return [*sources, *found.added], {}, unread
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
    return [*sources, *found.added], {found.workbook: book} if book else {}, unread
