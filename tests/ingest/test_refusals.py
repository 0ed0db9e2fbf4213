"""What is refused, each in a sentence that says file, place and way out; all of them at once."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphrisk.core.errors import DeliveryRefused
from tests.ingest.tools import GOOD, bring_in, columns, delivery, row, text, write

GOOD_TEXT = text("clue", [row("clue", clue_id=f"C{i}") for i in range(3)])
HEAD, BODY = GOOD_TEXT.split("\n", 1)


def _file(content: str | bytes, suffix: str = ".csv") -> Callable[[Path], object]:
    return lambda folder: write(folder, "clue", content, suffix)


def _at(path: str, content: str | bytes = GOOD_TEXT) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def _both(*makers: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: [make(folder) for make in makers]


def _book(sheets: dict[str, list[list[object]]], path: str = "hrss/clue.xlsx") -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for cells in rows:
                sheet.append(cells)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        book.save(folder / path)

    return make


def _bomb(folder: Path) -> None:
    _book({"clue": [columns("clue")]})(folder)
    with zipfile.ZipFile(folder / "hrss" / "clue.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"\0" * (1 << 25))


def _link(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_text(GOOD_TEXT)
    (folder / "hrss").mkdir()
    (folder / "hrss" / "clue.csv").symlink_to(outside)


def _pipe(folder: Path) -> None:
    (folder / "hrss").mkdir()
    os.mkfifo(folder / "hrss" / "clue.csv")


def _nested(folder: Path) -> None:
    (folder / "hrss").mkdir()
    table = pa.table({c: [["a"]] if c == "channel" else ["2022-01-01"] for c in columns("clue")})
    pq.write_table(table, folder / "hrss" / "clue.parquet")


def _manifest(content: str | bytes) -> Callable[[Path], object]:
    return _both(_file(GOOD_TEXT), _at("manifest.yaml", content))


MIXED = (HEAD + "\n").encode() + text("clue", [row("clue", channel="市长热线电话")]).split("\n")[1].encode() + b"\n"
MIXED += text("clue", [row("clue", channel="网络平台投诉")]).split("\n")[1].encode("gb18030") + b"\n"

# what is delivered beside a good project and company -> file and words of the message
REFUSED: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "empty file": (_file(""), "hrss/clue.csv", "empty"),
    "required column absent": (
        _file(text("clue", [GOOD["clue"]], ["clue_id", "uscc"]) if False else "clue_id,uscc\nC1,x\n"),
        "hrss/clue.csv",
        "opened_on",
    ),
    "column twice": (
        _file("clue_id," + GOOD_TEXT.replace("\n", "\nx,").removesuffix("x,")),
        "hrss/clue.csv",
        "clue_id",
    ),
    "column in both languages": (
        _file("线索编号," + GOOD_TEXT.replace("\n", "\nx,").removesuffix("x,")),
        "hrss/clue.csv",
        "comes twice",
    ),
    "second header": (_file(GOOD_TEXT + GOOD_TEXT), "hrss/clue.csv", "line 5 is a header again"),
    "second header, Chinese": (
        _file(
            GOOD_TEXT
            + "线索编号,被反映单位,项目编号,受理日期,渠道,涉及人数,涉及金额,欠薪起,欠薪止,核查结果,核查日期,办结日期,接收日期\n"
        ),
        "hrss/clue.csv",
        "line 5",
    ),
    "sep line": (_file("sep=,\n" + GOOD_TEXT), "hrss/clue.csv", "sep="),
    "title row in text": (_file("某某局线索表\n" + GOOD_TEXT), "hrss/clue.csv", "header is in line 2"),
    "utf-16": (_file(GOOD_TEXT.encode("utf-16")), "hrss/clue.csv", "UTF-16"),
    "utf-16 without mark": (_file(GOOD_TEXT.encode("utf-16-le")), "hrss/clue.csv", "UTF-16"),
    "lone CR": (_file(GOOD_TEXT.replace("\n", "\r")), "hrss/clue.csv", "lone CR"),
    "some lone CR": (_file(GOOD_TEXT + BODY.replace("\n", "\r", 1)), "hrss/clue.csv", "lone CR"),
    "neither encoding": (_file(GOOD_TEXT.encode() + b"C9,\xff\xff\n"), "hrss/clue.csv", "line 5 is neither"),
    "both encodings": (_file(MIXED), "hrss/clue.csv", "two encodings"),
    "NUL from start to end": (_file(b"\x00" * 5000), "hrss/clue.csv", "NUL"),
    "line over 8 MB": (_file(GOOD_TEXT + "x" * (9 << 20) + "\n"), "hrss/clue.csv", "line 5 is over 8 MB"),
    "quote never closed": (_file(GOOD_TEXT + 'C9,"' + BODY), "hrss/clue.csv", "line 5"),
    "truncated": (_file(GOOD_TEXT + "C9,9111"), "hrss/clue.csv", "cut off"),
    "truncated, gb18030": (_file(GOOD_TEXT.encode("gb18030") + "C9,热".encode("gb18030")), "hrss/clue.csv", "cut off"),
    "two forms": (_both(_file(GOOD_TEXT), _file(GOOD_TEXT, ".txt")), "hrss/clue.csv", "more than one form"),
    "file and folder": (_both(_file(GOOD_TEXT), _at("hrss/clue/a.csv")), "hrss/clue/a.csv", "more than one form"),
    "folder of two formats": (
        _both(_at("hrss/clue/a.csv"), _book({"clue": [columns("clue")]}, "hrss/clue/b.xlsx")),
        "hrss/clue/a.csv",
        "more than one form",
    ),
    "another agency's folder": (_at("bank/clue.csv"), "bank/clue.csv", "belongs in hrss/"),
    "at the top": (_at("clue.csv"), "clue.csv", "belongs in hrss/"),
    "link out": (_link, "hrss/clue.csv", "link"),
    "pipe": (_pipe, "hrss/clue.csv", "pipe"),
    "no such sheet": (_book({"a": [["x"]], "b": [["y"]]}), "hrss/clue.xlsx", "exactly one sheet"),
    "two such sheets": (_book({"clue": [["x"]], "线索": [["y"]]}), "hrss/clue.xlsx", "exactly one sheet"),
    "six title rows": (_book({"clue": [["t"]] * 6 + [columns("clue")]}), "hrss/clue.xlsx", "required columns"),
    "old xls inside": (_file(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, ".xlsx"), "hrss/clue.xlsx", "encrypted"),
    "broken workbook": (_file(b"PK\x03\x04 nothing", ".xlsx"), "hrss/clue.xlsx", "broken"),
    "bomb": (_bomb, "hrss/clue.xlsx", "unpacks"),
    "table in workbook and folder": (
        _both(_file(GOOD_TEXT), _book({"clue": [columns("clue")]}, "all.xlsx")),
        "hrss/clue.csv",
        "more than one form",
    ),
    "two workbooks": (
        _both(_book({"clue": [columns("clue")]}, "a.xlsx"), _book({"team": [["x"]]}, "b.xlsx")),
        "a.xlsx",
        "several workbooks",
    ),
    "nested parquet": (_nested, "hrss/clue.parquet", "nested"),
    "broken parquet": (_file(b"PAR1 nothing", ".parquet"), "hrss/clue.parquet", "broken Parquet"),
    "manifest: table": (_manifest("tables: {nothing: {unit: wan_yuan}}"), "manifest.yaml", "no table nothing"),
    "manifest: column": (_manifest("tables: {clue: {unit: wan_yuan, columns: [heads]}}"), "manifest.yaml", "heads"),
    "manifest: unit": (
        _manifest("tables: {clue: {unit: dollars, columns: [amount_yuan]}}"),
        "manifest.yaml",
        "dollars",
    ),
    "manifest: key": (_manifest("tabels: {}"), "manifest.yaml", "tabels"),
    "manifest: key of a table": (_manifest("tables: {clue: {units: wan_yuan}}"), "manifest.yaml", "units"),
    "manifest: no mapping": (_manifest("- a"), "manifest.yaml", "mapping"),
    "manifest: broken": (_manifest("a: [b"), "manifest.yaml", "YAML"),
    "manifest: code": (_manifest("delivery: !!python/object/apply:os.system [ls]"), "manifest.yaml", "YAML"),
    "manifest: too large": (_manifest("#" * ((1 << 20) + 1)), "manifest.yaml", "1 MB"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused(kind: str, tmp_path: Path) -> None:
    make, file, words = REFUSED[kind]
    make(delivery(tmp_path / "d"))
    with pytest.raises(DeliveryRefused) as caught:
        bring_in(tmp_path / "d", tmp_path / "out")
    (said,) = caught.value.faults
    assert said.startswith(file)
    assert words in said
    assert any("一" <= c <= "鿿" for c in said), "every message is in Chinese too"
    assert not (tmp_path / "out" / "tables").exists()


def test_every_fault_of_every_file_is_named(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    write(folder, "clue", "clue_id,clue_id\n")
    write(folder, "contract", b"")
    write(folder, "payroll", text("payroll", [GOOD["payroll"]]).encode("utf-16"))
    with pytest.raises(DeliveryRefused) as caught:
        bring_in(folder, tmp_path / "out")
    assert [f.split(":")[0] for f in caught.value.faults] == [
        "housing/contract.csv",
        "hrss/clue.csv",
        "hrss/payroll.csv",
    ]
    assert "opened_on" in caught.value.faults[1]
    assert "comes twice" in caught.value.faults[1]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"company": [GOOD["company"]]}, "needs at least"),
        ({"project": [GOOD["project"]], "company": []}, "no row"),
        ({"company": [row("company", received_on="2022-06-16")], "clue": [GOOD["clue"]]}, "no row"),
        ({"company": [row("company", status="?")], "clue": [GOOD["clue"]]}, "1 quarantined"),
    ],
)
def test_two_tables_with_rows_are_needed(tables: dict, words: str, tmp_path: Path) -> None:
    for name, rows in tables.items():
        write(tmp_path / "d", name, text(name, rows))
    with pytest.raises(DeliveryRefused, match=words):
        bring_in(tmp_path / "d", tmp_path / "out")


def test_a_header_without_rows_is_an_empty_feed(tmp_path: Path) -> None:
    result = bring_in(delivery(tmp_path / "d", clue=[]), tmp_path / "out")
    assert result.table("clue") == []
    assert result.quality("clue")["rows_in"] == 0


def test_unknown_files_are_reported_and_not_read(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    for name in ("hrss/clue.xls", "hrss/readme.docx", "other/x.csv"):
        _at(name)(folder)
    result = bring_in(folder, tmp_path / "out")
    told = result.details("", "unread_files")
    assert len(told) == 3
    assert "save it as .xlsx" in next(t for t in told if "clue.xls" in t)


def test_names_of_files_and_headers_in_any_case(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    _at("HRSS/Clue.CSV", HEAD.upper() + "\n" + BODY)(folder)
    assert len(bring_in(folder, tmp_path / "out").table("clue")) == 3


def test_the_folder_around_a_delivery_is_not_the_delivery(tmp_path: Path) -> None:
    delivery(tmp_path / "sim" / "delivery", clue=[GOOD["clue"]])
    with pytest.raises(DeliveryRefused, match="did you mean its folder delivery/"):
        bring_in(tmp_path / "sim", tmp_path / "out")
