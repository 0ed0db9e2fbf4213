"""The workbook that an agency fills in: made so that ingest reads it back as one delivery."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from graphrisk.core.contract import Field, Table
from graphrisk.core.text import Text
from graphrisk.publish.enum_words import meaning
from graphrisk.publish.words import TABLE_AGENCIES

# Above the header, which is one row of the contract's English names, stand two rows that ingest takes for title rows:
# what the sheet is, and the Chinese titles of the same columns.
TITLE_ROW, CHINESE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
LAST_ROW = 1_048_575
MADE = datetime(2022, 6, 15)  # noqa: DTZ001 -- any fixed day: the file depends on the contract alone
NEEDED = ("project", "company")
TABS = dict(
    zip(
        sorted(TABLE_AGENCIES),
        ("#5B7C99", "#8C6D62", "#7A6C9D", "#9A7B3F", "#3F7F7A", "#1F5A8C", "#6B8E4E", "#A0616A"),
        strict=True,
    )
)
TYPES = {
    "string": Text("文本", "text"),
    "integer": Text("整数", "whole number"),
    "number": Text("数字", "number"),
    "boolean": Text("是/否", "yes or no"),
    "date": Text("日期 2022-06-15", "day"),
    "yearmonth": Text("月份 2022-06", "month"),
    "datetime": Text("时间 2022-06-15 08:30", "time"),
}
KINDS = {
    "yuan": Text("金额（元，两位小数）", "yuan, two decimals"),
    "uscc": Text("统一社会信用代码", "credit code"),
    "key": Text("脱敏键，不得填写证件号、卡号、手机号", "keyed hash, never an id, card or phone number"),
}
SHAPES = {
    "string": "@",
    "yearmonth": "@",  # as text, or Excel turns 2022-06 into a day
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "integer": "0",
    "number": "0.00##",
    "boolean": "@",
}
HOW_TO = (
    Text(
        "每张工作表是一张数据表。第 3 行是表头，请不要改动；从第 4 行开始填写，一行一条记录。",
        "A sheet is a table. Row 3 is the header: leave it as it is. Fill in from row 4, one record a row.",
    ),
    Text(
        "不提供的数据表请删除整张工作表。留着空表等于声明“这张表没有记录”。",
        "Delete the sheets that you do not deliver. A sheet left empty states that there are no such records.",
    ),
    Text(
        "至少需要 project 与 company 两张表（或 company 与 clue）。其余可选。",
        "Two tables are enough: project and company, or company and clue. All others are optional.",
    ),
    Text(
        "深色表头为必填列。下拉列表中的列只能取列表中的值，含义见本页下方。",
        "Dark headers are required columns. Columns with a list take its values only; what they mean stands below.",
    ),
    Text(
        "编号、代码、键一律按文本填写，避免被改成科学计数法。日期写 2022-06-15，月份写 2022-06，金额以元为单位。",
        "Ids, codes and keys are text, or Excel spoils long ones. Days are 2022-06-15, months 2022-06, money is yuan.",
    ),
    Text(
        "不得出现任何个人信息：姓名、身份证号、银行卡号、手机号会使整批数据被拒收；人员只用脱敏键表示。",
        "No person's number anywhere: an id card, bank card or mobile number stops the whole delivery. Persons are keyed hashes.",
    ),
    Text(
        "填写日期与时间请用数值而非公式。填写完成后另存为 .xlsx，单独放入一个文件夹，即为一次数据交付。",
        "Values, no formulas. Save as .xlsx, alone in a folder: that folder is a delivery.",
    ),
)


def write_template(file: Path, tables: tuple[Table, ...]) -> None:
    """Notes first, then a sheet a table, those that a run needs in front."""
    with Workbook(str(file)) as book:
        book.set_properties({"title": "graphrisk contract", "created": MADE})
        formats = _formats(book)
        order = sorted(tables, key=lambda t: (t.name not in NEEDED, t.agency, t.name))
        _write_notes(book, formats, order)
        for table in order:
            _write_sheet(book, formats, table)


def _formats(book: Workbook) -> dict[str, Any]:
    calm = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
    cell = calm | {"border": 1, "border_color": "#B8C4D0"}
    made = {
        "title": book.add_format(calm | {"bold": True, "font_size": 13, "font_color": "#1F3A5F"}),
        "text": book.add_format(calm | {"text_wrap": True, "valign": "top"}),
        "link": book.add_format(calm | {"font_color": "#1F5A8C", "underline": 1, "valign": "top"}),
        "needed": book.add_format(cell | {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"}),
        "optional": book.add_format(cell | {"bg_color": "#DCE6F0", "font_color": "#1F3A5F"}),
    }
    made |= {f"column {name}": book.add_format(calm | {"num_format": shape}) for name, shape in SHAPES.items()}
    return made | {"column yuan": book.add_format(calm | {"num_format": "#,##0.00"})}


def _write_sheet(book: Workbook, formats: dict[str, Any], table: Table) -> None:
    page = book.add_worksheet(table.name)
    page.set_tab_color(TABS[table.agency])
    page.freeze_panes(FIRST_ROW, 0)
    page.write_string(
        TITLE_ROW,
        0,
        f"{table.title} {table.name}: {table.description}  （深色列必填 dark columns are required）",
        formats["title"],
    )
    for place, field in enumerate(table.fields):
        shape = formats["column yuan" if field.kind == "yuan" else f"column {field.type}"]
        page.set_column(place, place, max(15, len(field.name) + 4), shape)
        page.write_string(CHINESE_ROW, place, field.title, formats["needed" if field.required else "optional"])
        page.write_string(HEADER_ROW, place, field.name, formats["needed" if field.required else "optional"])
        page.write_comment(HEADER_ROW, place, _comment(table, field), {"x_scale": 1.8, "y_scale": 1.1})
        page.data_validation(FIRST_ROW, place, LAST_ROW, place, _rule(field))


def _comment(table: Table, field: Field) -> str:
    kind = KINDS.get(field.kind, TYPES[field.type])
    lines = [
        f"{field.title} ({'必填 required' if field.required else '可选 optional'})",
        field.description,
        f"{kind.zh} / {kind.en}",
    ]
    lines += [f"{value} {meaning(table, field, value)}" for value in field.enum]
    return "\n".join(lines)


def _rule(field: Field) -> dict[str, Any]:
    """What a cell of the column takes, and what Excel says when the cell is entered."""
    kind = KINDS.get(field.kind, TYPES[field.type])
    said = {
        "input_title": field.title[:32],
        "input_message": f"{kind.zh} / {kind.en}\n{field.description}"[:255],
        "error_title": "请核对 please check",
        "error_message": f"{field.title} {field.name}: {kind.zh} / {kind.en}"[:255],
        "error_type": "stop" if field.enum else "warning",
        "ignore_blank": True,
    }
    return _limits(field) | said


def _limits(field: Field) -> dict[str, Any]:
    low = -1e15 if field.minimum is None else field.minimum
    high = 1e15 if field.maximum is None else field.maximum
    if field.enum or field.type == "boolean":
        return {"validate": "list", "source": list(field.enum) or ["是", "否"]}
    if field.type in ("date", "datetime"):
        return {"validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
    if field.type in ("integer", "number"):
        whole = "integer" if field.type == "integer" else "decimal"
        return {"validate": whole, "criteria": "between", "minimum": low, "maximum": high}
    return {"validate": "any"}


def _write_notes(book: Workbook, formats: dict[str, Any], tables: list[Table]) -> None:
    page = book.add_worksheet("说明 Notes")
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    for place, width in enumerate((24, 20, 24, 60, 60)):
        page.set_column(place, place, width)
    page.write_string(0, 0, "数据填报说明 / how to fill in", formats["title"])
    for n, step in enumerate(HOW_TO, start=2):
        page.write_string(n, 0, f"{n - 1}.", formats["text"])
        page.merge_range(n, 1, n, 3, step.zh, formats["text"])
        page.write_string(n, 4, step.en, formats["text"])
        page.set_row(n, 32)
    tables_at = len(HOW_TO) + 3
    _write_lines(
        page,
        formats,
        tables_at,
        ("工作表 sheet", "来源 agency", "表名 title", "一行是什么 a row is", "主键 key"),
        [_about(t) for t in tables],
    )
    for n, table in enumerate(tables, start=tables_at + 1):
        page.write_url(n, 0, f"internal:'{table.name}'!A1", formats["link"], table.name)
    values = [(t.name, f.name, f.title, v, meaning(t, f, v)) for t in tables for f in t.fields for v in f.enum]
    heads = ("工作表 sheet", "列 column", "列名 title", "取值 value", "含义 meaning")
    _write_lines(page, formats, tables_at + len(tables) + 2, heads, values)


def _about(table: Table) -> tuple[str, ...]:
    agency = TABLE_AGENCIES[table.agency]
    return table.name, f"{agency.zh} {agency.en}", table.title, table.description, ", ".join(table.primary_key)


def _write_lines(
    page: Any, formats: dict[str, Any], at: int, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]
) -> None:
    for place, head in enumerate(heads):
        page.write_string(at, place, head, formats["needed"])
    for n, line in enumerate(lines, start=at + 1):
        page.set_row(n, 15 * -(-max(map(len, line)) // 62))  # as many lines as the longest cell needs
        for place, text in enumerate(line):
            page.write_string(n, place, text, formats["text"])
