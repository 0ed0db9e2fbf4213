"""A hostile cell comes out harmless in CSV, XLSX and HTML."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.core.engine import connect
from graphrisk.core.run import RunFolder
from tests.publish.house import publish_into, small_run

CELL = 32_767  # characters that one cell of a spreadsheet holds
MARK = " …[截断 cut]"
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
STARTERS = [
    f"{blank}{sign}1+1" for sign in "=+-@" for blank in ("", " ", "\t", "\r", "\n", "\u3000", "\u200b", "\ufeff")
]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(1) as con:
        yield con


class Hostile(HTMLParser):
    """Tags that no page of ours has, and attributes that run something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] * (tag in ("img", "iframe", "object", "form", "base", "embed"))
        self.found += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def shown(con: duckdb.DuckDBPyConnection, text: str) -> str:
    found: str = con.execute("SELECT cell($text)", {"text": text}).fetchall()[0][0]
    return found


@pytest.mark.parametrize("text", STARTERS)
def test_no_text_starts_a_formula(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert shown(con, text).startswith("'")


@pytest.mark.parametrize("text", ["大兴一号", "3-2地块", "P-1", "a=b", "甲@乙", "'quoted'", ""])
def test_a_plain_text_stays_as_it_is(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert shown(con, text) == text


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_becomes_one_harmless_line(con: duckdb.DuckDBPyConnection, text: str) -> None:
    out = shown(con, text)
    assert not re.match(r"\s*[=+\-@＝＋－＠]", out)
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in TURNING for c in out)
    assert shown(con, out) == out


@settings(deadline=None)
@given(n=st.integers(20, 260), most=st.integers(20, 240))
def test_what_is_too_long_is_cut_and_says_so(con: duckdb.DuckDBPyConnection, n: int, most: int) -> None:
    line = con.execute("SELECT line($text, $most)", {"text": "长" * n, "most": most}).fetchall()[0][0]
    assert line == ("长" * n if n < most else "长" * (most - 1 - len(MARK)) + MARK)


@pytest.mark.parametrize("n", [CELL - 3, CELL - 2, CELL - 1, CELL, 2 * CELL])
def test_a_cell_never_holds_more_than_it_can(con: duckdb.DuckDBPyConnection, n: int) -> None:
    out = shown(con, "=" + "长" * n)
    assert len(out) <= CELL
    assert out.endswith(MARK) == (n + 1 >= CELL)


def test_csv(hostile: RunFolder) -> None:
    text = hostile.file("ranking.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {14}
    assert len(rows) == 7
    name = rows[1][2]
    assert name.startswith("'=cmd|")
    assert name.endswith(MARK)
    assert max(len(cell) for row in rows for cell in row) <= CELL
    assert "\u202e" not in text
    assert not any(re.match(r"[=+\-@\t\r]", cell) for row in rows for cell in row)


def test_xlsx_holds_no_formula_and_no_cell_beyond_the_limit(hostile: RunFolder) -> None:
    book = openpyxl.load_workbook(hostile.file("ranking.xlsx"))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert max(len(str(cell.value)) for cell in cells) <= CELL
    assert any(str(cell.value).startswith("'=cmd|") for cell in cells)


def test_html_shows_it_and_runs_nothing_of_it(hostile: RunFolder) -> None:
    for file in hostile.file("report").rglob("*.html"):
        text = file.read_text("utf-8")
        assert len(re.findall("<script", text)) <= 1
        assert not Hostile(text).found
        assert "\u202e" not in text
        assert len(text) < 400_000
    first = hostile.file("report").joinpath("index.html").read_text("utf-8")
    assert "&lt;script&gt;document.title" in first
    assert "{{ 7*7 }}" in first
    assert MARK in first


def test_a_hostile_id_cannot_leave_the_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    run = small_run(tmp_path_factory.mktemp("hostile-id") / "now")
    evil = "../../../etc/'passwd\""
    with connect(1) as con:
        for name in ("scores", "reasons"):
            file = run.file(f"{name}.parquet")
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM '{file}'")
            con.execute(f"UPDATE {name} SET entity_id = $evil WHERE entity_id = 'P-1'", {"evil": evil})
            con.execute(f"COPY {name} TO '{file}' (FORMAT parquet)")
    publish_into(run)
    pages = sorted(p.relative_to(run.path).as_posix() for p in run.file("report").rglob("*"))
    assert len(pages) == 5
    assert all(re.fullmatch(r"report/(cases|index\.html|cases/(project|company)-[0-9a-f]{16}\.html)", p) for p in pages)
