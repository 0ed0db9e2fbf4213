"""The same content in every form that agencies deliver gives the same table."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphrisk.core.contract import contract
from tests.ingest.tools import GOOD, OTHER, USCC, Result, bring_in, columns, delivery, row, rows_of, text, write

CLUES = [
    row("clue", clue_id="C1", channel="热线", heads="12", amount_yuan="1234.50", from_month="2021-03"),
    row("clue", clue_id="C2", uscc=OTHER, channel='a "quoted", one', amount_yuan="0.30"),
    row("clue", clue_id="C3", result="verified", result_on="2022-02-01", received_on="2022-02-02"),
]
TITLES = {f.name: f.title for f in contract()["clue"].fields}


def _base(folder: Path) -> Path:
    return delivery(folder)


def _text(delimiter: str, encoding: str, ending: str = "\n", suffix: str = ".csv", chinese: bool = False) -> Callable:
    def make(folder: Path) -> None:
        body = text("clue", CLUES, delimiter=delimiter)
        if chinese:
            head, rest = body.split("\n", 1)
            body = delimiter.join(TITLES[c] for c in head.split(delimiter)) + "\n" + rest
        write(folder, "clue", body.replace("\n", ending).encode(encoding), suffix)

    return make


def _reversed(folder: Path) -> None:
    write(folder, "clue", text("clue", CLUES, columns("clue")[::-1]))


def _parts(folder: Path) -> None:
    for number, clue in enumerate(CLUES):
        place = folder / "hrss" / "clue" / f"part-{number}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text("clue", [clue]), "utf-8")


def _typed(clue: dict[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for field in contract()["clue"].fields:
        cell = clue.get(field.name, "")
        if cell == "":
            typed[field.name] = None
        elif field.type == "date":
            typed[field.name] = dt.date.fromisoformat(cell)
        elif field.type in {"integer", "number"}:
            typed[field.name] = float(cell)
        else:
            typed[field.name] = cell
    return typed


def _sheet(sheet: Any, above: int = 0, chinese: bool = False) -> None:
    for number in range(above):
        sheet.append([f"标题 {number}"])
    sheet.append([TITLES[c] if chinese else c for c in columns("clue")])
    for clue in CLUES:
        sheet.append(list(_typed(clue).values()))


def _xlsx(above: int = 0, chinese: bool = False) -> Callable:
    def make(folder: Path) -> None:
        book = openpyxl.Workbook()
        _sheet(book.active, above, chinese)
        (folder / "hrss").mkdir(exist_ok=True)
        book.save(folder / "hrss" / "clue.xlsx")

    return make


def _book(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    _sheet(book.create_sheet("线索"))
    book.save(folder / "all.xlsx")


def _parquet(folder: Path) -> None:
    (folder / "hrss").mkdir(exist_ok=True)
    rows = [_typed(c) for c in CLUES]
    rows = [{k: v.isoformat() if k == "opened_on" and v else v for k, v in r.items()} for r in rows]
    types = {
        "heads": pa.float32(),
        "result_on": pa.timestamp("ns"),
        "closed_on": pa.date64(),
        "channel": pa.dictionary(pa.int8(), pa.string()),
    }
    arrays = {
        c: pa.array([r[c] for r in rows]).cast(types.get(c, pa.null()))
        if c in types
        else pa.array([r[c] for r in rows])
        for c in columns("clue")
    }
    pq.write_table(pa.table(arrays), folder / "hrss" / "clue.parquet")


FORMS: dict[str, Callable[[Path], None]] = {
    "comma": _text(",", "utf-8"),
    "bom": _text(",", "utf-8-sig", "\r\n"),
    "tab": _text("\t", "utf-8", suffix=".tsv"),
    "semicolon": _text(";", "utf-8", "\r\n", ".txt"),
    "gb18030": _text(",", "gb18030", "\r\n", chinese=True),
    "chinese header": _text(",", "utf-8", chinese=True),
    "other order": _reversed,
    "parts": _parts,
    "xlsx": _xlsx(),
    "xlsx with titles": _xlsx(5, chinese=True),
    "workbook": _book,
    "parquet": _parquet,
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    place = tmp_path_factory.mktemp("expected")
    return _bare(bring_in(delivery(place / "d", clue=CLUES), place / "out"))


def _bare(result: Result) -> list[dict[str, Any]]:
    assert not result.quarantine("clue")
    return [{k: v for k, v in r.items() if not k.startswith("source_")} for r in result.table("clue")]


@pytest.mark.parametrize("form", FORMS)
def test_same_content_same_table(form: str, expected: list[dict[str, Any]], tmp_path: Path) -> None:
    FORMS[form](_base(tmp_path / "d"))
    found = bring_in(tmp_path / "d", tmp_path / "out")
    assert _bare(found) == expected
    assert found.table("clue")[0]["amount_fen"] == 123450
    assert found.quality("clue")["rows_in"] == found.quality("clue")["kept"] == 3


def test_a_delivery_may_be_one_workbook_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Company"
    for sheet, table in ((book.active, "company"), (book.create_sheet("工程项目"), "project")):
        sheet.append(list(GOOD[table]))
        sheet.append(list(GOOD[table].values()))
    book.create_sheet("notes").append(["anything"])
    book.save(tmp_path / "all.xlsx")
    result = bring_in(tmp_path / "all.xlsx", tmp_path / "out")
    assert [r["uscc"] for r in result.table("company")] == [USCC]
    assert result.table("project")[0]["source_line"] == 2
    assert [r["detail"] for r in rows_of(tmp_path / "out" / "quality.parquet") if r["check"] == "unread_files"] == [
        "all.xlsx [notes]: not read: no table of the contract"
    ]


def test_cells_of_a_sheet_that_are_no_plain_text(tmp_path: Path) -> None:
    """Real dates, numbers with noise, long numbers, formulas without a value, errors, line breaks."""
    book = openpyxl.Workbook()
    names = columns("clue")
    book.active.append(names)

    def put(**cells: Any) -> None:
        book.active.append([(_typed(GOOD["clue"]) | cells)[n] for n in names])

    put(clue_id=1001, heads=3, amount_yuan=0.1 + 0.2, from_month=dt.date(2021, 3, 1))
    put(clue_id="C2", opened_on=dt.datetime(2021, 3, 5), channel="a\nb\tc", amount_yuan=1234567.0)  # noqa: DTZ001 -- a sheet knows no zone
    put(clue_id="C3", uscc=9.11100001e17)
    put(clue_id="C4", heads="=A1+1")
    put(clue_id="C5", channel="#N/A", closed_on="#REF!")
    put(clue_id="C6", opened_on=44260)
    put(clue_id="C7", amount_yuan=1.005)
    put(clue_id="C8", heads=True)
    put(clue_id="C9", heads=2.5)
    put(clue_id="C10", amount_yuan=1.25e6)
    put(clue_id=None, uscc=None, opened_on=None, result=None, received_on=None)
    put(clue_id="合计", heads=20)
    put(clue_id="C13", channel=44260.5)
    _base(tmp_path / "d")
    (tmp_path / "d" / "hrss").mkdir()
    book.save(tmp_path / "d" / "hrss" / "clue.xlsx")
    result = bring_in(tmp_path / "d", tmp_path / "out")
    kept = {r["clue_id"]: r for r in result.table("clue")}
    assert set(kept) == {"1001", "C2", "C10", "C13"}
    assert (kept["1001"]["amount_fen"], kept["1001"]["from_month"]) == (30, "2021-03")
    assert (kept["C2"]["opened_on"], kept["C2"]["channel"]) == (dt.date(2021, 3, 5), "a\nb\tc")
    assert kept["C10"]["amount_fen"] == 125000000
    assert kept["C13"]["channel"] == "44260.5"
    assert [(f["line"], f["column"], f["value"], f["reason"]) for f in result.quarantine("clue")] == [
        (4, "uscc", "9.111000E+17", "excel_scientific"),
        (5, "heads", "=A1+1", "bad_type"),
        (6, "closed_on", "#REF!", "bad_date"),
        (7, "opened_on", "44260", "bad_date"),
        (8, "amount_yuan", "1.0050000000", "too_precise"),
        (9, "heads", "true", "bad_type"),
        (10, "heads", "2.5", "bad_type"),
        (13, "clue_id", "合计", "footnote_row"),
    ]
    assert result.quality("clue")["blank_rows"] == 1


def test_cells_of_parquet_that_are_no_plain_text(tmp_path: Path) -> None:
    _base(tmp_path / "d")
    (tmp_path / "d" / "hrss").mkdir()
    zone = dt.timezone(dt.timedelta(hours=8))
    table = pa.table(
        {
            "clue_id": pa.array([1, 2, 3], pa.int16()),
            "uscc": pa.array([USCC.encode()] * 3, pa.binary()),
            "opened_on": pa.array([dt.datetime(2022, 1, 1, tzinfo=zone)] * 3, pa.timestamp("ms", "UTC")),
            "heads": pa.array([1, None, 2**63 + 5], pa.uint64()),
            "amount_yuan": pa.array([0.1 + 0.2, float("nan"), 1e-9]),
            "result": ["open"] * 3,
            "received_on": pa.array([dt.date(2022, 1, 2)] * 3),
        }
    )
    pq.write_table(table, tmp_path / "d" / "hrss" / "clue.parquet")
    result = bring_in(tmp_path / "d", tmp_path / "out")
    assert [(r["clue_id"], r["opened_on"], r["amount_fen"]) for r in result.table("clue")] == [
        ("1", dt.date(2022, 1, 1), 30)
    ]
    assert [(f["line"], f["column"], f["reason"]) for f in result.quarantine("clue")] == [
        (2, "amount_yuan", "bad_type"),
        (3, "heads", "out_of_range"),
    ]


def test_wan_yuan_counts_places_after_conversion(tmp_path: Path) -> None:
    rows = [
        row("contract", contract_id=f"K{i}", amount_yuan=cell)
        for i, cell in enumerate(("12.345678", "12.3456789", "100", "-1"))
    ]
    delivery(tmp_path / "d", contract=rows)
    (tmp_path / "d" / "manifest.yaml").write_text(
        "delivery: 六月\ntables: {contract: {unit: wan_yuan, columns: [amount_yuan]}}\n", "utf-8"
    )
    result = bring_in(tmp_path / "d", tmp_path / "out")
    assert {r["contract_id"]: r["amount_fen"] for r in result.table("contract")} == {"K0": 12345678, "K2": 100000000}
    assert [f["reason"] for f in result.quarantine("contract")] == ["too_precise", "out_of_range"]
