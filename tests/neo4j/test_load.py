"""A run in Neo4j: all of it, once, as it stands; updated by a later run, cleared, one case alone, by files."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import neo4j as bolt
import pytest
from neo4j.time import Date

import graphrisk as gr
from graphrisk.core.engine import connect as engine
from graphrisk.core.engine import identifier
from graphrisk.core.errors import UsageError
from graphrisk.pipeline import neo4j as way
from graphrisk.pipeline.result import Run
from graphrisk.publish.neo4j.model import LABELS, TYPES, WORKER_TABLES, make_rows, run_id
from tests.neo4j.servers import BRIEF, Store, serve

NODES = "MATCH (n) WHERE n.row_digest IS NOT NULL RETURN labels(n) AS labels, properties(n) AS p ORDER BY n.node_id"
TIES = """MATCH (a)-[r]->(b) WHERE r.row_digest IS NOT NULL
RETURN type(r) AS type, a.node_id AS source, b.node_id AS target, properties(r) AS p ORDER BY type, source, target"""


@pytest.fixture
def here(neo4j: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The server as a user's environment names it."""
    for name, value in environment(neo4j).items():
        monkeypatch.setenv(name, value)
    return neo4j


def environment(store: Any) -> dict[str, str]:
    return {
        "NEO4J_URI": store.uri,
        "NEO4J_USERNAME": store.user,
        "NEO4J_PASSWORD": store.password,
        "NEO4J_DATABASE": store.database,
    }


@pytest.fixture
def filled(here: Store, town_before: Run) -> Store:
    """The town's earlier run and nothing else, loaded by whichever test asks first."""
    if [r["name"] for r in here.ask("MATCH (r:Run) RETURN r.name AS name")] != ["before"]:
        here.empty()
        way.load(town_before)
    return here


def snapshot(store: Store) -> tuple[list[Any], list[Any]]:
    nodes = [(sorted(r["labels"]), r["p"]) for r in store.ask(NODES)]
    return nodes, store.ask(TIES)


def native(value: Any) -> Any:
    return value.to_native() if isinstance(value, Date) else value


def test_every_row_stands_as_it_is(filled: Store, town_before: Run) -> None:
    """All properties of all nodes and relationships, against the rows made from the run's files."""
    with engine() as con:
        for kind in make_rows(con, town_before.folder, "keys"):
            ends = ["node_id"] if kind.is_node else ["source", "target"]
            made = con.sql(f"SELECT * FROM {identifier(kind.table)} ORDER BY {', '.join(ends)}").to_arrow_table()
            given = [{c: row[c] for c in (*ends, *kind.properties) if row[c] is not None} for row in made.to_pylist()]
            if kind.is_node:
                found = filled.ask(f"MATCH (n:{kind.name}) RETURN properties(n) AS p ORDER BY n.node_id")
            else:
                text = f"MATCH (a)-[r:{kind.name}]->(b) RETURN a.node_id AS source, b.node_id AS target, properties(r) AS p"
                found = filled.ask(f"{text} ORDER BY source, target")
            beside = {"row_digest", "state", "is_current", "workers", "delivery_path"}
            there = [
                {k: native(v) for k, v in ({**row, **row["p"]}).items() if k not in beside | {"p"}} for row in found
            ]
            assert there == given, kind.name


def test_the_town_fills_every_label_and_nearly_every_type(filled: Store) -> None:
    labels = {r["label"] for r in filled.ask("MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label")}
    types = {r["type"] for r in filled.ask("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type")}
    assert set(LABELS) <= labels
    # nobody is in doubt in the town, and teams are tied only where workers are left out
    assert set(TYPES) - types <= {"MAY_BE", "SHARES_WORKERS"}


def test_loading_twice_changes_nothing(filled: Store, town_before: Run) -> None:
    before = snapshot(filled)
    told = way.load(town_before)
    assert told["written"].sum() == told["removed"].sum() == 0
    assert told["rows"].sum() == len(before[0]) + len(before[1])
    assert snapshot(filled) == before


def test_levels_are_labels(filled: Store, town_before: Run) -> None:
    for kind, label in (("project", "Project"), ("company", "Company")):
        found = filled.ask(f"MATCH (n:{label}) RETURN n.key AS key, [l IN labels(n) WHERE l <> '{label}'] AS levels")
        given = town_before.ranking(kind).set_index("entity_id")["level"].to_dict()
        assert {r["key"]: r["levels"] for r in found} == {key: [level.title()] for key, level in given.items()}


def test_the_terms_of_a_score_add_up(filled: Store) -> None:
    """What one walks to from a node is its whole score: -ln(1 - score), as the scorecard states."""
    rows = filled.ask("""MATCH (n:Project|Company)-[:HAS_REASON]->(r:Reason)
        RETURN n.node_id AS id, n.score AS score, sum(r.contribution) AS total, log(1 / (1 - n.score)) AS hazard""")
    assert len(rows) > 100
    assert all(abs(r["total"] - r["hazard"]) < 1e-6 for r in rows)


def test_findings_lead_to_the_lines_of_the_delivery(filled: Store, town: Path) -> None:
    rows = filled.ask("""MATCH (:Project)-[:HAS_FINDING]->(:Finding)-[:EVIDENCED_BY]->(r:Record {table: 'special_account'})
        RETURN DISTINCT r.key AS key, r.source_file AS file, r.source_line AS line ORDER BY key""")
    assert rows
    for row in rows:
        line = (town / row["file"]).read_text("utf-8-sig").splitlines()[row["line"] - 1]
        assert line.startswith(row["key"].split("/")[0])


def test_constraints_come_first_and_hold(filled: Store) -> None:
    names = {r["name"] for r in filled.ask("SHOW CONSTRAINTS YIELD name")}
    assert {"project_id", "company_id", "round_trip_id", "outcome_id"} <= names
    with pytest.raises(bolt.exceptions.ConstraintError):
        filled.ask("MATCH (p:Project) WITH p LIMIT 1 CREATE (:Project {node_id: p.node_id})")


def test_a_database_holds_one_place(filled: Store, town_before: Run) -> None:
    filled.ask("MATCH (r:Run) SET r.locality = 'guizhou'")
    try:
        with pytest.raises(UsageError, match="holds runs of guizhou"):
            way.load(town_before)
    finally:
        filled.ask("MATCH (r:Run) SET r.locality = 'beijing'")


@contextmanager
def own_server(home: Path) -> Iterator[Any]:
    server = serve.start(home, bolt_port=None, http_port=None, java_options=BRIEF)
    try:
        yield server
    finally:
        server.stop()


def forget(found: tuple[list[Any], list[Any]]) -> None:
    """Where the delivery lay is told to the server by a load alone."""
    for _, properties in found[0]:
        properties.pop("delivery_path", None)


def test_imported_files_are_the_loaded_graph(
    filled: Store, town_before: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """neo4j-admin's import of the exported files gives the nodes, relationships and values that a load gives."""
    if filled.server is None:
        pytest.skip("needs the jars that cypher/server/serve.py fetches; the server given has none of ours")
    loaded = snapshot(filled)
    files = gr.open_run(town_before.path)
    way.export(files, tmp_path / "files")
    monkeypatch.chdir(tmp_path / "files")
    serve.admin(tmp_path / "home", "database", "import", "full", "neo4j", "--overwrite-destination", "@import.args")
    with own_server(tmp_path / "home") as server:
        for name, value in environment(server).items():
            monkeypatch.setenv(name, value)
        with bolt.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            nodes, ties = ([r.data() for r in driver.execute_query(q).records] for q in (NODES, TIES))
        imported = [(sorted(r["labels"]), r["p"]) for r in nodes], ties
        forget(loaded), forget(imported)
        assert imported == loaded
        told = way.load(files)
        assert told["written"].sum() == told["removed"].sum() == 0
    assert os.environ["NEO4J_URI"] != filled.uri


def test_without_workers_no_key_of_a_worker_is_anywhere(filled: Store, town_before: Run) -> None:
    way.load(town_before, workers="none")
    assert filled.ask("MATCH (n:Worker) RETURN count(n) AS n") == [{"n": 0}]
    assert filled.ask("MATCH (r:Record) WHERE r.table IN $t RETURN count(r) AS n", t=list(WORKER_TABLES)) == [{"n": 0}]
    answerable = set(town_before.sql("SELECT key FROM nodes WHERE kind = 'Person'")["key"])
    keys = set(town_before.sql("SELECT key FROM nodes WHERE kind = 'Worker'")["key"]) - answerable
    assert len(keys) > 1000
    nodes, ties = snapshot(filled)
    words = {w for _, p in nodes for w in texts(p)} | {w for r in ties for w in texts(r["p"])}
    said = set(" ".join(words).replace("/", " ").replace('"', " ").split())
    assert not keys & said


def texts(properties: dict[str, Any]) -> Iterator[str]:
    for value in properties.values():
        yield from (str(v) for v in (value if isinstance(value, list) else [value]))


def test_workers_as_teams(here: Store, town_before: Run) -> None:
    way.load(town_before, workers="teams")
    assert here.ask("MATCH (n:Worker) RETURN count(n) AS n") == [{"n": 0}]
    found = here.ask(
        "MATCH (a:Team)-[r:SHARES_WORKERS]->(b:Team) RETURN a.key AS a, b.key AS b, r.n_workers AS n ORDER BY a, b"
    )
    member = town_before.sql("SELECT source, target FROM edges WHERE kind = 'IN_TEAM'")
    few = member.groupby("source").filter(lambda rows: len(rows) <= 20)
    both = few.merge(few, on="source").query("target_x < target_y").groupby(["target_x", "target_y"]).size()
    given = {(a.removeprefix("Team:"), b.removeprefix("Team:")): n for (a, b), n in both[both >= 3].items()}
    assert {(r["a"], r["b"]): r["n"] for r in found} == given
    sizes = member.groupby("target").size()
    told = here.ask("MATCH (t:Team) WHERE t.n_workers > 0 RETURN t.node_id AS id, t.n_workers AS n")
    assert {r["id"]: r["n"] for r in told} == sizes.to_dict()


def test_a_later_run_updates_and_removes_and_keeps_history_and_what_people_wrote(
    here: Store, town_before: Run, town_run: Run
) -> None:
    here.ask("MATCH (n) WHERE n.node_id IN ['mine', 'Company:none'] DETACH DELETE n")
    way.load(town_before)
    here.ask("CREATE (:Finding {node_id: 'mine', note: 'a node of somebody else'})")
    gone_one = here.ask("MATCH (p:Project:Red) RETURN p.node_id AS id ORDER BY id LIMIT 1")[0]["id"]
    here.ask("MATCH (p:Project {node_id: $id}) SET p.note = 'seen on site', p.name = 'changed by hand'", id=gone_one)
    here.ask("""MATCH (a:Company) WITH a ORDER BY a.node_id LIMIT 1
        CREATE (a)-[:SAME_AS {decided_by: 'zhang', decided_on: date('2022-05-20')}]->
               (:Company {node_id: 'Company:none', key: 'none', row_digest: 1})""")
    told = way.load(town_run).set_index("name")
    assert told.loc["Finding", "removed"] > 0
    assert 0 < told.loc["Project", "written"] <= told.loc["Project", "rows"]
    status = way.status(town_run)
    assert (status["rows"] == status["loaded"]).all()
    assert status["other"].sum() == 0
    runs = way.history()
    assert list(runs["as_of"]) == [date(2022, 5, 15), date(2022, 6, 15)]
    assert list(runs["state"]) == ["whole", "whole"]
    assert list(runs["is_current"]) == [False, True]
    scored = here.ask("MATCH (s:Score)-[:OF_RUN]->(r:Run) RETURN r.as_of AS day, count(s) AS n ORDER BY day")
    assert [r["n"] for r in scored] == [len(town_before.ranking()), len(town_run.ranking())]
    kept = here.ask("MATCH (p:Project {node_id: $id}) RETURN p.note AS note", id=gone_one)
    assert kept == [{"note": "seen on site"}]
    assert here.ask("MATCH (n:Finding {node_id: 'mine'}) RETURN n.note AS note") == [
        {"note": "a node of somebody else"}
    ]
    # a company that only the earlier graph knew is kept, marked Gone, while a judgement holds it
    assert told.loc["Company", "removed"] == 1
    assert here.ask("MATCH ()-[r:SAME_AS]->(b) RETURN b.node_id AS id, labels(b) AS labels, r.decided_by AS who") == [
        {"id": "Company:none", "labels": ["Company", "Gone"], "who": "zhang"}
    ]


def test_clear_takes_what_was_loaded_and_asks_for_what_people_wrote(here: Store) -> None:
    """Follows the test above: two runs, a judgement between two companies, a node of somebody else."""
    assert here.ask("MATCH ()-[r:SAME_AS]->() RETURN count(r) AS n") == [{"n": 1}]
    assert way.clear() > 1000
    left = here.ask("MATCH (n) WHERE NOT n:GraphriskTestDatabase RETURN labels(n) AS labels ORDER BY n.node_id")
    assert sorted(sorted(r["labels"]) for r in left) == [["Company", "Gone"], ["Company", "Gone"], ["Finding"]]
    way.clear(edits=True)
    assert here.ask("MATCH (n) WHERE NOT n:GraphriskTestDatabase RETURN n.note AS note") == [
        {"note": "a node of somebody else"}
    ]
    assert way.history().empty


def test_one_case_alone(here: Store, town_run: Run, town_before: Run) -> None:
    here.empty()
    project = town_run.ranking("project")["entity_id"].iloc[0]
    around = town_run.ego(project, hops=2)
    way.case(town_run, project, hops=2)
    kinds = "Project|Company|Person|Account|Team|Worker|Address|Phone|Agent|Area|Case"
    shown = here.ask(f"MATCH (n:{kinds}) RETURN n.node_id AS id")
    assert {r["id"] for r in shown} == set(around.nodes)
    ties = here.ask(
        f"MATCH (a:{kinds})-[r]->(b:{kinds}) WHERE r.weight IS NOT NULL RETURN a.node_id AS a, b.node_id AS b, type(r) AS t"
    )
    assert {(r["a"], r["b"], r["t"]) for r in ties} == set(around.edges(keys=True))
    reasons = here.ask("MATCH (n)-[:HAS_REASON]->(r) RETURN n.key AS key, count(r) AS n")
    assert reasons == [{"key": project, "n": len(town_run.explain(project))}]
    assert here.ask("MATCH (:Finding)-[:EVIDENCED_BY]->(:Record)-[:TELLS_OF]->() RETURN count(*) > 0 AS some") == [
        {"some": True}
    ]
    assert list(way.history()["state"]) == ["case"]
    other = town_run.ranking("project")["entity_id"].iloc[5]
    way.case(town_run, other, hops=1)  # cases of one run add up
    assert {project, other} <= {
        r["key"] for r in here.ask("MATCH (p:Project)-[:HAS_REASON]->() RETURN DISTINCT p.key AS key")
    }
    bare = town_run.sql("SELECT target, count(*) AS n FROM edges WHERE kind = 'IN_TEAM' GROUP BY target")
    sizes = here.ask(
        "MATCH (t:Team) RETURN t.node_id AS id, t.n_workers AS n"
    )  # of all people, also of those not shown
    assert sizes
    assert {r["id"]: r["n"] for r in sizes}.items() <= dict(zip(bare["target"], bare["n"], strict=True)).items()
    with pytest.raises(UsageError, match="another run"):
        way.case(town_before, project)
    way.load(town_run)
    status = way.status(town_run)
    assert list(way.history()["state"]) == ["whole"]
    assert (status["rows"] == status["loaded"]).all()
    before = snapshot(here)
    told = way.case(town_run, project)  # of what is there whole a case changes nothing
    assert told["written"].sum() == 0
    assert snapshot(here) == before


def test_at_the_command_line(here: Store, town_before: Run, tmp_path: Path) -> None:
    here.empty()

    def graphrisk(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from graphrisk.cli import main; main()", "neo4j", *words]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    path = str(town_before.path)
    first = graphrisk("load", path, "--without", "workers", "--format", "csv")
    assert (first.returncode, first.stdout.splitlines()[0]) == (0, "name,rows,written,removed")
    assert "rows: " in first.stderr
    assert re.search(r"([\d,]+) rows of the run: \1 written, 0 removed", first.stderr)
    assert here.password not in first.stdout + first.stderr
    told = graphrisk("status", path, "--format", "csv").stdout.splitlines()
    assert "Worker,0,0,0" in told
    assert all(line.split(",")[1] == line.split(",")[2] for line in told[1:])
    assert run_id(town_before.folder) in graphrisk("status", "--format", "csv").stdout
    assert graphrisk("clear", path, "--yes").returncode == 0
    assert here.ask("MATCH (r:Run) RETURN count(r) AS n") == [{"n": 0}]
    exported = graphrisk("export", path, str(tmp_path / "files"))
    assert (tmp_path / "files" / "import.args").is_file()
    assert exported.returncode == 0
    again = graphrisk("export", path, str(tmp_path / "files"))
    assert (again.returncode, "not empty" in again.stderr) == (2, True)
