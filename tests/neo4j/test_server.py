"""The server that tests and `make neo4j` run: on loopback, silent, refused unless it is for tests."""

import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.neo4j import servers
from tests.neo4j.servers import MARK, ROOT, RefusedError, Store, serve

QUIET = ["client.allow_telemetry", "dbms.usage_report.enabled", "server.bolt.telemetry.enabled"]


@pytest.fixture
def given(neo4j: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The server as one that a user names in the environment."""
    monkeypatch.setenv("NEO4J_URI", neo4j.uri)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j.password)
    monkeypatch.setenv("NEO4J_DATABASE", neo4j.database)
    return neo4j


def content(asked: Store) -> list[dict[str, Any]]:
    return asked.ask("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY elementId(n)")


def test_a_given_database_that_is_not_marked_is_refused_and_left_alone(
    empty_database: Store, given: Store, tmp_path: Path
) -> None:
    given.ask(f"MATCH (m:{MARK}) DELETE m CREATE (:Company {{name: '别人的公司'}})")
    try:
        before = content(given)
        with pytest.raises(RefusedError, match=f"holds no node \\(:{MARK}\\)"), servers.store(tmp_path):
            pytest.fail("was opened")
        with pytest.raises(RefusedError):
            given.empty()
        assert content(given) == before == [{"labels": ["Company"], "properties": {"name": "别人的公司"}}]
    finally:
        given.ask(f"CREATE (:{MARK})")


def test_a_given_database_that_is_marked_is_used_and_is_not_ours(given: Store, tmp_path: Path) -> None:
    with servers.store(tmp_path) as opened:
        assert (opened.uri, opened.is_ours, opened.server) == (given.uri, False, None)
        assert opened.ask("RETURN 1 AS one") == [{"one": 1}]
    assert list(tmp_path.iterdir()) == [], "nothing was started"


def test_an_empty_database_keeps_its_mark_alone(neo4j: Store) -> None:
    neo4j.ask("CREATE CONSTRAINT of_a_test IF NOT EXISTS FOR (t:OfATest) REQUIRE t.key IS UNIQUE")
    neo4j.ask("CREATE (:OfATest {key: 1})-[:R]->(:OfATest {key: 2})")
    neo4j.empty()
    assert content(neo4j) == [{"labels": [MARK], "properties": {}}]
    assert neo4j.ask("SHOW CONSTRAINTS") == []


def test_nothing_is_told_to_anybody(neo4j: Store) -> None:
    rows = neo4j.ask("SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value ORDER BY name", names=QUIET)
    assert rows == [{"name": name, "value": "false"} for name in QUIET]


def test_it_is_the_version_that_all_files_name(neo4j: Store) -> None:
    (row,) = neo4j.ask("CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition")
    if neo4j.is_ours:
        assert row == {"version": serve.VERSION, "edition": "community"}
    assert f"<neo4j.version>{serve.VERSION}<" in (ROOT / "cypher/server/pom.xml").read_text(encoding="utf-8")
