"""The toy town as of two days in one Neo4j: for tests that only read, loaded once and again only if something took it out."""

import os
from dataclasses import dataclass
from unittest import mock

import graphrisk.publish.neo4j.server as way
from graphrisk.pipeline.result import Run
from graphrisk.publish.neo4j.load import load
from tests.neo4j.questions import Question
from tests.neo4j.servers import Store

IS_LOADED = "MATCH (r:Run {state: 'whole'}) RETURN r.name AS name, r.is_current AS is_current ORDER BY r.as_of"
IS_WHOLE = "MATCH (n) WHERE n.row_digest IS NOT NULL RETURN count(n) AS n"


@dataclass(frozen=True)
class Town:
    """A database that holds the town's run, and the scores of the run a month before."""

    neo4j: Store
    before: Run
    run: Run

    def rows(self, question: Question, **other: object) -> list[list[object]]:
        """What a question's file answers, with the header's values unless others are given; nodes stay nodes."""
        asked = question.parameters | other
        text = question.path.read_text("utf-8")
        found = self.neo4j.driver.execute_query(text, asked, database_=self.neo4j.database)
        assert list(found.keys) == question.columns
        return [list(record.values()) for record in found.records]

    def dicts(self, question: Question, **other: object) -> list[dict[str, object]]:
        """The same by column."""
        return [dict(zip(question.columns, row, strict=True)) for row in self.rows(question, **other)]


def loaded(neo4j: Store, before: Run, run: Run) -> Town:
    """Load both runs, the later last; Run nodes told by their names."""
    neo4j.empty()
    own = {
        "NEO4J_URI": neo4j.uri,
        "NEO4J_USERNAME": neo4j.user,
        "NEO4J_PASSWORD": neo4j.password,
        "NEO4J_DATABASE": neo4j.database,
    }
    with mock.patch.dict(os.environ, own), way.connect() as store:
        for one in (before, run):
            load(one.folder, store)
    return Town(neo4j, before, run)


def stands(town: Town, n_nodes: int) -> bool:
    """Whether all that was loaded is still there."""
    runs = [{"name": "before", "is_current": False}, {"name": "town", "is_current": True}]
    return town.neo4j.ask(IS_LOADED) == runs and count(town.neo4j) == n_nodes


def count(neo4j: Store) -> int:
    return int(neo4j.ask(IS_WHOLE)[0]["n"])
