"""Every question of cypher/investigate: its header, its answer on the toy town, and the same answer by another way."""

import itertools
import math
import re
from pathlib import Path

import duckdb
import networkx as nx
import pytest

from graphrisk.core.engine import connect, relation, show_parquet
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.pipeline.result import RESULTS, Run
from graphrisk.publish.changes import changes
from graphrisk.publish.ranking import ranking
from tests.neo4j.plans import complaints, keys_are_total
from tests.neo4j.questions import ANSWERS, CYPHER, Question, cell, check_answer, index, questions, read
from tests.neo4j.town import Town

ALL = questions("investigate")
AFTER_WRITING = ("judgements_drawn", "likenesses_to_judge", "outcomes_written")  # test_write.py asks them
LOADED = [q for q in ALL if q.name not in AFTER_WRITING]
BY_SQL = sorted(path.stem for path in ANSWERS.glob("*.sql"))
EVERY = {"rows": 100_000}


def question(name: str) -> Question:
    return read(CYPHER / "investigate" / f"{name}.cypher")


@pytest.mark.parametrize(
    "asked", [pytest.param(q, id=f"{q.folder}/{q.name}") for f in ("investigate", "gds", "write") for q in questions(f)]
)
def test_header_tells_what_the_statement_asks(asked: Question) -> None:
    assert re.search(r"[一-鿿]", asked.zh)
    assert not re.search(r"[一-鿿]", asked.en)
    if asked.folder == "investigate":
        assert (asked.zh[-1], asked.en[-1]) == ("？", "?") or asked.zh[-1] == "）"
    assert set(re.findall(r"\$(\w+)", asked.statement)) == set(asked.parameters)
    assert "\nORDER BY " in asked.statement
    assert not re.search(r"\bapoc\.|[^.\w]id\(|\bCALL \{|:\w+\|:\w+|\]-\{?\*\d|exists\(\(", asked.statement)


def test_index_names_every_file() -> None:
    assert (CYPHER / "README.md").read_text("utf-8").partition("## Files\n")[2] == index().partition("## Files\n")[2]


def test_enough_is_asked() -> None:
    assert len(ALL) >= 25
    assert len({q.question for q in ALL}) == len(ALL)


@pytest.mark.parametrize("asked", LOADED, ids=lambda q: q.name)
def test_answer_is_the_expected_one(loaded_town: Town, asked: Question) -> None:
    rows = loaded_town.rows(asked)
    assert rows
    check_answer(asked, rows)
    assert not any("Worker:" in cell(value) for row in rows for value in row)


@pytest.mark.parametrize("asked", LOADED, ids=lambda q: q.name)
def test_order_is_total(loaded_town: Town, asked: Question) -> None:
    assert keys_are_total(loaded_town, asked)


@pytest.mark.parametrize("asked", ALL, ids=lambda q: q.name)
def test_plan_scans_no_more_than_its_cost_says(loaded_town: Town, asked: Question) -> None:
    assert complaints(loaded_town, asked) == []


@pytest.mark.parametrize("name", BY_SQL)
def test_sql_over_the_run_says_the_same(loaded_town: Town, name: str) -> None:
    asked = question(name)
    limits = EVERY if "rows" in asked.parameters else {}
    found = loaded_town.dicts(asked, **limits)
    expected = loaded_town.run.sql((ANSWERS / f"{name}.sql").read_text("utf-8"))
    columns = list(expected.columns)
    told = sorted(" | ".join(cell(_plain(v)) for v in row) for row in expected.astype(object).to_numpy().tolist())
    assert sorted({" | ".join(cell(_plain(row[c])) for c in columns) for row in found}) == told


def test_every_signal_finds_what_the_run_found(loaded_town: Town) -> None:
    kept = loaded_town.run.sql("SELECT signal, count(*)::BIGINT AS n FROM findings GROUP BY signal ORDER BY signal")
    asked = question("findings_of_signal")
    assert {s: len(loaded_town.rows(asked, signal=s, **EVERY)) for s in kept["signal"]} == dict(
        kept.to_numpy().tolist()
    )


def test_reasons_of_a_project_add_up_to_its_score(loaded_town: Town) -> None:
    asked = question("why_this_project")
    for project, score in loaded_town.run.sql(
        "SELECT 'Project:' || entity_id, score FROM scores WHERE level = 'red' AND entity_kind = 'project'"
    ).to_numpy():
        terms = {
            (r["signal"], r["reason"]): r["contribution"] for r in loaded_town.dicts(asked, project=project, **EVERY)
        }
        assert 1 - math.exp(-sum(terms.values())) == pytest.approx(score, abs=1e-5), project


def test_every_record_tells_what_rests_on_it(loaded_town: Town) -> None:
    kept = loaded_town.run.sql("""
        WITH shown AS (SELECT *, each_of(evidence) AS e FROM findings)
        SELECT 'Record:' || e.table || '/' || e.key AS record, count(*)::BIGINT AS n FROM shown GROUP BY record ORDER BY n DESC, record LIMIT 40""")
    asked = question("what_rests_on_record")
    assert {r: len(loaded_town.rows(asked, record=r)) for r in kept["record"]} == dict(kept.to_numpy().tolist())


def test_control_is_what_networkx_finds(loaded_town: Town) -> None:
    """Posts and shares of a half or more, then holdings of a half or more, then one pair under one hand."""
    run, day = loaded_town.run, loaded_town.run.manifest.as_of
    held, hands = nx.DiGraph(), nx.Graph()
    ties = run.sql(
        "SELECT source, target FROM edges WHERE kind IN ('CONTROLS', 'OWNS') AND weight >= 0.5 AND coalesce(\"until\", $day) >= $day",
        day=day,
    )
    held.add_edges_from(ties.to_numpy().tolist())
    pairs = run.sql("SELECT 'Company:' || party_a, 'Company:' || party_b FROM control_pair")
    hands.add_edges_from(pairs.to_numpy().tolist())
    owners = run.sql("""
        SELECT DISTINCT c.source FROM edges AS c INNER JOIN edges AS o ON o.source = c.target AND o.kind = 'OWNS' WHERE c.kind = 'CONTROLS'
        UNION SELECT source FROM edges WHERE kind = 'CONTROLS' AND weight >= 0.5 GROUP BY source HAVING count(*) > 1 ORDER BY 1""")
    asked = question("controlled_by_person")
    for person in owners["source"]:
        steps = nx.single_source_shortest_path_length(held, person) if person in held else {}
        expected = {firm: n for firm, n in steps.items() if firm != person}
        for firm, n in list(expected.items()):
            for kin in hands.neighbors(firm) if firm in hands else ():
                expected[kin] = min(expected.get(kin, n + 1), n + 1)
        assert {r["company_id"]: r["n_steps"] for r in loaded_town.dicts(asked, person=person)} == expected, person


def test_one_hand_is_what_networkx_finds(loaded_town: Town) -> None:
    hands = nx.Graph(
        loaded_town.run.sql("SELECT 'Company:' || party_a, 'Company:' || party_b FROM control_pair").to_numpy().tolist()
    )
    asked = question("under_one_hand_with_company")
    for firm in hands:
        expected = {
            kin: n for kin, n in nx.single_source_shortest_path_length(hands, firm, cutoff=6).items() if kin != firm
        }
        assert {r["company_id"]: r["n_steps"] for r in loaded_town.dicts(asked, company=firm)} == expected, firm


def test_debtors_are_as_far_as_networkx_finds(loaded_town: Town) -> None:
    run = loaded_town.run
    kinds = ("CONTROLS", "OWNS", "LEADS", "EMPLOYS", "PARTY_TO", "LOCATED_AT", "REACHED_AT", "REGISTERED_BY")
    ties = nx.Graph(
        run.sql(f"SELECT source, target FROM edges WHERE kind IN {kinds} AND target NOT LIKE 'Case:court/%'")
        .to_numpy()
        .tolist()
    )
    ties.add_edges_from(
        run.sql("SELECT 'Company:' || party_a, 'Company:' || party_b FROM control_pair").to_numpy().tolist()
    )
    ties.add_edges_from(
        run.sql("SELECT 'Company:' || debtor_id, 'Company:' || firm_id FROM crew_move WHERE project_id IS NULL")
        .to_numpy()
        .tolist()
    )
    size = dict(ties.degree)
    shared = ("Address", "Phone", "Agent")
    ways = ties.subgraph([n for n in ties if size[n] <= (5 if n.startswith(shared) else 200)])
    debtors = set(
        run.sql("""
        SELECT DISTINCT e.source FROM edges AS e INNER JOIN nodes AS k ON k.node_id = e.target
        WHERE e.kind = 'PARTY_TO' AND fact(k.attributes, 'is_verified') = '1'""")["source"]
    )
    asked, n_found = question("path_to_debtor"), 0
    for firm in sorted(n for n in ways if n.startswith("Company:"))[::3]:
        near = nx.single_source_shortest_path_length(ways, firm, cutoff=5)
        expected = sorted((n, d) for d, n in near.items() if d in debtors and d != firm)[:5]
        found = loaded_town.dicts(asked, company=firm)
        assert [(r["n_steps"], r["debtor_id"]) for r in found] == expected, firm
        n_found += len(found)
    assert n_found > 10


def test_money_comes_back_as_networkx_finds(loaded_town: Town) -> None:
    sent = nx.DiGraph()
    for source, target, since, until in loaded_town.run.sql(
        "SELECT source, target, since, \"until\" FROM edges WHERE kind = 'SENT'"
    ).to_numpy():
        sent.add_edge(source, target, since=since, until=until)
    rings = set()
    for ring in nx.simple_cycles(sent, length_bound=4):
        for k in range(len(ring)):
            way = [*ring[k:], *ring[:k], ring[k]]
            steps = [sent.edges[step] for step in itertools.pairwise(way)]
            if all(b["until"] >= a["since"] for a, b in itertools.pairwise(steps)):
                rings.add(tuple(way))
    asked = question("money_back_to_account")
    found = [tuple(r["way"]) for account in sorted(sent) for r in loaded_town.dicts(asked, account=account)]
    assert rings
    assert (len(found), set(found)) == (len(rings), rings)


def test_debts_hang_together_as_networkx_finds(loaded_town: Town) -> None:
    """Longest simple chains of open debts, and rings."""
    names = "SELECT a.name, b.name, a.node_id, b.node_id FROM edges AS e INNER JOIN nodes AS a ON a.node_id = e.source INNER JOIN nodes AS b ON b.node_id = e.target"
    owed = nx.DiGraph()
    for a, b, source, target in loaded_town.run.sql(
        f"{names} WHERE e.kind = 'OWES' AND e.\"until\" IS NULL"
    ).to_numpy():
        owed.add_edge(source, target)
        owed.nodes[source]["name"], owed.nodes[target]["name"] = a, b
    chains = set()
    for first in owed:
        for path in (p for p in nx.all_simple_paths(owed, first, set(owed) - {first}, cutoff=5) if len(p) > 2):
            ends = len(path) == 6 or set(owed.successors(path[-1])) <= set(path)
            if ends and set(owed.predecessors(first)) <= set(path):
                chains.add(tuple(owed.nodes[n]["name"] for n in path))
    found = loaded_town.dicts(question("debt_chains"), **EVERY)
    assert {tuple(r["companies"]) for r in found if not r["is_ring"]} == chains
    assert sum(r["is_ring"] for r in found) == len(list(nx.simple_cycles(owed, length_bound=5)))


def test_those_behind_an_account_are_what_networkx_finds(loaded_town: Town) -> None:
    """Owners of the holders up to three holdings, and those with a post or share in any of them."""
    run, asked = loaded_town.run, question("who_stands_behind_account")
    owned = nx.DiGraph(run.sql("SELECT target, source FROM edges WHERE kind = 'OWNS'").to_numpy().tolist())
    holders = (
        run.sql("SELECT target, source FROM edges WHERE kind = 'HOLDS' ORDER BY target, source")
        .groupby("target")["source"]
        .agg(list)
    )
    posts = run.sql("SELECT target, source FROM edges WHERE kind = 'CONTROLS'").groupby("target")["source"].agg(set)
    with_owners = [a for a, firms in holders.items() if any(firm in owned for firm in firms)]
    assert with_owners
    for account in [*with_owners, *holders.index[:20]]:
        up = {
            firm: nx.single_source_shortest_path_length(owned, firm, cutoff=3) if firm in owned else {firm: 0}
            for firm in holders[account]
        }
        expected = {person for firms in up.values() for firm in firms for person in posts.get(firm, ())}
        ties = loaded_town.dicts(asked, account=account, **EVERY)
        found = {r["a"]["node_id"] for r in ties if r["tie"].type == "CONTROLS"}
        assert found == expected, account
        assert {r["a"]["node_id"] for r in ties if r["tie"].type == "HOLDS"} == set(holders[account])


def test_ways_between_companies_are_the_shortest(loaded_town: Town) -> None:
    run = loaded_town.run
    kinds = (
        "CONTROLS",
        "OWNS",
        "LEADS",
        "EMPLOYS",
        "HOLDS",
        "SERVES",
        "STAFFS",
        "PARTY_TO",
        "LOCATED_AT",
        "REACHED_AT",
        "REGISTERED_BY",
    )
    ties = nx.Graph(run.sql(f"SELECT source, target FROM edges WHERE kind IN {kinds}").to_numpy().tolist())
    ties.add_edges_from(
        run.sql("SELECT 'Company:' || debtor_id, 'Company:' || firm_id FROM crew_move WHERE project_id IS NULL")
        .to_numpy()
        .tolist()
    )
    ways = ties.subgraph(
        [n for n in ties if ties.degree[n] <= (24 if n.startswith(("Address", "Phone", "Agent")) else 200)]
    )
    for a, b in run.sql("SELECT 'Company:' || party_a, 'Company:' || party_b FROM control_pair").to_numpy():
        found = loaded_town.dicts(question("path_between_companies"), a=a, b=b)
        assert {r["n_steps"] for r in found} == {nx.shortest_path_length(ways, a, b)}, (a, b)


def test_changes_are_those_the_report_tells(loaded_town: Town, tmp_path: Path) -> None:
    with connect() as con:
        _changed(con, loaded_town.run, loaded_town.before, tmp_path)
        for kind in ("project", "company"):
            moved = _sorted(
                con,
                "entity_id, change, past_level, level, past_rank, rank",
                "change IN ('up', 'down', 'new', 'gone')",
                kind,
            )
            found = loaded_town.dicts(question("changed_since_last_run"), kind=kind, **EVERY)
            assert (
                sorted(
                    (r["entity_id"], r["change"], r["level_before"], r["level"], r["rank_before"], r["rank"])
                    for r in found
                )
                == moved
            )
            told = _sorted(
                con,
                "entity_id, new_reasons, gone_reasons",
                "(new_reasons IS NOT NULL OR gone_reasons IS NOT NULL) AND grade >= 3",
                kind,
            )
            found = loaded_town.dicts(question("reasons_new_and_gone"), kind=kind, **EVERY)
            reasons = [
                (r["entity_id"], *(", ".join(sorted(r[c])) or None for c in ("new_reasons", "gone_reasons")))
                for r in found
            ]
            assert [tuple(x or "" for x in row) for row in sorted(reasons, key=str)] == [
                tuple(x or "" for x in row) for row in sorted(told, key=str)
            ]
            assert moved
            assert told


def _changed(con: duckdb.DuckDBPyConnection, run: Run, before: Run, tmp_path: Path) -> None:
    """The publish room's table `changed` of the run, had it been told of the run before."""
    again = tmp_path / "town"
    again.mkdir()
    (tmp_path / "before").symlink_to(before.path)
    for path in run.path.iterdir():
        if path.name != "manifest.json":
            (again / path.name).symlink_to(path)
    told = Manifest.from_json((run.path / "manifest.json").read_text("utf-8"))
    (again / "manifest.json").write_text(
        Manifest(**{f: getattr(told, f) for f in told.__slots__} | {"previous": "before"}).to_json(), "utf-8"
    )
    folder = RunFolder(again)
    for file in (*(folder.file(f"{name}.parquet") for name in RESULTS), *(folder.path / "tables").glob("*.parquet")):
        show_parquet(con, file.stem, file)
    ranking(con)
    assert changes(con, folder) is not None


def _sorted(con: duckdb.DuckDBPyConnection, columns: str, where: str, kind: str) -> list[tuple[object, ...]]:
    query = f"SELECT {columns} FROM changed WHERE entity_kind = $kind AND {where}"
    return sorted(tuple(row) for row in relation(con, query, {"kind": kind}, "changed").fetchall())


def _plain(value: object) -> object:
    """Numbers of pandas and days of Neo4j as Python's own."""
    if value is None or (isinstance(value, float) and math.isnan(value)):  # NaN stands for no value
        return None
    value = value.item() if hasattr(value, "item") else value
    value = value.date() if hasattr(value, "date") and callable(value.date) else value
    value = value.to_native() if hasattr(value, "to_native") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
