"""The SELECTs that make a delivery on a second engine: Sail, which speaks Spark SQL, gives the rows that DuckDB gives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from graphrisk.core.engine import connect, identifier, named, quoted, relation
from graphrisk.simulate import make_world, money, wages
from graphrisk.simulate.preset import preset
from tests.signals.second_engine import in_time, spark_sql

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # the client warns about the pandas it finds
    pytest.mark.xdist_group("second engine"),  # one server in a process
]
SELECTS = {
    "stays and months": wages.LINE,
    "worker": wages.WORKER,
    "attendance_month": wages.ATTENDANCE,
    "attendance_day": wages.DAYS,
    "payroll": wages.PAYROLL,
    "payroll as first delivered": wages.FIRST_VERSIONS,
    "team_funnel": wages.FUNNEL,
    "flows": money.FLOWS,
    "closings": money.CLOSINGS,
    "account_month": money.MONTHLY,
    "account_txn": money.ENTRIES,
    "account_check": money.CHECKS,
    "progress_payment": money.PROGRESS,
}
GIVEN = {"since": preset("town").last_month - 3}


@pytest.fixture(scope="module")
def scene(sail: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables from which the town's long tables are made; they stand unchanged once made, and Sail sees the same."""
    con, folder = connect(1), tmp_path_factory.mktemp("simulate")
    world = make_world(preset("town"), 1)
    wages.show_wages(world, con)
    money.show_money(world, con)
    names = [name for (name,) in con.execute("SELECT table_name FROM information_schema.tables").fetchall()]
    for name in names:
        show(con, sail, name, folder / f"{name}.parquet")
    yield con
    con.close()
    for name in names:
        sail.catalog.dropTempView(name)


def show(con: duckdb.DuckDBPyConnection, sail: Any, name: str, file: Path) -> None:
    """A table as Sail's; Spark has no 64-bit number without sign, so lots go there as decimals."""
    made = con.sql(f"SELECT * FROM {name}")
    lots = [c for c, kind in zip(made.columns, made.types, strict=True) if str(kind) == "UBIGINT"]
    cast = ", ".join(f"CAST({identifier(c)} AS DECIMAL(20, 0)) AS {identifier(c)}" for c in lots)
    con.execute(f"COPY (SELECT *{cast and f' REPLACE ({cast})'} FROM {name}) TO {quoted(file)} (FORMAT parquet)")
    sail.read.parquet(str(file)).createOrReplaceTempView(name)


@pytest.mark.parametrize("label", SELECTS)
def test_both_engines_give_the_same_rows(label: str, scene: duckdb.DuckDBPyConnection, sail: Any) -> None:
    sql = SELECTS[label]
    given = {name: GIVEN[name] for name in named(sql)}
    here = relation(scene, sql, given, label).to_arrow_table()
    there = in_time(lambda: sail.sql(spark_sql(sql), args=given).toArrow())
    assert [c.lower() for c in there.column_names] == [c.lower() for c in here.column_names]
    assert there.num_rows == here.num_rows > 0
    scene.register("here", here)
    scene.register("there", there)
    assert scene.execute("SELECT * FROM here EXCEPT ALL SELECT * FROM there LIMIT 3").fetchall() == []
