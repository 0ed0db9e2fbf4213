"""The way to a Neo4j server: where it is comes from the environment, what goes wrong comes as one sentence."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    UnsupportedServerProduct,
)

from graphrisk.core.errors import StoreError
from graphrisk.publish.neo4j.knock import is_known, knock

LOWEST = (5, 26)  # Cypher 5 as all statements of cypher/ use it
SECONDS = 4.0  # to wait for a name, and for a connection: a server that is down is told of within 10 in all
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

_SET = "set NEO4J_URI, e.g. to neo4j://127.0.0.1:7687"
_AGAIN = "then the same command again: a load goes on where it broke off"
# What the server says -> what it means, and the way out. The first part that is in a code or a message counts.
_SAID = {
    "AuthenticationRateLimit": (
        "too many wrong passwords, the server takes none for some seconds",
        "wait, then set NEO4J_USERNAME and NEO4J_PASSWORD",
    ),
    "CredentialsExpired": ("the password has to be changed first", "sign in with Neo4j Browser and change it"),
    "Security.Unauthorized": ("name or password is not accepted", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
    "Security.Forbidden": ("the user may not do this", "give it the rights, or another one in NEO4J_USERNAME"),
    "DatabaseNotFound": ("the database does not exist", "name one that does in NEO4J_DATABASE"),
    "ReadOnly": (
        "the database is read-only",
        "take server.databases.default_to_read_only or .read_only from its settings, or name another in NEO4J_DATABASE",
    ),
    **dict.fromkeys(
        ("No space left", "TransactionLogError", "critical error", "DatabaseUnavailable"),
        (
            "the server can no longer write there: most often its disk is full",
            f"make room (its log tells what was wrong), start it again, {_AGAIN}",
        ),
    ),
    "OutOfMemory": ("the server's memory is too small", f"give it more (server.memory.*), {_AGAIN}"),
    "too large to index": (
        "an id is longer than 8 KB, which no index takes",
        "have the agency deliver its own, shorter number, and run again",
    ),
    "in a user database": ("this database holds no graph", "name another in NEO4J_DATABASE"),
}


@dataclass(frozen=True, slots=True)
class Store:
    """One database of a server that answers."""

    driver: neo4j.Driver
    database: str
    uri: str

    def read(self, statement: str, **parameters: Any) -> list[Any]:
        """All rows of a statement, each a list of its columns. Raises StoreError."""
        return self._run(statement, parameters, neo4j.READ_ACCESS)

    def write(self, statement: str, **parameters: Any) -> list[Any]:
        """Run a statement that writes, in a transaction of its own. Raises StoreError."""
        return self._run(statement, parameters, neo4j.WRITE_ACCESS)

    def _run(self, statement: str, parameters: dict[str, Any], access: str) -> list[Any]:
        with (
            _told(self.uri, self.database),
            self.driver.session(database=self.database, default_access_mode=access) as session,
        ):
            return list(session.run(statement, parameters).values())


@contextmanager
def connect(uri: str | None = None, lowest: tuple[int, int] = LOWEST) -> Iterator[Store]:
    """A store by NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.

    Raises StoreError where there is none, within 10 seconds.
    """
    where = uri or os.environ.get("NEO4J_URI") or "neo4j://127.0.0.1:7687"
    host, port = _address(where)
    password = os.environ.get("NEO4J_PASSWORD")
    if not password:
        raise StoreError("NEO4J_PASSWORD is not set", "set it in the environment; a password is never given as a flag")
    user = os.environ.get("NEO4J_USERNAME") or "neo4j"
    database = os.environ.get("NEO4J_DATABASE") or "neo4j"
    if not is_known(host, port, SECONDS):
        raise StoreError(f"{where}: no address is known of {host}", _SET)
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # it tells of every try; here one sentence does
    with neo4j.GraphDatabase.driver(
        where,
        auth=(user, password),
        connection_timeout=SECONDS,
        connection_acquisition_timeout=SECONDS,
        max_transaction_retry_time=0,
        notifications_min_severity="OFF",
    ) as driver:
        _greet(driver, where, database, lowest)
        yield Store(driver, database, where)


def _address(uri: str) -> tuple[str, int]:
    """Host and port of a server's address. Raises StoreError, and never repeats a password that stands in it."""
    if "@" in uri:
        raise StoreError(
            f"{re.sub('//.*@', '//…@', uri)} holds a user or a password",
            "leave them out of the address: NEO4J_USERNAME, NEO4J_PASSWORD",
        )
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port or 7687
    except ValueError as error:
        raise StoreError(f"{uri} is no address of a Neo4j server: {error}", _SET) from error
    if parts.scheme not in SCHEMES or not host:
        raise StoreError(f"{uri} is no address of a Neo4j server: it begins with {'://, '.join(SCHEMES)}://", _SET)
    return host, port


def _greet(driver: neo4j.Driver, uri: str, database: str, lowest: tuple[int, int]) -> None:
    try:
        with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS) as session:
            agent = session.run("RETURN 1").consume().server.agent
    except (ServiceUnavailable, SessionExpired) as error:
        raise _nobody(uri) from error
    except UnsupportedServerProduct as error:
        raise _too_old(uri, "an old Neo4j", lowest) from error
    except (Neo4jError, DriverError) as error:
        raise _meant(uri, database, error) from error
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if found is None:
        raise StoreError(f"{uri} is no Neo4j server but {agent}", _SET)
    if (int(found[1]), int(found[2])) < lowest:
        raise _too_old(uri, agent, lowest)


def _too_old(uri: str, agent: str, lowest: tuple[int, int]) -> StoreError:
    wanted = ".".join(map(str, lowest))
    return StoreError(
        f"{uri} is {agent}, and graphrisk needs Neo4j {wanted} or newer", "install it; make neo4j starts one"
    )


def _nobody(uri: str) -> StoreError:
    """Why no server was reached: what does answer at its address."""
    (host, port), scheme = _address(uri), uri.partition(":")[0]
    place, plain = f"[{host}]:{port}" if ":" in host else f"{host}:{port}", scheme.partition("+")[0]
    found = knock(host, port)
    if found == "http":
        return StoreError(
            f"{uri}: {place} speaks HTTP, not Bolt", "Browser's port is 7474, the one wanted here is 7687"
        )
    if found == "bolt" and scheme != plain:
        return StoreError(f"{uri}: the server does not encrypt", f"{plain}://{place}, or switch TLS on for Bolt there")
    if found == "bolt":
        return StoreError(
            f"{uri}: the server answers, but not under the address that it gives to drivers",
            f"bolt://{place} goes straight to it; or set server.bolt.advertised_address there",
        )
    if found == "tls" and scheme == plain:
        return StoreError(
            f"{uri}: the server wants encryption",
            f"{plain}+s://{place}, or {plain}+ssc:// with a certificate of its own",
        )
    if found == "tls":
        return StoreError(
            f"{uri}: the server's certificate is not accepted",
            f"{plain}+ssc://{place} takes one of its own, or have it signed",
        )
    said = {
        "refused": f"no server runs at {place}",
        "silence": f"{place} takes the connection and does not answer",
        "far": f"{place} cannot be reached",
    }
    return StoreError(f"{uri}: {said[found]}", "start the server (make neo4j does), or set NEO4J_URI")


@contextmanager
def _told(uri: str, database: str) -> Iterator[None]:
    """What goes wrong while a statement runs, as one sentence with the way out."""
    try:
        yield
    except (ServiceUnavailable, SessionExpired) as error:
        raise StoreError(f"{uri}: the connection broke off", f"see that the server runs, {_AGAIN}") from error
    except (Neo4jError, DriverError) as error:
        raise _meant(uri, database, error) from error


def _meant(uri: str, database: str, error: Exception) -> StoreError:
    code, message = str(getattr(error, "code", "") or ""), str(getattr(error, "message", "") or error)
    for part, (meaning, way_out) in _SAID.items():
        if part in code or part in message:
            return StoreError(f"{uri}, database {database}: {meaning}", way_out)
    if isinstance(error, AuthError):
        return StoreError(f"{uri}: {_SAID['Security.Unauthorized'][0]}", _SAID["Security.Unauthorized"][1])
    return StoreError(f"{uri}, database {database}: {code} {message}".strip(), "see the server's log")
