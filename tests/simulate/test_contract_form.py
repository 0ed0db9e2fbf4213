"""Every file of the town and of the pilot keeps the contract, checked by DuckDB, python-stdnum and Frictionless."""

import csv
import re
from pathlib import Path

import duckdb
import pytest
from stdnum.cn import uscc

from graphrisk.core.contract import Field, Table, contract
from graphrisk.core.engine import quoted

TABLES = sorted(contract())
PARSED = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "datetime": "TIMESTAMP", "boolean": "BOOLEAN"}


@pytest.fixture(params=["town", "pilot"])
def delivery(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


def read(delivery: Path, table: Table, name: str = "record") -> duckdb.DuckDBPyConnection:
    """All cells as text, in a table of an engine of its own."""
    con = duckdb.connect()
    add(con, delivery, table, name)
    return con


def add(con: duckdb.DuckDBPyConnection, delivery: Path, table: Table, name: str) -> None:
    file = delivery / table.agency / f"{table.name}.csv"
    con.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv({quoted(file)}, all_varchar = true, header = true)")


def breaches(f: Field) -> dict[str, str]:
    """What a cell of this field may not be, as a condition on it."""
    bad = {
        "required": f"{f.name} IS NULL" if f.required else "false",
        "enum": f"{f.name} NOT IN ({', '.join(quoted(v) for v in f.enum)})" if f.enum else "false",
        "minimum": f"CAST({f.name} AS DOUBLE) < {f.minimum}" if f.minimum is not None else "false",
        "maximum": f"CAST({f.name} AS DOUBLE) > {f.maximum}" if f.maximum is not None else "false",
    }
    if f.type in PARSED:
        bad["type"] = f"{f.name} IS NOT NULL AND try_cast({f.name} AS {PARSED[f.type]}) IS NULL"
    form = {"yuan": r"-?\d+\.\d\d", "key": "[a-z][0-9a-f]{15}", "yearmonth": r"20\d\d-(0[1-9]|1[0-2])"}
    if (f.kind or f.type) in form:
        bad["form"] = f"NOT regexp_full_match({f.name}, '{form[f.kind or f.type]}')"
    return {f"{f.name} {kind}": condition for kind, condition in bad.items()}


@pytest.mark.parametrize("name", TABLES)
def test_cells_keep_type_range_and_enum(delivery: Path, name: str) -> None:
    table = contract()[name]
    con = read(delivery, table)
    assert [c for c, *_ in con.execute("DESCRIBE record").fetchall()] == [f.name for f in table.fields]
    bad = {what: where for f in table.fields for what, where in breaches(f).items() if where != "false"}
    counts = ", ".join(f"count(*) FILTER ({where})" for where in bad.values())
    n, *found = con.execute(f"SELECT count(*), {counts} FROM record").fetchone()
    assert n > 0
    assert {what: k for what, k in zip(bad, found, strict=True) if k} == {}


@pytest.mark.parametrize("name", TABLES)
def test_versions_events_and_references(delivery: Path, name: str) -> None:
    table = contract()[name]
    con = read(delivery, table)
    key = ", ".join(table.primary_key)
    n, versions = con.execute(f"SELECT count(*), count(DISTINCT ({key}, received_on)) FROM record").fetchone()
    assert versions == n
    if table.event:
        early = f"SELECT count(*) FROM record WHERE CAST(received_on AS DATE) < CAST({table.event} AS DATE)"
        assert con.execute(early).fetchone() == (0,)
    for link in table.foreign_keys:
        add(con, delivery, contract()[link.table], f"there_{link.table}")
        lost = f"SELECT count(*) FROM record WHERE {link.field} NOT IN (SELECT {link.column} FROM there_{link.table})"
        assert con.execute(lost).fetchone() == (0,)


def test_credit_codes_are_right_and_of_the_district(town: Path) -> None:
    with (town / "market" / "company.csv").open(encoding="utf-8") as file:
        codes = [row["uscc"] for row in csv.DictReader(file)]
    assert all(uscc.is_valid(code) and code.startswith("91110115") for code in codes)


def test_inner_organisation_code_is_right(town: Path) -> None:
    """GB 11714: weights 3 7 9 10 5 8 4 2, 11 - sum mod 11, 10 is X, 11 is 0."""
    with (town / "market" / "company.csv").open(encoding="utf-8") as file:
        codes = [row["uscc"][8:17] for row in csv.DictReader(file)]
    for code in codes:
        total = sum(int(c, 36) * w for c, w in zip(code[:8], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
        assert code[8] == "0123456789X0"[11 - total % 11]


def test_names_are_bytes_of_utf8_and_no_person_is_in_it(town: Path) -> None:
    for file in town.rglob("*.csv"):
        text = file.read_text("utf-8")
        cells = set(re.split(r"[,\n]", text))
        assert not [c for c in cells if re.fullmatch(r"1[3-9]\d{9}|\d{17}[\dXx]", c) and not c.startswith("110115")]


def test_frictionless_reads_the_town_as_its_own(town: Path) -> None:
    """An agency's own tool agrees; `yearmonth` and the contract's own marks are standard or ignored there."""
    from frictionless import Resource, Schema

    for table in contract().values():
        schema = Schema.from_descriptor({"fields": table.resource["schema"]["fields"]})
        file = town / table.agency / f"{table.name}.csv"
        with Resource(str(file.name), basepath=str(file.parent), schema=schema) as resource:
            first = [row for row, _ in zip(resource.row_stream, range(60), strict=False)]
        faults = [f"{e.field_name}: {e.note}" for row in first for e in row.errors]
        assert first
        assert not faults, (table.name, faults[:3])


def test_the_door_keeps_every_row_and_marks_none(town: Path, tmp_path: Path) -> None:
    from graphrisk.pipeline.corridor import ingest_alone

    ingest_alone(town, "2022-06-15", "beijing", tmp_path / "run")
    sql = f"""
    SELECT "table", "check", n_rows FROM read_parquet({quoted(tmp_path / "run" / "quality.parquet")})
    WHERE "check" IN ('quarantined', 'flagged', 'unknown_columns', 'exact_duplicates', 'blank_rows') AND n_rows > 0
    """
    assert duckdb.sql(sql).fetchall() == []
