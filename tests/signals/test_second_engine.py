"""Every static SELECT on a second engine: Sail, which speaks Spark SQL, gives the rows that DuckDB gives."""

import pkgutil
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

import graphrisk
from graphrisk.core.engine import connect, keep, named, quoted, relation, show_parquet, show_tables
from graphrisk.core.graph import PATHS
from graphrisk.core.locality import locality
from graphrisk.graph import ego
from graphrisk.graph.measure import skeleton
from graphrisk.graph.paths import write_paths
from graphrisk.graph.tables import show_inputs
from graphrisk.pipeline.result import Run
from graphrisk.publish import publish
from graphrisk.publish.neo4j.model import make_rows
from graphrisk.publish.ranking import SHOWN_TERM
from graphrisk.publish.sheets import Sheet
from graphrisk.signals import catalogue
from graphrisk.signals.setting import set_up, shared
from tests.signals.second_engine import in_time, plain, spark_sql, told
from tests.simulate.test_second_engine import SELECTS as SIMULATED

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # the client warns about the pandas it finds
    pytest.mark.xdist_group("second engine"),  # one server, and its rooms one after the other
]
DAY = date(2022, 6, 15)
SELECT = re.compile(r"(\s*--[^\n]*\n)*\s*(WITH|SELECT)\b")
# Rooms outside the common subset, and why; `signals.<family>` are fragments of what the catalogue holds whole.
DUCKDB_ONLY = {
    "graphrisk.ingest": "made from the contract and the files that came",
}


def texts(room: str, folder: str) -> dict[str, str]:
    """The static SELECTs of a folder, by room/folder/name."""
    found = files("graphrisk") / room / folder
    names = sorted(f.name for f in found.iterdir() if f.name.endswith(".sql"))
    return {f"{room}/{folder}/{n}": (found / n).read_text("utf-8") for n in names}


def constants() -> dict[str, str]:
    """The SELECTs that stand whole in Python modules outside the signals' families, by module.NAME."""
    found: dict[str, str] = {}
    for info in pkgutil.walk_packages(graphrisk.__path__, "graphrisk."):
        for name, value in vars(import_module(info.name)).items():
            for key, sql in selects(value).items():
                if SELECT.match(sql) and "{" not in sql and sql not in found.values():
                    found[f"{info.name}.{name}{key}"] = sql
    families = tuple(f"graphrisk.signals.{s.family}." for s in catalogue().values())
    return {label: sql for label, sql in found.items() if not label.startswith(families)}


def selects(value: Any) -> dict[str, str]:
    """The texts that a module's constant holds: itself, the values of a dict, the sheets of a workbook."""
    if isinstance(value, dict):
        return {f" {key}": text for key, text in value.items() if isinstance(text, str)}
    if isinstance(value, tuple):
        return {f" {each.name}": each.select for each in value if isinstance(each, Sheet)}
    return {"": value} if isinstance(value, str) else {}


STATED = constants()


def stated(*modules: str) -> dict[str, str]:
    return {label: sql for label, sql in STATED.items() if label.partition(" ")[0].rpartition(".")[0] in modules}


ASKED = {f"{s.id} population": s.population for s in catalogue().values()}
ASKED |= {f"{s.id} find": s.find for s in catalogue().values()}
EVERY: dict[str, dict[str, str]] = {
    "resolve": texts("resolve", "steps") | stated("graphrisk.resolve"),
    "graph": texts("graph", "nodes") | texts("graph", "edges") | texts("graph", "measures"),
    "paths": texts("graph", "paths"),
    "signals": {f"signals/shared/{name}": sql for name, sql in shared().items()}
    | stated("graphrisk.signals.room", "graphrisk.signals.setting")
    | ASKED,
    "stress": texts("stress", "steps") | stated("graphrisk.stress.outset", "graphrisk.stress.ask"),
    "score": texts("score", "steps") | stated("graphrisk.score.room", "graphrisk.score.referee"),
    "explain": texts("explain", "steps") | stated("graphrisk.explain.room"),
    "publish": {label: sql for label, sql in STATED.items() if label.startswith("graphrisk.publish.")},
    "neo4j": texts("publish", "neo4j/rows/before")
    | texts("publish", "neo4j/rows/nodes")
    | texts("publish", "neo4j/rows/relationships"),
    "ego": stated("graphrisk.graph.ego"),
    "ask": stated("graphrisk.signals.ask"),
}
# what the SELECTs of pages and of an entity's neighbourhood are asked with, small enough that every limit cuts something
GIVEN = {
    "kind": "project",
    "listed": 20,
    "shown_term": SHOWN_TERM,
    "per_kind": 3,
    "first": 6,
    "per_node": 2,
    "second": 5,
}
GIVEN |= {"hop": 1, "most_neighbours": 20, "most_workers": 10, "most_a_hop": 30}
GIVEN |= {"reasons": ["given"], "tables": ["project", "payroll"]}
GIVEN |= {"run_id": "0a1b", "name": "town", "locality": "beijing", "delivery": "town", "workers": "keys"}
GIVEN |= {"worker_tables": ["payroll"]}
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
    if room in SCENES:
        SCENES[room](con, run)
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


class Keeping:
    """An engine in which what a step was shown stays a table."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def register(self, name: str, rows: Any) -> None:
        self.con.register("shown_rows", rows)
        self.con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM shown_rows")
        self.con.unregister("shown_rows")

    def unregister(self, name: str) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)


def set_paths(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """What the steps of the paths read and leave."""
    show_inputs(con, run.path)
    with TemporaryDirectory() as folder:
        for name in ("nodes", "edges"):
            shutil.copy(run.path / f"{name}.parquet", folder)
        write_paths(Keeping(con), skeleton(run.path), DAY, Path(folder))  # type: ignore[arg-type]
    for name in ("nodes", "edges", *(f"paths/{name}" for name in PATHS)):
        show_parquet(con, name.removeprefix("paths/"), run.path / f"{name}.parquet")


def set_pages(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """What publish leaves in the engine, and a last run in which levels, ranks and reasons were others."""
    with TemporaryDirectory() as folder:
        publish(run.folder, Path(folder), con)
    con.execute("DROP VIEW past_scores; DROP VIEW past_reasons")
    con.execute("""
        CREATE TABLE past_scores AS
        SELECT * REPLACE (CASE rank % 3 WHEN 0 THEN 'blue' ELSE level END AS level, rank + rank % 2 AS rank)
        FROM scores WHERE rank % 7 > 0
        UNION ALL SELECT * REPLACE ('gone ' || entity_id AS entity_id) FROM scores WHERE rank = 1""")
    con.execute("""
        CREATE TABLE past_reasons AS
        SELECT * REPLACE (CASE WHEN signal < 'D' THEN 'other' ELSE reason END AS reason)
        FROM reasons WHERE signal NOT LIKE 'P%'""")
    keep(con, "changed", STATED["graphrisk.publish.changes._CHANGED"], GIVEN)


def set_load(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """What is loaded into Neo4j, and what that is made of."""
    make_rows(con, run.folder, "keys")


def set_centre(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """The worst project of the town and what it touches."""
    for name in ("nodes", "edges", "measures", "links", "scores"):
        show_parquet(con, name, run.path / f"{name}.parquet")
    con.execute("CREATE VIEW entity AS SELECT entity_id FROM scores WHERE entity_kind = 'project' AND rank = 1")
    con.execute("CREATE TABLE seen AS SELECT 'Project:' || entity_id AS node_id, 0 AS hops FROM entity")
    con.execute("CREATE VIEW shown AS SELECT node_id FROM seen WHERE hops IS NOT NULL")
    con.execute(f"INSERT INTO seen {ego.NEXT}", {name: (GIVEN | {"hop": 0})[name] for name in named(ego.NEXT)})


def set_answer(con: duckdb.DuckDBPyConnection, _: Run) -> None:
    """The answer of a signal that breaks its declaration in every way."""
    con.execute("""
        CREATE TABLE population AS SELECT * FROM (VALUES
            ('project', 'sound', true), ('project', 'twice', true), ('project', 'twice', true), ('team', 'T-1', true),
            ('project', 'unsaid', NULL), ('project', 'untold', false)) AS v (entity_kind, entity_id, is_evaluable)""")
    con.execute("""
        CREATE TABLE found AS SELECT 'project' AS entity_kind, * FROM (VALUES
            ('sound', 'given', 0.5e0, ['project|P-1|2022-06-01', 'payroll|P-1/k/2022-05|2022-06-01']),
            ('untold', 'given', 1e0, ['project|P-2|2022-06-01']), ('unknown', 'given', 1e0, ['project|P-2|2022-06-01']),
            ('twice', 'other', 2e0, []), ('twice', 'other', 0e0, NULL), ('unsaid', NULL, NULL, ['elsewhere|k|2022-06-01']),
            ('sound', 'none', 1e0, [NULL, 'project'])) AS v (entity_id, reason, strength, evidence)""")


SCENES: dict[str, Callable[[duckdb.DuckDBPyConnection, Run], None]] = {
    "graph": set_scene,
    "paths": set_paths,
    "signals": set_scene,
    "publish": set_pages,
    "neo4j": set_load,
    "ego": set_centre,
    "ask": set_answer,
}


def params(label: str, sql: str, con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What a SELECT is asked with in the town's place."""
    code = label.partition(" ")[0]
    signal = catalogue().get(code)
    values = signal.values(locality("beijing").params(code, DAY)) if signal else {}
    if "entity" in named(sql):
        values = {"entity": con.execute("SELECT entity_id FROM entity").fetchall()[0][0]}
    values |= {"kind": "CONTRACTS_FOR"} if label.endswith("relationships/graph.sql") else {}
    values |= {"workers": "teams"} if "SHARES_WORKERS" in label else {}
    return {name: ({"as_of": DAY} | GIVEN | values)[name] for name in sorted(named(sql))}


@pytest.mark.parametrize(("room", "label"), [(r, label) for r in EVERY for label in EVERY[r]])
def test_both_engines_give_the_same_rows(
    room: str, label: str, scenes: Callable[[str], duckdb.DuckDBPyConnection], sail: Any
) -> None:
    con, sql = scenes(room), EVERY[room][label]
    given = params(label, sql, con)
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
    left = {label for label in STATED.keys() - asked if STATED[label] not in SIMULATED.values()}
    outside = {r for r in DUCKDB_ONLY for label in left if label.startswith(f"{r}.")}
    assert [label for label in left if not label.startswith(tuple(f"{r}." for r in DUCKDB_ONLY))] == []
    assert outside | {"graphrisk.ingest"} == DUCKDB_ONLY.keys()
