"""Every static SELECT on a second engine: Sail, which speaks Spark SQL, gives the rows that DuckDB gives."""

import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest

import graphrisk
from graphrisk.core.engine import connect, keep, named, quoted, relation, show_parquet, show_tables
from graphrisk.core.locality import locality
from graphrisk.pipeline.result import Run
from graphrisk.signals import catalogue
from graphrisk.signals.setting import set_up, shared
from tests.signals.second_engine import in_time, plain, spark_sql, told

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # the client warns about the pandas it finds
    pytest.mark.xdist_group("second engine"),  # one server, and its rooms one after the other
]
DAY = date(2022, 6, 15)
SELECT = re.compile(r"(\s*--[^\n]*\n)*\s*(WITH|SELECT)\b")
# Rooms outside the common subset, and why; `signals.<family>` are fragments of what the catalogue holds whole.
DUCKDB_ONLY = {
    "graphrisk.ingest": "made from the contract and the files that came",
    "graphrisk.simulate": "makes deliveries for tests and benchmarks, and decides nothing",
    "graphrisk.publish": "cleans and cuts texts for cells and pages, and decides nothing",
    "graphrisk.graph.ego": "a view of one entity, asked by hand of a run that has ended",
    "graphrisk.signals.ask": "looks for breaches in the answer of one signal, in a schema of its own",
}


def texts(room: str, folder: str) -> dict[str, str]:
    """The static SELECTs of a folder, by room/folder/name."""
    found = files("graphrisk") / room / folder
    names = sorted(f.name for f in found.iterdir() if f.name.endswith(".sql"))
    return {f"{room}/{folder}/{n}": (found / n).read_text("utf-8") for n in names}


def constants() -> dict[str, str]:
    """The SELECTs that stand whole in Python modules outside the signals' families, by module.NAME."""
    found = {}
    for info in pkgutil.walk_packages(graphrisk.__path__, "graphrisk."):
        module = import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, str) and SELECT.match(value) and "{" not in value:
                found[f"{info.name}.{name}"] = value
    families = tuple(f"graphrisk.signals.{s.family}." for s in catalogue().values())
    return {label: sql for label, sql in found.items() if not label.startswith(families)}


STATED = constants()


def stated(*modules: str) -> dict[str, str]:
    return {label: sql for label, sql in STATED.items() if label.rpartition(".")[0] in modules}


ASKED = {f"{s.id} population": s.population for s in catalogue().values()}
ASKED |= {f"{s.id} find": s.find for s in catalogue().values()}
EVERY: dict[str, dict[str, str]] = {
    "resolve": texts("resolve", "steps") | stated("graphrisk.resolve"),
    "graph": texts("graph", "nodes") | texts("graph", "edges") | texts("graph", "measures"),
    "signals": {f"signals/shared/{name}": sql for name, sql in shared().items()}
    | stated("graphrisk.signals.room", "graphrisk.signals.setting")
    | ASKED,
    "score": texts("score", "steps") | stated("graphrisk.score.room", "graphrisk.score.referee"),
    "explain": texts("explain", "steps") | stated("graphrisk.explain.room"),
}
MADE = {"claim": "10_claim.sql", "verified": "11_verified.sql"}  # measures that later measures read


@pytest.fixture(scope="module")
def scenes(
    town_run: Run, sail: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], duckdb.DuckDBPyConnection]]:
    """DuckDB with all that the SELECTs of one room read, by the room's name; Sail sees the same tables."""
    open_ones: dict[str, duckdb.DuckDBPyConnection] = {}

    def scene(room: str) -> duckdb.DuckDBPyConnection:
        if room not in open_ones:  # Sail has one set of names: one room at a time
            while open_ones:
                open_ones.popitem()[1].close()
            open_ones[room] = opened(room, town_run, sail, tmp_path_factory.mktemp(room))
        return open_ones[room]

    yield scene
    for con in open_ones.values():
        con.close()


def opened(room: str, run: Run, sail: Any, folder: Path) -> duckdb.DuckDBPyConnection:
    con = connect(1)
    if room in ("graph", "signals"):
        set_scene(con, run)
    else:  # the room itself leaves its tables in the engine
        getattr(import_module(f"graphrisk.{room}"), room)(run.folder, folder, con)
    words = set(re.findall(r"\w+", " ".join(EVERY[room].values())))
    made = con.execute("SELECT table_name FROM information_schema.tables ORDER BY table_name").fetchall()
    for name in [n for (n,) in made if n in words]:
        file = folder / f"{name}_of_{room}.parquet"
        con.execute(f"COPY (SELECT * FROM {name}) TO {quoted(file)} (FORMAT parquet)")
        sail.read.parquet(str(file)).createOrReplaceTempView(name)
    return con


def set_scene(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """What graph and signals read, which make their tables one by one and let them go."""
    set_up(con, run.folder, show_tables(con, run.path / "tables"))
    show_parquet(con, "parties", run.path / "parties.parquet")
    con.execute("CREATE VIEW named_party AS SELECT name, party_id FROM party_name")
    for name in shared():
        show_parquet(con, name, run.path / "shared" / f"{name}.parquet")
    for name, file in MADE.items():
        keep(con, name, EVERY["graph"][f"graph/measures/{file}"], {"as_of": DAY})
    show_parquet(con, "asked", run.path / "asked.parquet")
    con.execute("CREATE VIEW kind AS SELECT DISTINCT signal, entity_kind FROM asked")


def params(label: str, sql: str) -> dict[str, Any]:
    """What a SELECT is asked with in the town's place."""
    code = label.partition(" ")[0]
    signal = catalogue().get(code)
    values = signal.values(locality("beijing").params(code, DAY)) if signal else {}
    return {name: ({"as_of": DAY} | values)[name] for name in sorted(named(sql))}


@pytest.mark.parametrize(("room", "label"), [(r, label) for r in EVERY for label in EVERY[r]])
def test_both_engines_give_the_same_rows(
    room: str, label: str, scenes: Callable[[str], duckdb.DuckDBPyConnection], sail: Any
) -> None:
    con, sql = scenes(room), EVERY[room][label]
    given = params(label, sql)
    here = relation(con, sql, given, label)
    columns, rows = in_time(partial(told, sail, spark_sql(sql), given))
    assert columns == [c.lower() for c in here.columns]
    assert plain(rows) == plain(here.fetchall())


def test_nothing_was_left_out() -> None:
    """Every .sql file and every SELECT of a module is asked on both engines, or its room is named above."""
    house = Path(str(files("graphrisk")))
    found = {p.relative_to(house).as_posix() for p in house.rglob("*.sql")}
    asked = {label for room in EVERY.values() for label in room}
    kept = {p.name.partition("_")[2].removesuffix(".sql"): p for p in (house / "signals" / "shared").iterdir()}
    asked |= {f"signals/shared/{kept[name].name}" for name in shared()}
    assert found <= asked
    left = STATED.keys() - asked
    outside = {r for r in DUCKDB_ONLY for label in left if label.startswith(f"{r}.")}
    assert [label for label in left if not label.startswith(tuple(f"{r}." for r in DUCKDB_ONLY))] == []
    assert outside | {"graphrisk.ingest"} == DUCKDB_ONLY.keys()
