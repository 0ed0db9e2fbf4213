"""Where the tests' Neo4j comes from: a server that is given and marked, else Docker, else Maven's jars.

A test database is one that holds a node (:GraphriskTestDatabase); tests delete what else is in it. To make one:
    echo 'CREATE (:GraphriskTestDatabase)' | cypher-shell
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "cypher" / "server"))
import serve  # noqa: E402

MARK = "GraphriskTestDatabase"
# for a server of some minutes: else half its CPU goes into compiling what runs a few times
BRIEF = ("-XX:TieredStopAtLevel=1",)


@dataclass(frozen=True)
class Store:
    """A database that tests may write to."""

    uri: str
    user: str
    password: str
    database: str
    is_ours: bool  # started by the tests, gone when they end
    driver: Driver
    log: Callable[[], str]
    server: serve.Server | None = None  # where it is of Maven's jars

    def ask(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one query."""
        return [
            record.data() for record in self.driver.execute_query(query, parameters, database_=self.database).records
        ]

    def empty(self) -> None:
        """Take out all nodes but the mark, all constraints and all indexes."""
        refuse_unmarked(self)
        with self.driver.session(database=self.database) as session:
            query = f"MATCH (n) WHERE NOT n:{MARK} CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 10000 ROWS"
            session.run(query).consume()
        for row in self.ask("SHOW CONSTRAINTS YIELD name"):
            self.ask(f"DROP CONSTRAINT `{row['name']}`")
        for row in self.ask("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"):
            self.ask(f"DROP INDEX `{row['name']}`")


class RefusedError(Exception):
    """The server that was given is not a test database."""


class NoneFoundError(Exception):
    """Neither Docker nor Java with Maven is there."""


@contextmanager
def store(home: Path) -> Iterator[Store]:
    """The first database that can be had."""
    with ExitStack() as opened:
        if os.environ.get("NEO4J_URI"):
            yield opened.enter_context(_given())
            return
        reasons = []
        for way in (_docker, _maven):
            try:
                found = opened.enter_context(way(home))
                break
            except NoneFoundError as error:
                reasons.append(str(error))
        else:
            raise NoneFoundError("no Neo4j server for the tests: " + "; ".join(reasons))
        found.ask(f"MERGE (:{MARK})")
        yield found


def refuse_unmarked(given: Store) -> None:
    """Reads only; raises unless the database says that it is for tests."""
    if given.ask(f"MATCH (m:{MARK}) RETURN count(m) AS n") == [{"n": 0}]:
        raise RefusedError(
            f"{given.uri} holds no node (:{MARK}), so nothing is written to it: unset NEO4J_URI and the tests start a "
            f"server of their own, or, if all that is in database {given.database} may be deleted, CREATE (:{MARK})"
        )


@contextmanager
def connected(uri: str, user: str, password: str, database: str, **more: Any) -> Iterator[Store]:
    with GraphDatabase.driver(uri, auth=(user, password), max_transaction_retry_time=5) as driver:
        driver.verify_connectivity()
        yield Store(uri, user, password, database, driver=driver, **more)


@contextmanager
def _given() -> Iterator[Store]:
    words = [os.environ.get(f"NEO4J_{name}") for name in ("URI", "USERNAME", "PASSWORD", "DATABASE")]
    uri, user, password, database = (
        word or usual for word, usual in zip(words, ("", "neo4j", "", "neo4j"), strict=True)
    )
    with connected(
        uri, user, password, database, is_ours=False, log=lambda: f"(the log of {uri} is with its owner)"
    ) as given:
        refuse_unmarked(given)
        yield given


@contextmanager
def _maven(home: Path) -> Iterator[Store]:
    try:
        server = serve.start(home / "server", gds=True, java_options=BRIEF)
    except serve.ServerError as error:
        raise NoneFoundError(str(error)) from error
    try:
        where = (server.uri, server.user, server.password, server.database)
        with connected(*where, is_ours=True, log=lambda: server.log, server=server) as made:
            yield made
    finally:
        server.kill()  # its home is a test's own folder


@contextmanager
def _docker(home: Path) -> Iterator[Store]:
    """By the compose file that users have, under another project's name, on free ports."""
    bolt, http, password = _free_port(), _free_port(), secrets.token_urlsafe(18)
    (home / "plugins").mkdir()
    (home / "auth").write_text(f"neo4j/{password}", encoding="utf-8")
    own = {
        "NEO4J_BOLT_PORT": bolt,
        "NEO4J_HTTP_PORT": http,
        "NEO4J_AUTH_SECRET": home / "auth",
        "NEO4J_PLUGINS_FOLDER": home / "plugins",
    }

    def compose(*words: str) -> str:
        command = ["docker", "compose", "-f", str(ROOT / "docker-compose.yml"), "-p", f"graphrisk-test-{bolt}", *words]
        env = os.environ | {name: str(value) for name, value in own.items()}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoneFoundError(f"docker compose {words[0]}: {done.stderr.strip()[-500:]}")
        return done.stdout

    if (
        shutil.which("docker") is None
        or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode != 0
    ):
        raise NoneFoundError("no Docker engine answers")
    try:
        compose("up", "--detach", "--wait")
        where = (f"neo4j://127.0.0.1:{bolt}", "neo4j", password, "neo4j")
        with connected(*where, is_ours=True, log=lambda: compose("logs", "--no-color")) as made:
            yield made
    finally:
        compose("down", "--volumes")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
