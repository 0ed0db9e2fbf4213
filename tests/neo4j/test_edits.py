"""What people drew and wrote in the graph is read back by the next run, and checked like any delivery."""

import csv
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphrisk as gr
from graphrisk.core.errors import DeliveryRefused, UsageError
from graphrisk.publish.neo4j.edits import Edits, edits
from graphrisk.publish.neo4j.server import connect
from tests.corridor.bytes import digests
from tests.corridor.test_cli import graphrisk
from tests.corridor.test_stays_up import KILLED
from tests.ingest.tools import bring_in, delivery, text, write
from tests.neo4j.questions import questions
from tests.neo4j.servers import Store
from tests.neo4j.town import Town

DAY = "2022-06-15"
WRITE = {q.name: q for q in questions("write")}
SAME = ("91110115MA10002Q45", "91110115MA1000Q39U")  # two firms of the town that nothing else links
BRANCH = ("91110115MA1056WF91", "湖北景岚岱建设工程有限公司")  # a firm, and a name that rules take for its own
SITE = "DX2021-00004"
# inspection_id -> what an investigator wrote under a project
OUTCOMES = {
    "CHECK-1": {"trigger": "alert", "result": "arrears", "heads": 12, "amount_yuan": 123456.5, "received_on": DAY},
    "CHECK-2": {"trigger": "alert", "result": "arrears", "received_on": "2022-06-16"},  # not yet known
    "CHECK-3": {"trigger": "alert", "result": "paid in full", "heads": -1, "received_on": DAY},
}
# what a run says of where it was read from; all else must be as of a delivery that holds the same rows
PLACES = {"manifest.json", "rooms/ingest", "edits/neo4j/hrss/inspection.csv"}
CELLS = {"tables/inspection.parquet", "quarantine/inspection.parquet"}


@pytest.fixture
def there(neo4j: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The server as the environment names it; judgements, outcomes and nodes that the test makes are taken out again."""
    for name in ("uri", "user", "password", "database"):
        monkeypatch.setenv(f"NEO4J_{'USERNAME' if name == 'user' else name.upper()}", getattr(neo4j, name))
    yield neo4j
    neo4j.ask("MATCH ()-[r:SAME_AS|NOT_SAME_AS]-() DELETE r")
    neo4j.ask("MATCH (n:Outcome|OfATest) DETACH DELETE n")


@pytest.fixture
def edited(loaded_town: Town, there: Store) -> Town:
    """The town in Neo4j, and in it a merge, a split and three outcomes."""
    del there
    drawn = {"decided_by": "李", "decided_on": "2022-06-01", "note": 'two "lines",\nand a comma'}
    assert loaded_town.rows(WRITE["same_as"], a=f"Company:{SAME[0]}", b=f"Company:{SAME[1]}", **drawn)
    assert loaded_town.rows(WRITE["not_same_as"], a=f"Company:{BRANCH[0]}", b=f"Alias:name/{BRANCH[1]}", **drawn)
    for name, told in OUTCOMES.items():
        loaded_town.neo4j.ask(
            "MATCH (p:Project {key: $key}) CREATE (p)-[:HAS_OUTCOME]->(o:Outcome {inspection_id: $name}) SET o += $told",
            key=SITE, name=name, told=told,
        )  # fmt: skip
    return loaded_town


def test_edits_become_judgements_and_rows_of_the_next_run(edited: Town, town: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph" / "town"
    done = graphrisk("run", edited.neo4j.uri, "--as-of", DAY, "--out", out, "--top", 1)
    assert done.returncode == 0, done.stderr
    party = {r["record"]: r["party_id"] for r in pq.read_table(out / "links.parquet").to_pylist()}
    assert party[SAME[0]] == party[SAME[1]]
    assert party[BRANCH[0]] != party[BRANCH[1]]
    seen = {r["inspection_id"]: r for r in pq.read_table(out / "tables" / "inspection.parquet").to_pylist()}
    assert set(OUTCOMES) & set(seen) == {"CHECK-1"}, "one is not known by the day, one is in quarantine"
    assert (seen["CHECK-1"]["project_id"], seen["CHECK-1"]["amount_fen"]) == (SITE, 12345650)
    assert seen["CHECK-1"]["source_file"] == "neo4j/hrss/inspection.csv"
    refused = pq.read_table(out / "quarantine" / "inspection.parquet").to_pylist()
    assert {(r["column"], r["value"], r["reason"]) for r in refused if r["file"].startswith("neo4j/")} == {
        ("result", "paid in full", "bad_enum"),
        ("heads", "-1", "out_of_range"),
    }
    line = next(r["line"] for r in refused if r["column"] == "result")
    assert (out / "edits/neo4j/hrss/inspection.csv").read_text("utf-8").splitlines()[line - 1].startswith("CHECK-3,")
    _resumed_it_is_the_same(edited, out, tmp_path)
    _delivered_it_is_the_same(out, town, tmp_path)
    assert (out / "scores.parquet").read_bytes() != edited.run.folder.file("scores.parquet").read_bytes()
    before = digests(out)
    edited.neo4j.ask("MATCH (o:Outcome) DETACH DELETE o")
    assert digests(out) == before


def _resumed_it_is_the_same(edited: Town, out: Path, tmp_path: Path) -> None:
    again = tmp_path / "again" / "town"
    words = [sys.executable, "-c", KILLED, "graph", "at the door", edited.neo4j.uri, str(again)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    gr.run(edited.neo4j.uri, DAY, "beijing", again)
    assert digests(again) == digests(out)


def _delivered_it_is_the_same(out: Path, town: Path, tmp_path: Path) -> None:
    """The same rows in the agency's own file, the same judgements in a file."""
    whole, judged = tmp_path / town.name, tmp_path / "judgements.csv"
    shutil.copytree(town, whole)
    file = whole / "hrss" / "inspection.csv"
    names = file.read_text("utf-8").splitlines()[0].split(",")
    with file.open("a", encoding="utf-8", newline="") as rows:
        for name, told in OUTCOMES.items():
            csv.DictWriter(rows, names, lineterminator="\n").writerow(
                {"inspection_id": name, "project_id": SITE} | told
            )
    shutil.copyfile(out / "judgements.csv", judged)
    plain = gr.run(whole, DAY, "beijing", tmp_path / "plain" / "town", judgements=judged)
    ours, theirs = digests(out), digests(plain.path)
    assert {name for name in ours if ours[name] != theirs.get(name)} <= PLACES | CELLS
    for name in CELLS:
        kept = [pq.read_table(f / name) for f in (out, plain.path)]
        places = {"source_file", "source_line", "file", "line"}
        one, two = (t.drop_columns(sorted(places & set(t.column_names))).to_pylist() for t in kept)
        assert sorted(one, key=str) == sorted(two, key=str)


def test_a_graph_that_was_edited_and_loaded_again_keeps_its_edits(edited: Town) -> None:
    """What a merge made superfluous stays as the end of the judgement: see `Gone` in cypher/load."""
    edited.neo4j.ask("MATCH (c:Company {key: $key}) SET c:Gone", key=SAME[1])
    with connect() as store:
        assert next(r["record_b"] for r in rows(edits(store).judgements)) == SAME[1]
    edited.neo4j.ask("MATCH (c:Gone {key: $key}) REMOVE c:Gone", key=SAME[1])


def test_where_the_delivery_is_asked_for(edited: Town, tmp_path: Path) -> None:
    uri, ask = edited.neo4j.uri, edited.neo4j.ask
    kept = ask("MATCH (r:Run {is_current: true}) RETURN r.delivery_path AS path")[0]["path"]
    try:
        for path in (str(tmp_path / "moved"), None):
            ask("MATCH (r:Run {is_current: true}) SET r.delivery_path = $path", path=path)
            with pytest.raises(UsageError, match="which is not here" if path else "does not tell") as caught:
                gr.run(uri, DAY, out=tmp_path / "r")
            assert "--delivery FOLDER" in caught.value.hint
        with pytest.raises(UsageError, match="no delivery at"):
            gr.run(uri, DAY, out=tmp_path / "r", folder=tmp_path / "nowhere")
    finally:
        ask("MATCH (r:Run {is_current: true}) SET r.delivery_path = $path", path=kept)
    with pytest.raises(UsageError, match="the graph is of beijing, the run of guizhou"):
        gr.run(uri, DAY, "guizhou", tmp_path / "r")
    assert not (tmp_path / "r").exists()
    with pytest.raises(UsageError, match="--delivery goes with a graph"):
        gr.run(str(kept), DAY, out=tmp_path / "r", folder=str(kept))


def rows(told: str) -> list[dict[str, str]]:
    return list(csv.DictReader(told.splitlines()))


def read() -> Edits:
    with connect() as store:
        return edits(store)


MADE = """
CREATE (a:OfATest:Company {key: 'A'}), (b:OfATest:Alias {record: 'B'}), (p:OfATest:Person {key: 'p1'}),
  (q:OfATest:Person {key: 'p2'}), (s:OfATest:Project {key: 'S'}), (n:OfATest:Company {key: 'C'})
"""
# what is drawn between them -> what is said of it
ILL_DRAWN = {
    "CREATE (a)-[:SAME_AS {decided_on: date('2022-06-01')}]->(p)": r"\(A\)-\[:SAME_AS\]->\(p1\) joins a .*Company.* and a .*Person.*; draw it",
    "CREATE (a)-[:SAME_AS {decided_on: date('2022-06-01')}]->(s)": "between two companies or aliases",
    "CREATE (a)-[:NOT_SAME_AS {decided_on: date('2022-06-01')}]->(a)": "a record and itself",
    "CREATE (a)-[:SAME_AS {decided_on: '2022-06-01', note: reduce(t = 'x', i IN range(1, 17) | t + t)}]->(b)": "more than 100,000 char",
    "CREATE (a)-[:SAME_AS]->(b)": r"\(A\)-\[:SAME_AS\]->\(B\) has decided_on ''; SET r.decided_on = date",
    "CREATE (a)-[:SAME_AS {decided_on: '1.6.2022'}]->(b)": "has decided_on '1.6.2022'",
    "CREATE (a)-[:SAME_AS {decided_on: date('2022-06-01')}]->(b)<-[:NOT_SAME_AS {decided_on: '2022-06-01'}]-(a)": "on one day, 2022-06-01",
}


@pytest.mark.parametrize("drawn", ILL_DRAWN)
def test_a_judgement_that_cannot_be_read_names_both_ends_and_the_way_out(drawn: str, there: Store) -> None:
    there.ask(f"{MADE} {drawn}")
    with pytest.raises(UsageError, match=ILL_DRAWN[drawn]):
        read()


def test_rows_of_a_graph_stand_behind_those_of_a_file(tmp_path: Path) -> None:
    """Whatever the order of its columns; on one pair the later day stands, on one day the graph."""
    from datetime import date

    from graphrisk.pipeline.source import _joined
    from graphrisk.resolve.judge import COLUMNS, Judgements, read_judgements

    drawn = [
        ("A", "B", "different", "x", "2022-06-03", 'a "note",\r\nin lines'),
        ("C", "D", "same", "x", "2022-06-01", ""),
    ]
    told = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in (COLUMNS, *drawn))
    file = tmp_path / "judgements.csv"
    kept = "\ufeffnote,decided_on,record_b,record_a,judgement,decided_by\n,2022-06-02,B,A,same,y\n,2022-06-05,D,C,different,y"
    file.write_bytes(_joined(kept.encode(), told) or b"")
    assert file.read_text("utf-8").splitlines()[:3] == kept.removeprefix("\ufeff").splitlines()
    assert read_judgements(file, date(2022, 6, 15)) == Judgements(different=(("A", "B"), ("C", "D")))
    assert read_judgements(file, date(2022, 6, 4)) == Judgements(same=(("C", "D"),), different=(("A", "B"),))


def test_judgements_are_records_with_their_day(there: Store) -> None:
    moment = "datetime('2022-06-01T20:00:00Z')"  # the second of June in Beijing
    there.ask(
        f"{MADE} CREATE (b)-[:SAME_AS {{decided_by: 'x', decided_on: {moment}}}]->(a), (p)-[:NOT_SAME_AS {{decided_on: '2022-06-03'}}]->(q), "
        "(a)-[:NOT_SAME_AS {decided_on: date('2022-06-09'), note: 'later'}]->(b)"
    )
    assert [tuple(r.values()) for r in rows(read().judgements)] == [
        ("A", "B", "different", "", "2022-06-09", "later"),
        ("A", "B", "same", "x", "2022-06-02", ""),
        ("p1", "p2", "different", "", "2022-06-03", ""),
    ]


ILL_WRITTEN = {
    "CREATE (:Outcome {inspection_id: 'X'})": "Outcome 'X': it is under nothing",
    "CREATE (s)-[:HAS_OUTCOME]->(:Outcome {inspection_id: 'X'})<-[:HAS_OUTCOME]-(a)": "it is under a",
    "CREATE (p)-[:HAS_OUTCOME]->(:Outcome {inspection_id: 'X'})": "Person",
    "CREATE (s)-[:HAS_OUTCOME]->({inspection_id: 'X', project_id: 'T'})": "says project_id 'T' and is under S",
    "CREATE (s)-[:HAS_OUTCOME]->(:Outcome {inspection_id: ['X', 'Y']})": "SET o.inspection_id to a text",
    "CREATE (s)-[:HAS_OUTCOME]->(:Outcome {inspection_id: 'X', Result: 'arrears'})": "property 'Result'; SET o.result",
    "CREATE (s)-[:HAS_OUTCOME]->(:Outcome {inspection_id: 'X', `核查结论`: 'arrears'})": "SET o.result instead",
}


@pytest.mark.parametrize("written", ILL_WRITTEN)
def test_an_outcome_that_no_row_can_be_made_of_is_named(written: str, there: Store) -> None:
    there.ask(f"{MADE} {written}")
    with pytest.raises(UsageError, match=r"(?s)1 of the outcomes written in the graph cannot be read") as caught:
        read()
    assert ILL_WRITTEN[written] in str(caught.value)


def test_values_of_every_type_become_cells(there: Store) -> None:
    there.ask(
        f"{MADE} CREATE (s)-[:HAS_OUTCOME]->(:Outcome {{inspection_id: 7, trigger: true, dispatched_on: date('2022-06-01'), uscc: 'A', "
        "visited_on: datetime('2022-06-01T23:00:00Z'), closed_on: localdatetime('2022-06-01T23:00:00'), heads: 2.0, amount_yuan: 0.1 + 0.2, "
        "measure: ['x'], result: point({x: 1, y: 2}), received_on: date({year: 12345}), note: 'not for the run', colour: '红'})"
    )
    (row,) = rows(read().outcomes)
    assert {k: v for k, v in row.items() if v} == {
        "inspection_id": "7", "project_id": "S", "uscc": "A", "trigger": "true", "dispatched_on": "2022-06-01",
        "visited_on": "2022-06-02", "closed_on": "2022-06-01", "heads": "2", "amount_yuan": "0.3", "measure": '["x"]',
        "result": "[1.0, 2.0]", "received_on": "+12345-01-01", "colour": "红",
    }  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_is_kept_as_it_is_or_refused(texts: list[str], there: Store, tmp_path: Path) -> None:
    """Quotes, line ends, control characters, commas: a row is one row, and never another value."""
    there.ask("MATCH (n:Outcome|OfATest) DETACH DELETE n")
    there.ask(
        "CREATE (s:OfATest:Project {key: 'P1'}) WITH s UNWIND range(1, size($texts)) AS i "
        "CREATE (s)-[:HAS_OUTCOME]->(:Outcome {inspection_id: 'C' + i, trigger: 'alert', result: 'pending', "
        "received_on: date('2022-06-01'), area_code: $texts[i - 1]})",
        texts=texts,
    )
    added = tmp_path / "neo4j"
    shutil.rmtree(added, ignore_errors=True)
    write(added, "inspection", read().outcomes)
    try:
        kept = bring_in(delivery(tmp_path / "d"), tmp_path / "out", added=added)
    except DeliveryRefused as refused:
        assert all(fault.startswith("neo4j/hrss/inspection.csv") for fault in refused.faults)  # noqa: PT017
        return
    refused_ids = {r["line"] for r in kept.quarantine("inspection")}
    assert len(kept.table("inspection")) + len(refused_ids) == len(texts)
    for found in kept.table("inspection"):
        assert (found["area_code"] or "") == texts[int(found["inspection_id"][1:]) - 1].strip(" \u3000\u00a0")


def outcome(**cells: str) -> dict[str, str]:
    good = {
        "inspection_id": "I1",
        "project_id": "P1",
        "trigger": "alert",
        "result": "pending",
        "received_on": "2022-06-01",
    }
    return good | cells


@pytest.mark.parametrize("form", ["text", "parquet", "parts", "workbook", "none"])
def test_outcomes_stand_beside_a_table_in_any_form(form: str, tmp_path: Path) -> None:
    """No refusal of two forms; the later version of a key wins; the unit that an agency states is not theirs."""
    import openpyxl

    whole = delivery(tmp_path / "d")
    told = [outcome(amount_yuan="1.5"), outcome(inspection_id="I2")]
    if form == "text":
        write(whole, "inspection", text("inspection", told))
    elif form == "parquet":
        import pyarrow as pa

        (whole / "hrss").mkdir()
        pq.write_table(pa.Table.from_pylist(told), whole / "hrss" / "inspection.parquet")
    elif form == "parts":
        (whole / "hrss" / "inspection").mkdir(parents=True)
        for n, one in enumerate(told):
            (whole / "hrss" / "inspection" / f"{n}.csv").write_text(text("inspection", [one]), "utf-8")
    elif form == "workbook":
        book = openpyxl.Workbook()
        book.active.title = "inspection"
        for cells in csv.reader(text("inspection", told).splitlines()):
            book.active.append(cells)
        book.save(whole / "all.xlsx")
    (whole / "manifest.yaml").write_text("tables: {inspection: {unit: wan_yuan, columns: [amount_yuan]}}")
    added = tmp_path / "neo4j"
    write(added, "inspection", text("inspection", [outcome(result="justified", received_on="2022-06-02", amount_yuan="2"), outcome(inspection_id="I3")]))  # fmt: skip
    result = bring_in(whole, tmp_path / "out", added=added)
    found = {r["inspection_id"]: r for r in result.table("inspection")}
    assert sorted(found) == (["I1", "I3"] if form == "none" else ["I1", "I2", "I3"])
    assert (found["I1"]["result"], found["I1"]["amount_fen"], found["I1"]["source_file"]) == (
        "justified",
        200,
        "neo4j/hrss/inspection.csv",
    )
    assert result.quality("inspection")["replaced_versions"] == (form != "none")


def test_one_day_and_two_contents_contradict_each_other_across_both(tmp_path: Path) -> None:
    whole, added = delivery(tmp_path / "d", inspection=[outcome()]), tmp_path / "neo4j"
    write(added, "inspection", text("inspection", [outcome(result="arrears")]))
    result = bring_in(whole, tmp_path / "out", added=added)
    assert result.table("inspection") == []
    (one, two) = sorted(result.quarantine("inspection"), key=lambda r: r["file"])
    assert (one["reason"], "neo4j/hrss/inspection.csv:2" in one["detail"]) == ("key_conflict", True)
    assert (two["file"], "hrss/inspection.csv:2" in two["detail"]) == ("neo4j/hrss/inspection.csv", True)


def test_the_id_of_a_party_known_by_name_stands_for_its_spellings() -> None:
    """A Company node has the party's id as its key, which is no record where no code is known."""
    import numpy as np
    import pyarrow as pa

    from graphrisk.resolve import _Companies, _name_ids

    names = pa.array(["甲建设有限公司", "甲建设有限责任公司", "乙劳务有限公司"])
    nothing = pa.table({"name": pa.array([], pa.string()), "uscc": pa.array([], pa.string())})
    firms = _Companies(pa.table({"uscc": ["91110115MA10002Q45"]}), nothing, names, np.ones(3), nothing, nothing)
    of_first = _name_ids(names)[0].as_py()
    assert firms._numbers(
        ((of_first, "91110115MA10002Q45"), ("乙劳务有限公司", of_first), (of_first, of_first))
    ).tolist() == [
        [1, 0],
        [1, 2],
        [2, 0],
        [2, 1],
        [3, 1],
        [3, 2],
    ]


def test_outcomes_that_refuse_the_run_are_named_as_nodes_of_the_graph(tmp_path: Path) -> None:
    """A telephone number among them stops the load as in any delivery; what was digested is kept and named."""
    from graphrisk.pipeline.corridor import _walk
    from graphrisk.pipeline.source import OUTCOMES, Source

    def walked(out: str, *told: dict[str, str]) -> Path:
        found = Source(delivery(tmp_path / "d"), outcomes=text("inspection", told).encode())
        return _walk(found, DAY, "beijing", tmp_path / out, ("ingest",), False, None, None).path

    with pytest.raises(DeliveryRefused, match=rf"{OUTCOMES}: .*mobile numbers") as caught:
        walked("refused", outcome(area_code="13812345678"))
    assert "138" not in str(caught.value)
    assert "the graph's Outcome nodes" in caught.value.hint
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d"]
    kept = walked("kept", outcome(), outcome(inspection_id="I2", result="?"))
    seen = json.loads((kept / "manifest.json").read_text("utf-8"))["inputs"]
    assert seen[OUTCOMES] == sha256((kept / "edits" / OUTCOMES).read_bytes()).hexdigest()
    assert [r["source_file"] for r in pq.read_table(kept / "tables" / "inspection.parquet").to_pylist()] == [OUTCOMES]
