"""Static SELECTs on a second engine: Sail, which speaks Spark SQL, gives the rows that DuckDB gives.

Asked are all texts of resolve, graph and signals, the rooms that read a whole delivery. Score and explain read only what
those left in a run and stay with DuckDB.
"""

import warnings
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect, keep, named, quoted, relation, show_parquet, show_tables
from graphrisk.core.locality import locality
from graphrisk.pipeline.result import Run
from graphrisk.signals import catalogue
from graphrisk.signals.setting import set_up, shared
from tests.signals.second_engine import plain, spark_sql

pytestmark = pytest.mark.filterwarnings("ignore")  # the client warns about the pandas it finds
DAY = date(2022, 6, 15)


def texts(room: str, folder: str) -> dict[str, str]:
    """The static SELECTs of a folder, by room/folder/name."""
    found = files("graphrisk") / room / folder
    names = sorted(f.name for f in found.iterdir() if f.name.endswith(".sql"))
    return {f"{room}/{folder}/{n}": (found / n).read_text("utf-8") for n in names}


STEPS = texts("resolve", "steps")
GRAPH = texts("graph", "nodes") | texts("graph", "edges") | texts("graph", "measures")
SHARED = {f"signals/shared/{name}": sql for name, sql in shared().items()}
ASKED = {f"{s.id} population": s.population for s in catalogue().values()}
ASKED |= {f"{s.id} find": s.find for s in catalogue().values()}
EVERY = STEPS | GRAPH | SHARED | ASKED
MADE = {"claim": "10_claim.sql", "verified": "11_verified.sql"}  # measures that later measures read


@pytest.fixture(scope="module")
def duck(town_run: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB with all that any SELECT of the project reads."""
    con = connect(1)
    set_up(con, town_run.folder, show_tables(con, town_run.path / "tables"))
    show_parquet(con, "parties", town_run.path / "parties.parquet")
    con.execute("CREATE VIEW named_party AS SELECT name, party_id FROM party_name")
    for name in shared():
        show_parquet(con, name, town_run.path / "shared" / f"{name}.parquet")
    for name, file in MADE.items():
        keep(con, name, GRAPH[f"graph/measures/{file}"], {"as_of": DAY})
    yield con
    con.close()


@pytest.fixture(scope="module")
def sail(duck: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Sail session in this process that sees the same tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pysail.spark import SparkConnectServer
        from pyspark.sql import SparkSession

        server = SparkConnectServer(port=0)
        server.start(background=True)
        _, port = server.listening_address
        session = SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
    folder = tmp_path_factory.mktemp("sail")
    for name in [*contract(), *shared(), *MADE, "calendar", "feed", "party", "party_name", "parties", "named_party"]:
        show(duck, session, name, folder)
    yield session
    session.stop()
    server.stop()


def show(duck: duckdb.DuckDBPyConnection, session: Any, name: str, folder: Path) -> None:
    file = folder / f"{name}.parquet"
    duck.execute(f"COPY (SELECT * FROM {name}) TO {quoted(file)} (FORMAT parquet)")
    session.read.parquet(str(file)).createOrReplaceTempView(name)


def params(label: str, sql: str) -> dict[str, Any]:
    """What a SELECT is asked with in the town's place."""
    code = label.partition(" ")[0]
    signal = catalogue().get(code)
    values = signal.values(locality("beijing").params(code, DAY)) if signal else {}
    return {name: ({"as_of": DAY} | values)[name] for name in sorted(named(sql))}


@pytest.mark.parametrize("label", EVERY)
def test_both_engines_give_the_same_rows(label: str, duck: duckdb.DuckDBPyConnection, sail: Any) -> None:
    sql = EVERY[label]
    given = params(label, sql)
    here = relation(duck, sql, given, label)
    columns, rows = in_time(lambda: told(sail, spark_sql(sql), given))
    assert columns == [c.lower() for c in here.columns]
    assert plain(rows) == plain(here.fetchall())


def told(sail: Any, sql: str, given: dict[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
    frame = sail.sql(sql, args=given)
    return [c.lower() for c in frame.columns], [tuple(row) for row in frame.collect()]


def in_time(ask: Callable[[], Any], seconds: float = 240) -> Any:
    """What `ask` returns; a server that does not answer is a failure and no endless wait."""
    answer: list[Any] = []

    def run() -> None:
        try:
            answer.append(ask())
        except Exception as error:  # noqa: BLE001 -- it is raised again by the one who waits
            answer.append(error)

    asking = Thread(target=run, daemon=True)
    asking.start()
    asking.join(seconds)
    assert answer, f"no answer within {seconds} seconds"
    if isinstance(answer[0], Exception):
        raise answer[0]
    return answer[0]


def test_nothing_was_left_out() -> None:
    """Every .sql file of the three rooms is asked on both engines."""
    house = Path(str(files("graphrisk")))
    found = {p.name for room in ("resolve", "graph", "signals") for p in (house / room).rglob("*.sql")}
    asked = {label.rpartition("/")[2] for label in STEPS | GRAPH}
    asked |= {f.name for f in (files("graphrisk") / "signals" / "shared").iterdir()}
    assert found == asked
