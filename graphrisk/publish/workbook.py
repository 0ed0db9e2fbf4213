"""ranking.xlsx: the ranked list for people who work in a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from xlsxwriter import Workbook

from graphrisk.core.run import Manifest, RunFolder
from graphrisk.core.text import Text
from graphrisk.publish.sheets import SHEETS, Sheet
from graphrisk.publish.words import CHANGES, COLUMN_WORDS, KINDS, LEVEL_MEANS, LEVELS, NOTES

LAST_ROW = 1_048_575  # of a sheet, from 0
FILLS = {"red": "#F6C9C5", "orange": "#FBDDB8", "yellow": "#FBF0BF", "blue": "#D3E3F5", "green": "#D6EBD8"}
WIDTHS = {"entity_id": 23, "name": 36, "amount_at_risk_yuan": 21, "title": 20, "table": 26, "check": 22, "detail": 60}
WIDTHS |= dict.fromkeys(("score", "past_score", "rank", "past_rank", "ranks_up", "contribution", "signal"), 12)
WIDTHS |= dict.fromkeys(("law", "evidence", "new_reasons", "gone_reasons"), 40)
WIDTHS |= dict.fromkeys(("reason_1", "reason_2", "reason_3", "sentence_zh", "sentence_en"), 60)
WIDTHS |= dict.fromkeys(("innocent_when", "clears_when"), 50)
WRAPPED = (
    "sentence_zh",
    "sentence_en",
    "law",
    "innocent_when",
    "clears_when",
    "evidence",
    "new_reasons",
    "gone_reasons",
)
NUMBERS = {
    "score": "0.0000",
    "past_score": "0.0000",
    "contribution": "0.0000",
    "evaluable_share": "0%",
    "amount_at_risk_yuan": "#,##0.00",
    "ranks_up": "+#,##0;-#,##0;0",
}
# columns whose few values have words of their own
CODED: dict[str, Mapping[str, Text]] = {"entity_kind": KINDS, "level": LEVELS, "past_level": LEVELS, "change": CHANGES}
CALM = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
HEAD = CALM | {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True}

Write = Callable[[int, int, Any], Any]  # row, column, cell


def write_workbook(con: DuckDBPyConnection, run: RunFolder, file: Path, previous: Manifest | None) -> None:
    """Write the sheets ranking, changes, reasons, data quality, checks, coverage and notes; texts stay texts."""
    scratch = file.with_name(".sheets")
    scratch.mkdir()
    never = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    with Workbook(str(file), never | {"constant_memory": True, "tmpdir": str(scratch)}) as book:
        made = datetime.combine(run.manifest.as_of, datetime.min.time())
        book.set_properties({"title": "graphrisk ranking", "created": made})
        for sheet in SHEETS:
            _write_sheet(book, sheet, con, _said(sheet, previous))
        _write_notes(book, run.manifest, previous)
    scratch.rmdir()


def _said(sheet: Sheet, previous: Manifest | None) -> str:
    """What a sheet says that has nothing to show."""
    if not sheet.name.startswith("changes"):
        return "没有内容 / nothing to show"
    if previous is None:
        return "没有上一次运行可比较 / there is no earlier run to compare with"
    return f"与 {previous.as_of} 相比没有变化 / nothing changed since {previous.as_of}"


def _write_sheet(book: Workbook, sheet: Sheet, con: DuckDBPyConnection, if_empty: str) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 3 if sheet.columns[0] == "entity_kind" else 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, WIDTHS.get(column, 15))
    page.set_row(0, 32)
    for place, column in enumerate(sheet.columns):
        words = COLUMN_WORDS[column]
        page.write_string(0, place, column, book.add_format(HEAD | _worded(words.zh)))
        page.write_comment(0, place, f"{words.zh}\n{words.en}", {"x_scale": 1.4, "y_scale": 0.7})
    n_rows = _write_rows(page, sheet, con, [_writer(book, page, column) for column in sheet.columns])
    if n_rows:
        page.autofilter(0, 0, n_rows, len(sheet.columns) - 1)
        if "reason_1" in sheet.columns:  # one reason is what a page of paper can hold
            page.print_area(0, 0, n_rows, sheet.columns.index("reason_1"))
    else:
        page.write_string(1, 0, if_empty, book.add_format(CALM))


def _write_rows(page: Any, sheet: Sheet, con: DuckDBPyConnection, writers: list[Write]) -> int:
    """Rows one by one, cell by cell: the format has no other door. Returns their number."""
    n = 0
    for n, row in enumerate(_rows(con, sheet.select), start=1):
        if n == LAST_ROW:
            page.write_string(n, 0, "工作表已满，其余见 ranking.csv / the sheet is full, the rest is in ranking.csv")
            break
        for place, cell in enumerate(row):
            if cell is not None:
                writers[place](n, place, cell)
    return n


def _rows(con: DuckDBPyConnection, select: str) -> Iterator[tuple[Any, ...]]:
    found = con.execute(select)
    while chunk := found.fetchmany(10_000):
        yield from chunk


def _writer(book: Workbook, page: Any, column: str) -> Write:
    """How the cells of a column are written: text as text, days as days, numbers in the column's shape."""
    plain = book.add_format(CALM | {"text_wrap": column in WRAPPED, "indent": 1})
    day = book.add_format(CALM | {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1})
    number = book.add_format(CALM | {"num_format": NUMBERS.get(column, "#,##0")})
    coded = {
        value: book.add_format(CALM | _worded(words.zh) | ({"bg_color": FILLS[value]} if value in FILLS else {}))
        for value, words in CODED.get(column, {}).items()
    }

    def write(row: int, place: int, cell: Any) -> None:
        if isinstance(cell, str):
            page.write_string(row, place, cell, coded.get(cell, plain))
        elif isinstance(cell, date):
            page.write_datetime(row, place, cell, day)
        else:
            page.write_number(row, place, float(cell), number)

    return write


def _worded(zh: str) -> dict[str, str | int]:
    """A number format that shows a text with its Chinese word behind it; the cell's value stays the text alone."""
    return {"num_format": f'General;General;General;@" {zh}"', "indent": 1}


def _write_notes(book: Workbook, manifest: Manifest, previous: Manifest | None) -> None:
    page = book.add_worksheet("notes 说明")
    page.set_column(0, 0, 26)
    page.set_column(1, 2, 80)
    before = f"{previous.as_of}" if previous else "没有 / none"
    lines: list[tuple[str, str, str]] = [
        ("截止日 as of", manifest.as_of.isoformat(), ""),
        ("地区 locality", manifest.locality, ""),
        ("数据包 delivery", manifest.delivery, ""),
        ("上一次 last run", before, ""),
        ("", "", ""),
        *((f"{k + 1}", note.zh, note.en) for k, note in enumerate(NOTES)),
        ("", "", ""),
        *((f"{LEVELS[level].zh} {level}", m.zh, m.en) for level, m in LEVEL_MEANS.items()),
        ("", "", ""),
        *((f"{change.zh} {name}", change.zh, change.en) for name, change in CHANGES.items()),
        ("", "", ""),
        *((column, words.zh, words.en) for column, words in COLUMN_WORDS.items()),
    ]
    page.write_string(0, 0, "如何阅读 / how to read", book.add_format(CALM | {"bold": True, "font_size": 14}))
    wrapped = book.add_format(CALM | {"text_wrap": True})
    for n, line in enumerate(lines, start=2):
        for place, text in enumerate(line):
            page.write_string(n, place, text, wrapped)
