"""Whatever goes wrong with the server is told in one sentence and soon; whatever is delivered comes through unchanged."""

import os
import re
import resource
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.core.errors import StoreError
from graphrisk.core.run import RunFolder
from graphrisk.pipeline.result import Run
from graphrisk.publish.neo4j.load import load
from graphrisk.publish.neo4j.server import connect
from tests.corridor.test_cli import graphrisk
from tests.neo4j.servers import BRIEF, Store, serve

SOON = 10  # seconds


def environment(uri: str, user: str = "neo4j", password: str = "a password", database: str = "neo4j") -> dict[str, str]:
    return {"NEO4J_URI": uri, "NEO4J_USERNAME": user, "NEO4J_PASSWORD": password, "NEO4J_DATABASE": database}


def refusal(told: dict[str, str], **more: object) -> StoreError:
    """What is said of an environment, within ten seconds."""
    begun = time.monotonic()
    with mock.patch.dict(os.environ, told), pytest.raises(StoreError) as caught, connect(**more):  # type: ignore[arg-type]
        pytest.fail("was opened")
    assert time.monotonic() - begun < SOON
    assert caught.value.hint
    assert caught.value.exit_code == 4
    return caught.value


@contextmanager
def listening(answer: Callable[[socket.socket], object]) -> Iterator[int]:
    """A port where something that is no Neo4j answers."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(50)
        guests: list[socket.socket] = []

        def serve_guests() -> None:
            while True:
                try:
                    guests.append(door.accept()[0])
                    answer(guests[-1])
                except OSError:
                    return

        Thread(target=serve_guests, daemon=True).start()
        yield door.getsockname()[1]
        for guest in guests:
            guest.close()


def silence(guest: socket.socket) -> None:
    del guest


def http(guest: socket.socket) -> None:
    guest.recv(100)
    guest.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    guest.close()


def tls(guest: socket.socket) -> None:
    """Takes nothing but a greeting of TLS, and refuses that politely."""
    if guest.recv(5)[:2] == b"\x16\x03":
        guest.sendall(bytes.fromhex("15030300020228"))
    guest.close()


def old(guest: socket.socket) -> None:
    guest.recv(100)
    guest.sendall(bytes(4))
    guest.close()


# what answers, scheme -> what is said, and the way out
ANSWERS = {
    "silence": (silence, "neo4j", "takes the connection and does not answer", "start the server"),
    "silence, encrypted": (silence, "bolt+s", "takes the connection and does not answer", "start the server"),
    "hangs up": (socket.socket.close, "neo4j", "takes the connection and does not answer", "start the server"),
    "Browser's port": (http, "neo4j", "speaks HTTP, not Bolt", "7687"),
    "wants encryption": (tls, "bolt", "wants encryption", "bolt+s://"),
    "certificate": (tls, "bolt+s", "certificate is not accepted", "bolt+ssc://"),
    "Bolt of long ago": (old, "neo4j", "an old Neo4j, and graphrisk needs Neo4j 5.26 or newer", "make neo4j"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_something_else_answers(kind: str) -> None:
    answer, scheme, said, way_out = ANSWERS[kind]
    with listening(answer) as port:
        error = refusal(environment(f"{scheme}://127.0.0.1:{port}"))
    assert said in str(error)
    assert f"127.0.0.1:{port}" in str(error)
    assert way_out in error.hint


ADDRESSES = {
    "neo4j://127.0.0.1:1": "no server runs at 127.0.0.1:1",
    "neo4j://no-such-host.invalid:7687": "no address is known of no-such-host.invalid",
    "http://127.0.0.1:7474": "is no address of a Neo4j server",
    "127.0.0.1:7687": "is no address of a Neo4j server",
    "neo4j://127.0.0.1:port": "is no address of a Neo4j server",
    "neo4j://127.0.0.1:77777": "is no address of a Neo4j server",
    "neo4j://": "is no address of a Neo4j server",
    "neo4j://neo4j:s3cret/pw@127.0.0.1:7687": "holds a user or a password",
}


@pytest.mark.parametrize("uri", ADDRESSES)
def test_an_address_where_nobody_is(uri: str) -> None:
    error = refusal(environment(uri))
    assert ADDRESSES[uri] in str(error)
    assert "s3cret" not in f"{error} {error.hint} {error.__cause__}"


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        time.sleep(SOON)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    assert "no address is known" in str(refusal(environment("neo4j://some.host:7687")))


def test_without_a_password_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    for empty in ({}, {"NEO4J_PASSWORD": ""}):
        monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
        assert "NEO4J_PASSWORD is not set" in str(refusal({"NEO4J_URI": "neo4j://127.0.0.1:1"} | empty))


def test_on_the_command_line_it_is_one_sentence_and_exit_code_4(town_run: Run, tmp_path: Path) -> None:
    """No traceback, nothing of the driver's own tries; a run that stands is not touched, none is begun."""
    with listening(silence) as port:
        silent, nobody = f"neo4j://127.0.0.1:{port}", "neo4j://127.0.0.1:1"
        run = ("run", nobody, "--as-of", "2022-06-15", "--out", tmp_path / "r")
        for uri, words in ((silent, ("neo4j", "load", town_run.path)), (nobody, run)):
            with mock.patch.dict(os.environ, environment(uri)):
                done = graphrisk(*words)
            assert done.returncode == 4
            told = done.stderr.splitlines()
            assert [line.split(":")[0] for line in told] == ["graphrisk", "  what to do"]
            assert uri in told[0]
    assert not list(tmp_path.iterdir())


@contextmanager
def somebody(neo4j: Store, must_change: str) -> Iterator[dict[str, str]]:
    """Another user of the server, so that nobody is locked out."""
    name, password = "graphrisk_of_a_test", "right password"

    def ask(statement: str, **told: str) -> None:
        neo4j.driver.execute_query(statement, told, database_="system")

    ask("DROP USER graphrisk_of_a_test IF EXISTS")
    ask(f"CREATE USER graphrisk_of_a_test SET PASSWORD $password CHANGE {must_change}", password=password)
    yield environment(neo4j.uri, name, password)
    ask("DROP USER graphrisk_of_a_test IF EXISTS")


def test_wrong_passwords(neo4j: Store) -> None:
    with somebody(neo4j, "REQUIRED") as told:
        error = refusal(told)
        assert "has to be changed first" in str(error)
        assert "Browser" in error.hint
    with somebody(neo4j, "NOT REQUIRED") as told:
        said = [str(refusal(told | {"NEO4J_PASSWORD": "wrong"})) for _ in range(4)]
        assert "name or password is not accepted" in said[0]
        assert "too many wrong passwords" in said[-1]
        assert "wrong" not in "".join(said).replace("too many wrong passwords", "")


def test_a_server_that_answers_and_is_not_the_one_wanted(neo4j: Store) -> None:
    told = environment(neo4j.uri, neo4j.user, neo4j.password, neo4j.database)
    assert "does not exist" in str(refusal(told | {"NEO4J_DATABASE": "nowhere"}))
    assert "holds no graph" in str(refusal(told | {"NEO4J_DATABASE": "system"}))
    error = refusal(told, lowest=(9999, 1))
    assert re.search(r"is Neo4j/\d+\.\d+.*, and graphrisk needs Neo4j 9999\.1 or newer", str(error))
    if neo4j.is_ours:
        encrypted = neo4j.uri.replace("neo4j://", "neo4j+s://")
        error = refusal(told | {"NEO4J_URI": encrypted})
        assert "does not encrypt" in str(error)
        assert error.hint.startswith(neo4j.uri)


class Own:
    """A server that a test may kill, with the environment that names it."""

    def __init__(self, home: Path) -> None:
        self.home, self.server = home, serve.start(home, heap="512m", pagecache="64m", java_options=BRIEF)

    def again(self, **setting: str) -> None:
        """Kill it, and start it on the same home and port."""
        self.server.kill()
        time.sleep(1)  # a port is not free the moment its server is gone
        self.server = serve.start(
            self.home, bolt_port=self.server.bolt_port, heap="512m", pagecache="64m", java_options=BRIEF,
            settings={name.replace("__", "."): value for name, value in setting.items()},
        )  # fmt: skip

    def load(self, run: RunFolder, step: Callable[[str, int, int], None] | None = None) -> None:
        with self.open() as store:
            load(run, store, progress=step)

    @contextmanager
    def open(self) -> Iterator[object]:
        with (
            mock.patch.dict(os.environ, environment(self.server.uri, password=self.server.password)),
            connect() as store,
        ):
            yield store

    def ask(self, statement: str) -> list[list[object]]:
        with self.open() as store:
            return store.read(statement)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def own(neo4j: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """A server beside the one of all tests, of Maven's jars."""
    del neo4j  # so that its worker, which has the jars, runs this too
    made = Own(tmp_path_factory.mktemp("own") / "server")
    yield made
    made.server.kill()


@pytest.fixture(scope="module")
def hollow(town_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with every file that loading reads, and no row in any."""
    made = tmp_path_factory.mktemp("hollow") / "run"
    for file in sorted(town_run.path.rglob("*")):
        to = made / file.relative_to(town_run.path)
        if file.suffix == ".parquet":
            to.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pq.read_table(file).slice(0, 0), to)
        elif file.name == "manifest.json" or file.parent.name == "rooms":
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)
    return made


def with_companies(hollow: Path, to: Path, names: list[str]) -> RunFolder:
    """The hollow run with companies and projects that are called so, and each company a contractor of its project."""
    shutil.copytree(hollow, to, dirs_exist_ok=True)
    keys = {kind: [_key(i, name) for i, name in enumerate(names)] for kind in ("Company", "Project")}
    nodes = [
        {"node_id": f"{kind}:{key}", "kind": kind, "key": key, "name": name, "attributes": "{}"}
        for kind in keys
        for key, name in zip(keys[kind], names, strict=True)
    ]
    edges = [
        {
            "kind": "CONTRACTS_FOR", "source": f"Company:{a}", "target": f"Project:{b}", "weight": 1.0, "since": None, "until": None,
            "evidence": [{"table": "project", "key": b, "received_on": None}],
        }
        for a, b in zip(keys["Company"], keys["Project"], strict=True)
    ]  # fmt: skip
    for name, rows in (("nodes", nodes), ("edges", edges)):
        schema = pq.read_schema(hollow / f"{name}.parquet")
        pq.write_table(pa.Table.from_pylist(rows, schema), to / f"{name}.parquet")
    return RunFolder(to)


def _key(number: int, name: str) -> str:
    return f"{number} {name[:500]}"


HOSTILE = [
    "'", '"', "\\", "`", "\\'", "\\u0027", "}) DETACH DELETE n //", "' OR 1=1 //", "'}) MATCH (n) DETACH DELETE n RETURN ('",
    "$rows", "{name: 'x'}", "\u202egnp.exe\u202c", "\u2066a\u2069", "\u200b", "\ufeff", "😀👩‍👩‍👧", "\U0010ffff", "\x00", "a\x00b", "\x1f\x7f", "\r\n\t",
    "", " ", "长" * 10_000, "null", "NaN", "=1+1", "<script>alert(1)</script>", "e\u0301 é", "\ue0f0",
]  # fmt: skip


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(texts=st.lists(st.text(max_size=60), max_size=40))
def test_hostile_text_comes_through_unchanged_and_harmless(
    texts: list[str], own: Own, hollow: Path, tmp_path: Path
) -> None:
    """Lone surrogates are not among it: no column of a run can hold one."""
    names = [*HOSTILE, *texts]
    run = with_companies(hollow, tmp_path / "run", names)
    own.load(run)
    found = own.ask(
        "MATCH (c:Company)-[r:CONTRACTS_FOR]->(p:Project) "
        "RETURN toInteger(split(c.key, ' ')[0]) AS i, c.name, p.name, c.key, p.node_id, r.evidence ORDER BY i"
    )
    keys = [_key(i, name) for i, name in enumerate(names)]
    assert found == [
        [i, name, name, key, f"Project:{key}", [f"project/{key}"]]
        for i, (name, key) in enumerate(zip(names, keys, strict=True))
    ]
    assert own.ask("MATCH (n) WHERE NOT n:Run RETURN count(n)") == [[2 * len(names)]]
    own.load(run)
    assert own.ask("MATCH (n) WHERE NOT n:Run RETURN count(n)") == [[2 * len(names)]]
    with pytest.raises(UnicodeEncodeError):
        pa.array(["\ud800"])


def test_what_is_half_written_says_so_and_goes_on(own: Own, hollow: Path, tmp_path: Path) -> None:
    """Killed in mid-load; then no more room on the disk; then read-only: three starts of one server."""
    state = "MATCH (r:Run) RETURN r.state"
    run = with_companies(hollow, tmp_path / "one", [f"甲{i}" for i in range(500)])

    def killed(name: str, *_: int) -> None:
        if name == "CONTRACTS_FOR":
            own.server.kill()

    with pytest.raises(StoreError, match="the connection broke off") as caught:
        own.load(run, killed)
    assert "a load goes on where it broke off" in caught.value.hint
    assert "no server runs at" in str(refusal(environment(own.server.uri)))
    own.again()
    assert own.ask(state) == [["loading"]]
    own.load(run)
    assert own.ask(state) == [["whole"]]
    assert own.ask("MATCH (:Company)-[r:CONTRACTS_FOR]->(:Project) RETURN count(r)") == [[500]]

    larger = with_companies(hollow, tmp_path / "two", [f"{i}" + "乙" * 2000 for i in range(1000)])
    _, most = resource.prlimit(own.server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(own.server.pid, resource.RLIMIT_FSIZE, (1 << 20, most))  # no file may grow: a disk is full there
    for _ in range(2):  # when it happens, and as long as it lasts
        with pytest.raises(StoreError, match="can no longer write there: most often its disk is full") as caught:
            own.load(larger)
        assert "make room" in caught.value.hint
    own.again(server__databases__default_to_read_only="true")
    assert own.ask(state) == [["loading"]]
    with pytest.raises(StoreError, match="the database is read-only") as caught:
        own.load(larger)
    assert "NEO4J_DATABASE" in caught.value.hint
