"""The server that tests and `make neo4j` run: on loopback, silent, refused unless it is for tests."""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jars  # of cypher/server, which tests.neo4j.servers puts on the path
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


def test_a_given_database_that_is_not_marked_is_refused_and_left_alone(given: Store, tmp_path: Path) -> None:
    given.empty()
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
    rows = neo4j.ask(
        "SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value ORDER BY name", names=QUIET
    )
    assert rows == [{"name": name, "value": "false"} for name in QUIET]


def test_it_is_the_version_that_all_files_name(neo4j: Store) -> None:
    (row,) = neo4j.ask("CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition")
    if neo4j.is_ours:
        assert row == {"version": serve.VERSION, "edition": "community"}
    assert f"<neo4j.version>{serve.VERSION}<" in (ROOT / "cypher/server/pom.xml").read_text(encoding="utf-8")


def listens_on(pid: int) -> set[str]:
    """Addresses, as /proc writes them, on which a process listens."""
    own = {Path(f"/proc/{pid}/fd/{fd.name}").readlink().as_posix() for fd in Path(f"/proc/{pid}/fd").iterdir()}
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]
    ]
    return {words[1].rpartition(":")[0] for words in lines if words[3] == "0A" and f"socket:[{words[9]}]" in own}


@pytest.fixture(scope="module")
def jars_server(neo4j: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serve.Server]:
    """The server of Maven's jars: the tests' own, or one beside the one that is given."""
    if neo4j.server is not None:
        yield neo4j.server
        return
    server = serve.start(tmp_path_factory.mktemp("jars") / "server")
    yield server
    server.kill()


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="sockets are read from Linux's /proc")
def test_it_listens_on_loopback_only(jars_server: serve.Server) -> None:
    loopback = {"0100007F", "0000000000000000FFFF00000100007F"}  # 127.0.0.1 as IPv4, and as Java's IPv6 socket has it
    found = listens_on(jars_server.pid)
    assert found
    assert found <= loopback


def test_browser_is_served_and_knows_where_bolt_is(jars_server: serve.Server) -> None:
    with urllib.request.urlopen(jars_server.browser) as page:
        assert "<title>Neo4j Browser" in page.read().decode()
    with urllib.request.urlopen(f"http://127.0.0.1:{jars_server.http_port}/") as found:
        assert json.load(found)["bolt_routing"] == jars_server.uri


def test_its_password_is_kept_from_other_people(jars_server: serve.Server) -> None:
    kept = jars_server.home / "password"
    if kept.exists():
        assert kept.stat().st_mode & 0o777 == 0o600
    assert list((jars_server.home / "run").glob("*.args")) == [], "what AdminTool read the password from"
    told = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(jars_server.pid)], capture_output=True, text=True, check=False
    )
    assert jars_server.password not in told.stdout + jars_server.log


def test_a_second_server_on_the_same_home_or_port_is_told_so(jars_server: serve.Server, tmp_path: Path) -> None:
    assert serve.running(jars_server.home) == jars_server
    with pytest.raises(serve.ServerError, match=f"in use by process {jars_server.pid}.*--stop"):
        serve.start(jars_server.home)
    with pytest.raises(serve.ServerError, match=f"port {jars_server.bolt_port} for Bolt is in use.*--bolt-port"):
        serve.start(tmp_path, bolt_port=jars_server.bolt_port)


@pytest.mark.slow
def test_it_lives_through_a_power_cut_and_stops_when_asked(
    neo4j: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del neo4j  # its worker has the jars
    monkeypatch.setenv("NEO4J_PASSWORD", 'a "quoted" \\ pass')
    server = serve.start(tmp_path / "a home", settings={"server.memory.pagecache.size": "64m"})
    assert not (server.home / "password").exists(), "a given password is not written down"
    with servers.connected(server.uri, "neo4j", server.password, "neo4j", is_ours=True, log=str) as store:
        store.ask("CREATE (:Kept {n: 1})")
    server.kill()
    again = serve.start(server.home, bolt_port=server.bolt_port)
    with servers.connected(again.uri, "neo4j", again.password, "neo4j", is_ours=True, log=str) as store:
        assert store.ask("MATCH (k:Kept) RETURN k.n AS n") == [{"n": 1}]
    with pytest.raises(serve.ServerError, match="another password"):
        serve._wait(replace(again, password="another one"), SimpleNamespace(poll=lambda: None), 60)
    assert serve.running(server.home) is None, "it was stopped"
    assert "Neo4j Server shutdown initiated by request" in again.log
    monkeypatch.delenv("NEO4J_PASSWORD")
    with pytest.raises(serve.ServerError, match="give it again"):
        serve.start(server.home)


def program(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_without_java_or_with_an_old_one_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(serve.ServerError, match="java is not found: apt-get install openjdk-17-jre-headless"):
        jars.java()
    program(tmp_path / "bin", "java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2")
    with pytest.raises(serve.ServerError, match=r"needs Java 17 or 21, and .*11\.0\.2.*apt-get install openjdk-17"):
        jars.java()
    program(tmp_path / "bin", "java", "echo 'openjdk version \"21.0.4\" 2024-07-16 LTS' >&2")
    assert jars.java() == str(tmp_path / "bin" / "java")


def test_jars_are_whole_or_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "WAITS", (0, 0))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(serve.ServerError, match="apt-get install maven"):
        serve.fetch(tmp_path / "cache")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    tries = tmp_path / "tries"
    program(tmp_path / "bin", "mvn", f"echo x >> {tries}; echo 'status: 429 Too Many Requests'; exit 1")
    with pytest.raises(serve.ServerError, match="429"):
        serve.fetch(tmp_path / "cache")
    assert tries.read_text().count("x") == 3
    assert not (tmp_path / "cache").exists(), "nothing half-fetched is left as the cache"
    says = f"""echo x >> {tries}
for word in "$@"; do case $word in -DoutputDirectory=*) out="${{word#*=}}" ;; esac; done
mkdir -p "$out"; echo jar > "$out/neo4j-5.26.31.jar"; echo jar > "$out/proc-2.13.9.jar" """
    program(tmp_path / "bin", "mvn", says)
    made = serve.fetch(tmp_path / "cache")
    assert sorted(jar.relative_to(made).as_posix() for jar in made.rglob("*.jar")) == [
        "gds/proc-2.13.9.jar",
        "lib/neo4j-5.26.31.jar",
    ]
    serve.fetch(tmp_path / "cache")
    assert tries.read_text().count("x") == 4, "a whole cache is used"
    (made / "lib" / "neo4j-5.26.31.jar").write_text("cut", encoding="utf-8")
    serve.fetch(tmp_path / "cache")
    assert tries.read_text().count("x") == 5, "a cut one is not"


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]["neo4j"]


def test_compose_runs_the_same_version_on_loopback_with_a_secret_file(service: dict[str, Any]) -> None:
    whole = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert service["image"] == f"neo4j:{serve.VERSION}-community"
    assert [port.split(":")[0] for port in service["ports"]] == ["127.0.0.1"] * 2
    assert [port.rsplit(":", 1)[1] for port in service["ports"]] == ["7687", "7474"]
    (secret,) = service["secrets"]
    assert service["environment"]["NEO4J_AUTH_FILE"] == f"/run/secrets/{secret}"
    assert set(whole["secrets"]) == {secret}
    assert not {"NEO4J_AUTH", "NEO4J_PASSWORD", "NEO4J_PLUGINS"} & set(service["environment"])
    assert {volume if isinstance(volume, str) else volume["target"] for volume in service["volumes"]} == {
        "data:/data",
        "logs:/logs",
        "/plugins",
    }
    assert {"data", "logs"} == set(whole["volumes"])
    assert {"test", "interval", "timeout", "retries"} <= set(service["healthcheck"])
    assert service["mem_limit"]


def test_every_setting_of_compose_is_one_that_the_server_knows(service: dict[str, Any], neo4j: Store) -> None:
    """A setting a.b_c is NEO4J_a_b__c; a wrong name would keep the container from starting."""
    known = {row["name"] for row in neo4j.ask("SHOW SETTINGS YIELD name")}
    names = {name: of_setting(name) for name in service["environment"] if name != "NEO4J_AUTH_FILE"}
    assert set(names.values()) <= known
    assert {service["environment"][name] for name, setting in names.items() if setting in QUIET} == {"false"}
    assert set(QUIET) <= set(names.values())


def of_setting(name: str) -> str:
    return re.sub("__|_", lambda found: "_" if found[0] == "__" else ".", name.removeprefix("NEO4J_"))
