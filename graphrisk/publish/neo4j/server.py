"""The way to a Neo4j server: where it is comes from the environment, what goes wrong comes as one sentence."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graphrisk.core.errors import StoreError

LOWEST = (5, 26)  # Cypher 5 as all statements of cypher/ use it
SECONDS = 5.0  # to wait for a connection


@dataclass(frozen=True, slots=True)
class Store:
    """One database of a server that answers."""

    driver: neo4j.Driver
    database: str
    uri: str

    def read(self, statement: str, **parameters: Any) -> list[Any]:
        """All rows of a statement, each a list of its columns."""
        return self._run(statement, parameters, neo4j.READ_ACCESS)

    def write(self, statement: str, **parameters: Any) -> list[Any]:
        """Run a statement that writes, in a transaction of its own."""
        return self._run(statement, parameters, neo4j.WRITE_ACCESS)

    def _run(self, statement: str, parameters: dict[str, Any], access: str) -> list[Any]:
        with told(self.uri), self.driver.session(database=self.database, default_access_mode=access) as session:
            return list(session.run(statement, parameters).values())


@contextmanager
def connect(uri: str | None = None) -> Iterator[Store]:
    """A store by NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE. Raises StoreError."""
    where = uri or os.environ.get("NEO4J_URI", "neo4j://127.0.0.1:7687")
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None:
        raise StoreError("NEO4J_PASSWORD is not set", "set it in the environment; a password is never given as a flag")
    user = os.environ.get("NEO4J_USERNAME", "neo4j")
    database = os.environ.get("NEO4J_DATABASE", "neo4j")
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    with told(where):
        driver = neo4j.GraphDatabase.driver(
            where,
            auth=(user, password),
            connection_timeout=SECONDS,
            connection_acquisition_timeout=SECONDS + 1,
            max_transaction_retry_time=0,
            notifications_min_severity="OFF",
        )
    with driver:
        with told(where):
            driver.verify_connectivity()
        yield Store(driver, database, where)


@contextmanager
def told(uri: str) -> Iterator[None]:
    """What the driver raises, as one sentence with the way out."""
    try:
        yield
    except AuthError as error:
        raise StoreError(f"{uri}: name or password is not accepted", "set NEO4J_USERNAME and NEO4J_PASSWORD") from error
    except ServiceUnavailable as error:
        raise StoreError(
            f"{uri}: no Neo4j server answers", "start it, or set NEO4J_URI; make neo4j starts one"
        ) from error
    except (Neo4jError, DriverError) as error:
        raise StoreError(f"{uri}: {error}", "see the server's log") from error
