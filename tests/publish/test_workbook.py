"""ranking.xlsx as a person finds it in a spreadsheet."""

from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from graphrisk.core.run import RunFolder
from graphrisk.publish.ranking import COLUMNS
from tests.publish.house import publish_into, small_run


@pytest.fixture(scope="module")
def book(published: RunFolder) -> Any:
    return openpyxl.load_workbook(published.file("ranking.xlsx"))


def sheet(book: Any, word: str) -> Any:
    return next(s for s in book if word in s.title)


def lines(page: Any) -> list[dict[str, Any]]:
    head, *rest = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_first_sheet_is_the_ranking_in_the_same_columns(book: Any) -> None:
    page = book.worksheets[0]
    assert tuple(cell.value for cell in page[1]) == COLUMNS
    first = lines(page)[0]
    assert first["entity_id"] == "P-1"
    assert first["amount_at_risk_yuan"] == pytest.approx(1234567.89)
    assert first["first_signal_on"].date() == date(2022, 5, 20)
    assert first["rank"] == 1


def test_header_is_frozen_filtered_and_explained_in_both_languages(book: Any) -> None:
    page = book.worksheets[0]
    assert page.freeze_panes == "D2"
    assert page.auto_filter.ref == f"A1:N{page.max_row}"
    assert "可判断比例" in page["K1"].comment.text
    assert "could tell" in page["K1"].comment.text


def test_levels_have_their_colours(book: Any) -> None:
    colours = {row[5].value: row[5].fill.start_color.rgb for row in book.worksheets[0].iter_rows(min_row=2)}
    assert set(colours) == {"red", "orange", "green", "blue"}
    assert len(set(colours.values())) == 4


def test_numbers_have_shapes_and_ids_are_text(book: Any) -> None:
    row = book.worksheets[0][2]
    assert row[1].data_type == "s"
    assert row[8].number_format == "#,##0.00"
    assert row[9].number_format == "yyyy-mm-dd"
    assert row[10].number_format == "0%"


def test_changes_since_the_run_before(book: Any) -> None:
    found = {row["entity_id"]: row for row in lines(sheet(book, "changes"))}
    assert set(found) == {"P-1", "P-2", "P-3"}
    assert (found["P-2"]["change"], found["P-2"]["ranks_up"]) == ("rank", -1)
    up = found["P-1"]
    assert (up["change"], up["past_level"], up["level"], up["ranks_up"]) == ("up", "yellow", "red", 1)
    assert up["new_reasons"] == "P01 two_months"
    assert up["gone_reasons"] is None
    assert found["P-3"]["change"] == "new"


def test_what_is_gone_is_told(tmp_path: Path) -> None:
    publish_into(small_run(tmp_path / "before"))
    run = publish_into(small_run(tmp_path / "now", previous="before", is_later=False))
    found = {row["entity_id"]: row for row in lines(sheet(openpyxl.load_workbook(run.file("ranking.xlsx")), "changes"))}
    assert (found["P-3"]["change"], found["P-3"]["name"]) == ("gone", "大兴三号工程")
    assert (found["P-1"]["change"], found["P-1"]["gone_reasons"]) == ("down", "P01 two_months")


def test_without_a_run_before_the_sheet_says_so(copy: RunFolder) -> None:
    page = sheet(openpyxl.load_workbook(publish_into(copy).file("ranking.xlsx")), "changes")
    assert "no earlier run" in page["A2"].value
    assert "没有上一次运行" in page["A2"].value


def test_reasons_of_red_and_orange_with_law_and_way_out(book: Any) -> None:
    found = lines(sheet(book, "reasons"))
    assert {row["entity_id"] for row in found} == {"P-1", "P-2", "C-1"}
    assert found[0]["sentence_en"] == "two months unpaid"
    assert "724" in found[0]["law"]
    assert found[0]["evidence"] == "payroll × 4"


def test_quality_says_what_was_read_and_what_never_came(book: Any) -> None:
    found = {row["table"]: row for row in lines(sheet(book, "quality"))}
    assert len(found) == 32
    assert (found["project"]["rows_in"], found["project"]["quarantined"], found["project"]["age_days"]) == (4, 1, 5)
    assert found["payroll"]["is_delivered"] == "否 no"
    coverage = {row["signal"]: row for row in lines(sheet(book, "coverage"))}
    assert coverage["P01"]["n_could_not_tell"] == 2
    assert coverage["H01"]["evaluable_share"] is None


def test_notes_are_in_both_languages(book: Any) -> None:
    said = " ".join(str(v) for row in sheet(book, "notes").iter_rows(values_only=True) for v in row if v)
    assert "不是认定" in said
    assert "no verdict" in said
    assert "2022-06-15" in said


def test_nothing_in_the_file_knows_the_clock(published: RunFolder) -> None:
    with ZipFile(published.file("ranking.xlsx")) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2022-06-15T00:00:00Z" in parts.read("docProps/core.xml")
