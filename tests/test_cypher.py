"""The texts that the loader runs cover all that it loads, each label and type exactly once."""

import pytest

from graphrisk.core.graph import EDGE_KINDS, NODE_KINDS
from graphrisk.publish.neo4j.model import LABELS, TYPES
from graphrisk.publish.neo4j.texts import rows, statements


def test_every_label_has_its_constraint() -> None:
    texts = statements("schema/constraints.cypher")
    assert list(texts) == [*LABELS, "Outcome"]
    assert all(f"FOR (n:{label}) REQUIRE n.node_id IS UNIQUE" in texts[label] for label in LABELS)


@pytest.mark.parametrize("file", ["nodes", "first_nodes"])
def test_every_label_has_its_statement(file: str) -> None:
    texts = statements(f"load/{file}.cypher")
    assert list(texts) == list(LABELS)
    assert all(f"(n:{label} {{node_id: row.node_id}})" in text for label, text in texts.items())


@pytest.mark.parametrize("file", ["relationships", "first_relationships"])
def test_every_type_has_its_statements(file: str) -> None:
    texts = statements(f"load/{file}.cypher")
    assert {name.split()[1] for name in texts} == set(TYPES)
    assert {f"{a} {kind} {b}" for kind, (a, b) in EDGE_KINDS.items()} <= texts.keys()
    for name, text in texts.items():
        source, kind, target = name.split()
        assert f"(a:{source} {{node_id: row.source}})" in text
        assert f"(b:{target} {{node_id: row.target}})" in text
        assert f"(a)-[r:{kind}]->(b)" in text


@pytest.mark.parametrize("file", ["loaded", "gone"])
def test_everything_can_be_looked_at_and_taken_away(file: str) -> None:
    assert set(statements(f"load/{file}.cypher")) == {*LABELS, *TYPES}


def test_every_label_and_type_has_its_rows() -> None:
    assert set(rows("nodes")) == set(LABELS) > set(NODE_KINDS)
    assert set(rows("relationships")) - {"graph"} == set(TYPES) - set(EDGE_KINDS)
