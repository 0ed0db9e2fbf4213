"""ranking.xlsx: the ranked list for people who work in a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from xlsxwriter import Workbook

from graphrisk.core.engine import identifier
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.publish.cells import cell_sql
from graphrisk.publish.quality import CHECKS
from graphrisk.publish.ranking import COLUMNS
from graphrisk.publish.words import CHANGES, COLUMN_WORDS, LEVEL_MEANS, LEVELS, NOTES

FILLS = {"red": "#F6C9C5", "orange": "#FBDDB8", "yellow": "#FBF0BF", "blue": "#D3E3F5", "green": "#D6EBD8"}
WIDE, LONG = 60, 40
WIDTHS = {
    "entity_id": 22,
    "name": 34,
    "area_code": 14,
    "amount_at_risk_yuan": 19,
    "new_reasons": LONG,
    "gone_reasons": LONG,
    "detail": LONG,
    "title": 18,
    "law": LONG,
    "evidence": LONG,
    "innocent_when": WIDE,
    "clears_when": WIDE,
} | dict.fromkeys(("reason_1", "reason_2", "reason_3", "sentence_zh", "sentence_en"), WIDE)
NUMBERS = {
    "score": "0.0000",
    "past_score": "0.0000",
    "contribution": "0.0000",
    "evaluable_share": "0%",
    "amount_at_risk_yuan": "#,##0.00",
    "ranks_up": "+#,##0;-#,##0;0",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns, and a SELECT of them in the order shown."""

    name: str
    columns: tuple[str, ...]
    select: str


def write_workbook(con: DuckDBPyConnection, run: RunFolder, file: Path, previous: Manifest | None) -> None:
    """Write the sheets ranking, changes, reasons, data quality, coverage and notes; texts stay texts."""
    scratch = file.with_name(".sheets")
    scratch.mkdir()
    options = {
        "constant_memory": True,
        "tmpdir": str(scratch),
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with Workbook(str(file), options) as book:
        made = datetime.combine(run.manifest.as_of, datetime.min.time())
        book.set_properties({"title": "graphrisk ranking", "created": made})
        formats = _formats(book)
        for sheet in _SHEETS:
            _write(book, sheet, con, formats, _said(sheet, previous))
        _write_notes(book, formats, run.manifest, previous)
    scratch.rmdir()


def _said(sheet: Sheet, previous: Manifest | None) -> str:
    """What the changes sheet says when it has nothing to show."""
    if not sheet.name.startswith("changes"):
        return ""
    if previous is None:
        return "没有上一次运行可比较 / there is no earlier run to compare with"
    return f"与 {previous.as_of} 相比没有变化 / nothing changed since {previous.as_of}"


def _formats(book: Workbook) -> dict[str, Any]:
    calm = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    made = {
        "header": book.add_format(
            calm | {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter", "border": 1}
        ),
        "text": book.add_format(calm),
        "wrapped": book.add_format(calm | {"text_wrap": True}),
        "heading": book.add_format(calm | {"bold": True, "font_size": 14}),
        "day": book.add_format(calm | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "whole": book.add_format(calm | {"num_format": "#,##0"}),
    }
    made |= {f"level {level}": book.add_format(calm | {"bg_color": fill}) for level, fill in FILLS.items()}
    return made | {c: book.add_format(calm | {"num_format": shape}) for c, shape in NUMBERS.items()}


def _write(book: Workbook, sheet: Sheet, con: DuckDBPyConnection, formats: dict[str, Any], if_empty: str) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 3 if sheet.columns[0] == "entity_kind" else 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, WIDTHS.get(column, 14))
    page.set_row(0, 24)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column, formats["header"])
        words = COLUMN_WORDS[column]
        page.write_comment(0, place, f"{words.zh}\n{words.en}", {"x_scale": 1.4, "y_scale": 0.7})
    n_rows = 0
    for n_rows, row in enumerate(_rows(con, sheet.select), start=1):
        _write_row(page, n_rows, sheet.columns, row, formats)
    if n_rows:
        page.autofilter(0, 0, n_rows, len(sheet.columns) - 1)
    elif if_empty:
        page.write_string(1, 0, if_empty, formats["text"])


def _rows(con: DuckDBPyConnection, select: str) -> Iterator[tuple[Any, ...]]:
    found = con.execute(select)
    while chunk := found.fetchmany(10_000):
        yield from chunk


def _write_row(page: Any, n: int, columns: Sequence[str], row: Iterable[Any], formats: dict[str, Any]) -> None:
    """One row, cell by cell: the format has no other door, and what is text is written as text."""
    for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
        if cell is None:
            continue
        if isinstance(cell, str):
            tint = f"level {cell}" if column in ("level", "past_level") else "text"
            page.write_string(n, place, cell, formats[tint])
        elif isinstance(cell, date):
            page.write_datetime(n, place, cell, formats["day"])
        else:
            page.write_number(n, place, float(cell), formats.get(column, formats["whole"]))


def _write_notes(book: Workbook, formats: dict[str, Any], manifest: Manifest, previous: Manifest | None) -> None:
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
        *((f"{change.en}", change.zh, name) for name, change in CHANGES.items()),
        ("", "", ""),
        *((column, words.zh, words.en) for column, words in COLUMN_WORDS.items()),
    ]
    page.write_string(0, 0, "如何阅读 / how to read", formats["heading"])
    for n, line in enumerate(lines, start=2):
        for place, text in enumerate(line):
            page.write_string(n, place, text, formats["wrapped"])


def _select(columns: Sequence[str], texts: set[str], source: str) -> str:
    return f"SELECT {', '.join(cell_sql(c) if c in texts else identifier(c) for c in columns)} FROM {source}"


_TEXTS = {"entity_id", "name", "area_code", "reason_1", "reason_2", "reason_3", "new_reasons", "gone_reasons", "detail"}
_TEXTS |= {"sentence_zh", "sentence_en", "law", "innocent_when", "clears_when"}
_CHANGE = (
    *("entity_kind", "entity_id", "name", "change", "past_level", "level", "past_rank", "rank", "ranks_up"),
    *("past_score", "score", "new_reasons", "gone_reasons"),
)
_REASON = (
    *("entity_kind", "entity_id", "name", "level", "rank", "signal", "reason", "contribution", "sentence_zh"),
    *("sentence_en", "law", "innocent_when", "clears_when", "evidence"),
)
_FEED = ("agency", "table", "title", "is_delivered", *CHECKS, "last_received_on", "age_days")
_CHECK = ("table", "check", "n_rows", "detail")
_ANSWER = ("signal", "entity_kind", "n_population", "n_evaluable", "n_could_not_tell", "n_found", "evaluable_share")

# every term of every red and orange entity; persons are in no cell: evidence is counted by table
_TERMS = """(
    SELECT r.*, k.name, k.level, k.rank
    FROM (SELECT * REPLACE ((
              SELECT string_agg(t || ' × ' || n, ', ' ORDER BY t)
              FROM (SELECT e."table" AS t, count(*) AS n FROM (SELECT unnest(evidence) AS e) GROUP BY t)
          ) AS evidence) FROM reasons) AS r
    JOIN ranked AS k ON k.entity_kind = r.entity_kind AND k.entity_id = r.entity_id
    WHERE k.level IN ('red', 'orange')
    ORDER BY r.entity_kind DESC, k.rank, r.contribution DESC, r.signal, r.reason, r.sentence_zh
)"""

_SHEETS = (
    Sheet("ranking 排名", COLUMNS, _select(COLUMNS, _TEXTS, "ranked ORDER BY entity_kind DESC, rank")),
    Sheet("changes 变化", _CHANGE, _select(_CHANGE, _TEXTS, "changed")),
    Sheet("reasons 理由", _REASON, _select(_REASON, _TEXTS, _TERMS)),
    Sheet(
        "data quality 数据质量",
        _FEED,
        f"SELECT agency, name, title, CASE WHEN is_delivered THEN '是 yes' ELSE '否 no' END, {', '.join(CHECKS)}, "
        "last_received_on, age_days FROM feeds ORDER BY is_delivered DESC, agency, name",
    ),
    Sheet("checks 检查明细", _CHECK, _select(_CHECK, _TEXTS, 'quality ORDER BY "table", "check", detail')),
    Sheet("coverage 信号覆盖", _ANSWER, _select(_ANSWER, set(), "answers")),
)
