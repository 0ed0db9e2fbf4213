"""The contract as files: a valid Frictionless package, and a workbook that ingest reads back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from frictionless import Package

import graphrisk as gr
from graphrisk.core.contract import contract
from graphrisk.publish.contract_files import datapackage, template
from graphrisk.publish.enum_words import meaning


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return openpyxl.load_workbook(template(tmp_path_factory.mktemp("template") / "t.xlsx"))


def test_datapackage_is_valid_and_whole(tmp_path: Path) -> None:
    file = datapackage(tmp_path)
    package = Package.from_descriptor(str(file))
    assert {r.name for r in package.resources} == set(contract())
    for table in contract().values():
        resource = package.get_resource(table.name)
        assert resource.path == f"{table.agency}/{table.name}.csv"
        assert tuple(resource.schema.primary_key) == table.primary_key
        assert [f.name for f in resource.schema.fields] == [f.name for f in table.fields]
    assert json.loads(file.read_text("utf-8"))["resources"][0]["schema"]["fields"][0]["kind"] == "key"


def test_datapackage_checks_a_delivery(tmp_path: Path) -> None:
    package = datapackage(tmp_path)
    (tmp_path / "hrss").mkdir()
    head = "area_code,name,level,received_on"
    area = tmp_path / "hrss" / "grid_area.csv"
    resource = Package.from_descriptor(str(package)).get_resource("grid_area")
    names = [f.name for f in resource.schema.fields]
    assert set(head.split(",")) <= set(names)
    row = {"area_code": "110115001", "name": "黄村镇", "level": "street", "received_on": "2022-01-01"}
    area.write_text(",".join(names) + "\n" + ",".join(row.get(n, "") for n in names) + "\n", "utf-8")
    assert resource.validate().valid
    row["level"] = "planet"
    area.write_text(",".join(names) + "\n" + ",".join(row.get(n, "") for n in names) + "\n", "utf-8")
    assert not resource.validate().valid


def test_template_has_a_sheet_a_table_with_both_languages(book: Any) -> None:
    assert set(book.sheetnames[1:]) == set(contract())
    for table in contract().values():
        page = book[table.name]
        assert table.title in page["A1"].value
        assert [cell.value for cell in page[3]] == [f.name for f in table.fields]
        assert [cell.value for cell in page[2]] == [f.title for f in table.fields]
        assert page.freeze_panes == "A4"
        assert page.max_row == 3


def test_template_offers_lists_and_keeps_codes_as_text(book: Any) -> None:
    page = book["project"]
    fields = [f.name for f in contract()["project"].fields]
    lists = {str(r.sqref).split(":")[0]: r.formula1 for r in page.data_validations.dataValidation if r.type == "list"}
    column = openpyxl.utils.get_column_letter(fields.index("status") + 1)
    assert lists[f"{column}4"] == '"not_started,building,suspended,completed,closed"'
    shapes = {n: d.number_format for d in page.column_dimensions.values() for n in range(d.min, d.max + 1)}
    for n, field in enumerate(contract()["project"].fields, start=1):
        assert (shapes[n] == "@") == (field.type == "string"), field.name
    assert "在建" in page.cell(3, fields.index("status") + 1).comment.text


def test_notes_name_every_table_and_every_value(book: Any) -> None:
    said = [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert {row[0] for row in said} >= set(contract())
    values = {(t.name, f.name, v) for t in contract().values() for f in t.fields for v in f.enum}
    assert {(str(r[0]), str(r[1]), str(r[3])) for r in said} >= values
    assert all(meaning(t, f, v) for t in contract().values() for f in t.fields for v in f.enum)


def test_template_is_the_same_each_time(tmp_path: Path) -> None:
    assert template(tmp_path / "a.xlsx").read_bytes() == template(tmp_path / "b.xlsx").read_bytes()


FILLED: dict[str, list[dict[str, Any]]] = {
    "project": [
        {
            "project_id": "P-0001",
            "name": "大兴一号工程",
            "project_type": "building",
            "contractor_uscc": "91110115MA01A2B3C7",
            "contract_amount_yuan": 12345678.9,
            "status": "building",
            "started_on": date(2022, 1, 5),
            "received_on": "2022-06-01",
        }
    ],
    "company": [
        {
            "uscc": "91110115MA01A2B3C7",
            "name": "甲建筑有限公司",
            "kind": "company",
            "status": "active",
            "received_on": "2022-06-01",
        }
    ],
    "special_account": [
        {"account_key": "k0001", "project_id": "P-0001", "sub_ledger": "是", "received_on": date(2022, 6, 1)}
    ],
}


def fill(file: Path, *, is_tidy: bool = True) -> Path:
    """What an agency does: rows under the headers; a tidy one deletes the sheets it does not deliver."""
    book = openpyxl.load_workbook(template(file))
    for name in book.sheetnames[1:]:
        if name not in FILLED:
            if is_tidy:
                del book[name]
            continue
        head = [cell.value for cell in book[name][3]]
        for row in FILLED[name]:
            book[name].append([row.get(column) for column in head])
    book.save(file)
    return file


def test_ingest_reads_the_filled_template(tmp_path: Path) -> None:
    delivery = tmp_path / "delivery"
    delivery.mkdir()
    fill(delivery / "wage.xlsx")
    run = gr.ingest_alone(delivery, "2022-06-15", "beijing", tmp_path / "run")
    project = run.read("project").iloc[0]
    assert (project["project_id"], project["contract_amount_fen"]) == ("P-0001", 1_234_567_890)
    assert str(project["started_on"])[:10] == "2022-01-05"
    assert bool(run.read("special_account")["sub_ledger"].iloc[0]) is True
    quality = run.read("quality")
    assert quality[quality["check"] == "quarantined"]["n_rows"].sum() == 0
    assert sorted(p.stem for p in (run.path / "tables").iterdir()) == sorted(FILLED)


def test_sheets_left_empty_accuse_nobody(tmp_path: Path) -> None:
    run = gr.run(
        fill(tmp_path / "delivery" / "wage.xlsx", is_tidy=False).parent, "2022-06-15", "beijing", tmp_path / "run"
    )
    assert run.read("coverage").set_index("signal").loc["D01", "n_evaluable"] == 0
    assert set(run.ranking()["level"]) <= {"blue", "green", "yellow"}
    deposits = run.read("reasons").query("signal.str.startswith('D')", engine="python")
    assert deposits.empty
