"""What people write: once said it stands once, what cannot be is not written, and what runs found is not touched."""

from collections.abc import Iterator
from typing import Any

import pytest

from graphrisk.core.contract import contract
from tests.neo4j.plans import complaints, keys_are_total
from tests.neo4j.questions import CYPHER, Question, check_answer, questions, read
from tests.neo4j.town import Town

ALL = {q.name: q for q in questions("write")}
PERSONS = "MATCH (n)-[r]-() WHERE r.row_digest IS NULL DELETE r"
OUTCOMES = "MATCH (o:Outcome) DETACH DELETE o"
LIKENESS = """
MATCH (a:Alias {node_id: 'Alias:name/湖北景岚岱建设工程有限公司'}) MATCH (c:Company {node_id: 'Company:91110115MA101L0R2W'})
MERGE (a)-[:MAY_BE {score: 0.72, reason: 'similar_name'}]->(c)"""
SUMS = "MATCH (n) WHERE n.row_digest IS NOT NULL RETURN sum(n.row_digest % 1000003) AS nodes, count(n) AS n"
TIES = "MATCH ()-[r]->() WHERE r.row_digest IS NOT NULL RETURN sum(r.row_digest % 1000003) AS ties, count(r) AS n"


@pytest.fixture
def written(loaded_town: Town) -> Iterator[Town]:
    """The loaded town, left as it was found."""
    before = _state(loaded_town)
    yield loaded_town
    loaded_town.neo4j.ask(PERSONS)
    loaded_town.neo4j.ask(OUTCOMES)
    assert _state(loaded_town) == before


def test_examples_are_what_the_statements_answer(written: Town) -> None:
    for name in ("same_as", "not_same_as", "take_back_judgement", "record_outcome", "take_back_outcome"):
        rows = written.rows(ALL[name])
        assert rows, name
        check_answer(ALL[name], rows)


def test_what_was_written_can_be_asked(written: Town) -> None:
    for name in ("same_as", "not_same_as", "record_outcome"):
        written.rows(ALL[name])
    written.neo4j.ask(LIKENESS)
    for name in ("judgements_drawn", "outcomes_written", "likenesses_to_judge"):
        asked = read(CYPHER / "investigate" / f"{name}.cypher")
        rows = written.rows(asked)
        assert rows, name
        check_answer(asked, rows)
        assert keys_are_total(written, asked)
    ends = {"a": "Alias:name/湖北景岚岱建设工程有限公司", "b": "Company:91110115MA101L0R2W"}
    written.rows(ALL["not_same_as"], **ends)
    assert written.rows(read(CYPHER / "investigate" / "likenesses_to_judge.cypher")) == []


def test_said_twice_stands_once_whichever_end_comes_first(written: Town) -> None:
    ask = ALL["same_as"]
    written.rows(ask)
    again = written.dicts(ask, a=ask.parameters["b"], b=ask.parameters["a"], note="again", decided_on="2022-06-16")
    assert _judgements(written) == [("SAME_AS", "张三", "again")]
    assert str(again[0]["decided_on"]) == "2022-06-16"


def test_a_judgement_takes_the_place_of_its_contrary(written: Town) -> None:
    ends = {name: ALL["same_as"].parameters[name] for name in ("a", "b")}
    written.rows(ALL["same_as"])
    written.rows(ALL["not_same_as"], **ends, decided_by="李四", note="")
    assert _judgements(written) == [("NOT_SAME_AS", "李四", "")]
    written.rows(ALL["same_as"], decided_by="王五", note="")
    assert _judgements(written) == [("SAME_AS", "王五", "")]
    assert written.rows(ALL["take_back_judgement"], a=ends["b"], b=ends["a"])
    assert _judgements(written) == []
    assert written.rows(ALL["take_back_judgement"], **ends) == []


def test_persons_are_judged_like_firms(written: Town) -> None:
    found = written.rows(ALL["same_as"], a="Person:mc9b90d51f56f896", b="Person:mb83f71406b88278")
    assert len(found) == 1
    assert _judgements(written) == [("SAME_AS", "张三", "营业执照一致 / same licence")]


@pytest.mark.parametrize("name", ["same_as", "not_same_as"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"b": "Company:nobody"},
        {"a": "Company:91110115MA1056WF91"},
        {"b": "Person:mc9b90d51f56f896"},
        {"b": "Project:DX2021-00058"},
        {"decided_by": " "},
        {"decided_by": None},
        {"decided_on": None},
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_not_written(written: Town, name: str, wrong: dict[str, Any]) -> None:
    ends = {end: ALL["same_as"].parameters[end] for end in ("a", "b")}
    assert written.rows(ALL[name], **(ends | wrong)) == []
    assert _judgements(written) == []


def test_an_outcome_is_corrected_by_its_number(written: Town) -> None:
    ask = ALL["record_outcome"]
    written.rows(ask)
    written.rows(ask, heads=17, closed_on="2022-07-01", result="justified")
    found = written.neo4j.ask("MATCH (x)-[h:HAS_OUTCOME]->(o:Outcome) RETURN x.node_id AS x, properties(o) AS o")
    assert len(found) == 1
    assert found[0]["x"] == ask.parameters["entity"]
    told = found[0]["o"]
    assert (told["heads"], told["result"], str(told["closed_on"]), told["trigger"]) == (
        17,
        "justified",
        "2022-07-01",
        "alert",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"entity": "Project:nothing"},
        {"entity": "Person:mc9b90d51f56f896"},
        {"trigger": "dream"},
        {"result": "guilty"},
        {"measure": "jail"},
        {"heads": -1},
        {"amount_yuan": -0.01},
        {"inspection_id": " "},
        {"inspection_id": None},
        {"received_on": None},
        {"entity": None},
    ],
    ids=str,
)
def test_an_outcome_that_no_delivery_could_hold_is_not_written(written: Town, wrong: dict[str, Any]) -> None:
    assert written.rows(ALL["record_outcome"], **wrong) == []
    assert written.neo4j.ask("MATCH (o:Outcome) RETURN count(o) AS n") == [{"n": 0}]


def test_a_number_stands_under_one_entity(written: Town) -> None:
    written.rows(ALL["record_outcome"])
    assert written.rows(ALL["record_outcome"], entity="Project:DX2021-00090") == []
    assert written.neo4j.ask("MATCH (x)-[:HAS_OUTCOME]->() RETURN x.key AS x") == [{"x": "DX2021-00058"}]


def test_coded_words_and_columns_are_the_contracts(written: Town) -> None:
    text = ALL["record_outcome"].statement
    fields = {field.name: field for field in contract()["inspection"].fields}
    for name in ("trigger", "result", "measure"):
        words = ", ".join(f"'{word}'" for word in fields[name].enum)
        assert f"IN [{words}]" in text
    written.rows(ALL["record_outcome"], closed_on="2022-07-01")
    told = written.neo4j.ask("MATCH (o:Outcome) RETURN keys(o) AS names")[0]["names"]
    assert set(told) - {"note"} <= set(fields)
    required = {field.name for field in fields.values() if field.required}
    assert required <= set(told)


def test_hostile_texts_come_through_unchanged(written: Town) -> None:
    note = "'}) DETACH DELETE n //\u202e\u0007" + "债" * 10_000
    written.rows(ALL["same_as"], note=note, decided_by="Robert'); MATCH (n) DELETE n")
    written.rows(ALL["record_outcome"], note=note)
    assert _judgements(written) == [("SAME_AS", "Robert'); MATCH (n) DELETE n", note)]
    assert written.neo4j.ask("MATCH (o:Outcome) RETURN o.note AS note") == [{"note": note}]


def test_teams_loaded_with_numbers_alone_are_compared_too(written: Town) -> None:
    """`--workers teams` writes SHARES_WORKERS and no Worker."""
    asked = read(CYPHER / "investigate" / "crews_shared_between_sites.cypher")
    teams = "MATCH (a:Team {node_id: 'Team:DX2021-00063-B01'}) MATCH (b:Team {node_id: 'Team:DX2021-00001-B01'}) "
    for n in (9, 2):
        written.neo4j.ask(teams + "MERGE (b)-[s:SHARES_WORKERS]->(a) SET s.n_workers = $n", n=n)
        told = [(r["n_shared"], r["other_project_id"]) for r in written.dicts(asked, at_least=1)]
        assert ((n, "Project:DX2021-00001") in told) == (n >= 3)
        assert min(told)[0] >= 3


@pytest.mark.parametrize("asked", ALL.values(), ids=lambda q: q.name)
def test_plan_looks_ends_up_by_index(loaded_town: Town, asked: Question) -> None:
    assert complaints(loaded_town, asked) == []


def _judgements(town: Town) -> list[tuple[str, str, str]]:
    text = (
        "MATCH ()-[j:SAME_AS|NOT_SAME_AS]->() RETURN type(j) AS t, j.decided_by AS who, j.note AS note ORDER BY t, who"
    )
    return [(row["t"], row["who"], row["note"]) for row in town.neo4j.ask(text)]


def _state(town: Town) -> list[dict[str, Any]]:
    people = "MATCH (n) RETURN count(n) AS n, count { ()-[r]->() } AS r"
    return town.neo4j.ask(SUMS) + town.neo4j.ask(TIES) + town.neo4j.ask(people)
