"""A Neo4j Community server on this machine, from Maven Central's jars: no Docker, nothing installed.

python cypher/server/serve.py --home .neo4j --gds     runs until Ctrl-C; Browser at http://127.0.0.1:7474/browser/
Needs Python 3.11, Java 17 or 21 (or JAVA_HOME), and Maven for the first start; Linux or macOS.
"""

import argparse
import atexit
import base64
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import string
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jars import HERE, VERSION, ServerError, fetch, java

HOST = "127.0.0.1"
OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]


@dataclass(frozen=True)
class Server:
    """A running server of one home folder; whoever started it stops it."""

    home: Path
    pid: int
    bolt_port: int
    http_port: int
    password: str
    user: str = "neo4j"
    database: str = "neo4j"

    @property
    def uri(self) -> str:
        """Where the driver connects."""
        return f"neo4j://{HOST}:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """Where Neo4j Browser is."""
        return f"http://{HOST}:{self.http_port}/browser/"

    @property
    def log(self) -> str:
        """All the server has said since its home was made."""
        return "".join(_read(self.home / "logs" / name) for name in ("console.log", "neo4j.log"))

    def is_running(self) -> bool:
        """Whether its process lives."""
        return _is_ours(self.pid, self.home)

    def stop(self, seconds: float = 60) -> None:
        """End it cleanly; returns when it is gone."""
        self._end(signal.SIGTERM, seconds)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL, 10)

    def _end(self, how: signal.Signals, seconds: float) -> None:
        if not self.is_running():
            return
        os.kill(self.pid, how)
        end = time.monotonic() + seconds
        while not _has_ended(self.pid):
            if time.monotonic() > end:
                raise ServerError(f"process {self.pid} of {self.home} did not end within {seconds:.0f} s")
            time.sleep(0.1)
        (self.home / "run" / "server.json").unlink(missing_ok=True)


def start(
    home: Path | str,
    *,
    bolt_port: int | None = None,
    http_port: int | None = None,
    gds: bool = False,
    heap: str = "1g",
    pagecache: str = "512m",
    settings: Mapping[str, str] | None = None,
    java_options: tuple[str, ...] = (),
    cache: Path | None = None,
    stays: bool = False,
    seconds: float = 300,
) -> Server:
    """A server that answers queries; a port of None or 0 is any free one.

    The password of a new home is NEO4J_PASSWORD, or one made here and kept in HOME/password, mode 600.
    Unless it `stays`, it is stopped when this Python ends.
    """
    home = Path(home).resolve()
    if (other := running(home)) is not None:
        raise ServerError(f"{home} is in use by process {other.pid}, {other.uri}: serve.py --home {home} --stop")
    jars = fetch(cache)
    bolt_port, http_port = _port(bolt_port, "Bolt", "--bolt-port"), _port(http_port, "Browser", "--http-port")
    _configure(
        home, jars, gds, bolt_port=bolt_port, http_port=http_port, heap=heap, pagecache=pagecache, settings=settings
    )
    password = _password(home, jars)
    classpath = os.pathsep.join(str(jars / folder / "*") for folder in (["lib", "gds"] if gds else ["lib"]))
    command = [
        java(),
        "-cp",
        classpath,
        f"-Xms{heap}",
        f"-Xmx{heap}",
        "-XX:+UseG1GC",
        *OPENS,
        "-Dlog4j2.disable.jmx=true",
    ]
    command += [
        f"-Djava.io.tmpdir={home / 'run'}",  # Browser is unpacked there
        *java_options,
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home}/conf",
    ]
    with (home / "logs" / "console.log").open("ab") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
    server = Server(home, process.pid, bolt_port, http_port, password)
    if not stays:
        atexit.register(server.stop)
    state = {"pid": process.pid, "bolt_port": bolt_port, "http_port": http_port}
    (home / "run" / "server.json").write_text(json.dumps(state), encoding="utf-8")
    try:
        _wait(server, process, seconds)
    except KeyboardInterrupt:
        server.kill()
        raise
    return server


def running(home: Path | str) -> Server | None:
    """The server that runs on a home folder, if one does."""
    home = Path(home).resolve()
    with contextlib.suppress(FileNotFoundError):
        state = json.loads((home / "run" / "server.json").read_text(encoding="utf-8"))
        if _is_ours(state["pid"], home):
            return Server(home, state["pid"], state["bolt_port"], state["http_port"], _known_password(home) or "")
    return None


def admin(home: Path | str, *arguments: str, cache: Path | None = None) -> str:
    """What `neo4j-admin` says to these arguments on a home folder; the server must be stopped for most of them."""
    home, jars = Path(home).resolve(), fetch(cache)
    if not (home / "conf" / "neo4j.conf").exists():
        _configure(home, jars, False, bolt_port=7687, http_port=7474, heap="1g", pagecache="512m", settings=None)
    return _admin(home, jars, arguments)


def _port(wanted: int | None, what: str, option: str) -> int:
    """The port, checked to be free now, for Neo4j's own message comes late and is deep in a log."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted or 0))
        except OSError as error:
            raise ServerError(f"port {wanted} for {what} is in use on {HOST}: give another by {option}") from error
        return int(probe.getsockname()[1])


def _configure(home: Path, jars: Path, gds: bool, *, settings: Mapping[str, str] | None, **values: object) -> None:
    for folder in ("conf", "logs", "run", "import", "plugins"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    for left in (home / "run").glob("jetty-*"):  # of a server that was killed
        shutil.rmtree(left, ignore_errors=True)
    text = string.Template((HERE / "neo4j.conf").read_text(encoding="utf-8")).substitute(values)
    own = {}
    if gds:
        own = {"server.directories.plugins": str(jars / "gds"), "dbms.security.procedures.unrestricted": "gds.*"}
    own |= settings or {}
    kept = [line for line in text.splitlines() if line.partition("=")[0] not in own]  # a setting stands once
    lines = [*kept, *(f"{name}={value}" for name, value in own.items())]
    (home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _known_password(home: Path) -> str | None:
    kept = home / "password"
    return kept.read_text(encoding="utf-8").strip() if kept.exists() else os.environ.get("NEO4J_PASSWORD")


def _password(home: Path, jars: Path) -> str:
    """The home's password; set, and made if none is given, before the server's first start."""
    known, is_new = _known_password(home), not (home / "data" / "databases" / "system").exists()
    if not is_new and known is None:
        raise ServerError(f"the password of {home} was given in NEO4J_PASSWORD at its first start: give it again")
    if known is None:
        known = secrets.token_urlsafe(18)
        _write_secret(home / "password", known + "\n")
    if is_new:
        if len(known) < 8:
            raise ServerError("NEO4J_PASSWORD is shorter than 8 characters, which Neo4j does not accept")
        _admin(home, jars, ("dbms", "set-initial-password", known))
    return known


def _admin(home: Path, jars: Path, arguments: tuple[str, ...]) -> str:
    """AdminTool takes a password as an argument only: all arguments go through a file, which `ps` does not show."""
    words = ["-cp", str(jars / "lib" / "*"), *OPENS, "org.neo4j.cli.AdminTool", *arguments]
    quoted = "\n".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    file = home / "run" / f"admin-{secrets.token_hex(4)}.args"
    _write_secret(file, quoted + "\n")
    where = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    try:
        done = subprocess.run(
            [java(), f"@{file}"],
            env=os.environ | where,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.unlink()
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-1500:]
        raise ServerError(f"neo4j-admin {' '.join(arguments[:2])} failed in {home}: {said}")
    return done.stdout


def _write_secret(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


def _wait(server: Server, process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Until a query is answered; over HTTP, for Python's own library speaks no Bolt."""
    end = time.monotonic() + seconds
    while process.poll() is None:
        answer = _ask(server)
        if answer == 200:
            return
        if answer == 401:
            server.stop()
            raise ServerError(f"{server.home} has another password than the one given in NEO4J_PASSWORD")
        if time.monotonic() > end:
            server.kill()
            raise ServerError(f"Neo4j was not ready within {seconds:.0f} s: {server.log[-1500:]}")
        time.sleep(0.2)
    raise ServerError(f"Neo4j ended with code {process.returncode} while starting: {server.log[-1500:]}")


def _ask(server: Server) -> int:
    """The HTTP status of `RETURN 1`, or 0 where nobody listens yet."""
    request = urllib.request.Request(
        f"http://{HOST}:{server.http_port}/db/{server.database}/tx/commit",
        data=b'{"statements":[{"statement":"RETURN 1"}]}',
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(f"{server.user}:{server.password}".encode()).decode(),
        },
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=10) as answer:
            return 200 if not json.load(answer)["errors"] else 503
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _is_ours(pid: int, home: Path) -> bool:
    """Whether the process lives and is this home's server: process numbers are used again."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child that ended stays until it is asked for
    if Path("/proc/self").exists():
        shown = _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")
    else:
        shown = _ps("args=", pid)
    return f"--home-dir={home} " in shown


def _has_ended(pid: int) -> bool:
    """Whether its ports and files are free: all its threads are gone, not the first alone."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    if Path("/proc/self").exists():
        state = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].strip()
        if state and len(list(Path(f"/proc/{pid}/task").glob("*"))) > 1:
            return False
    else:
        state = _ps("stat=", pid).strip()
    return state == "" or state[0] in "ZX"


def _ps(column: str, pid: int) -> str:
    asked = ["ps", "-ww", "-o", column, "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def main() -> int:
    """Run a server until Ctrl-C, or in the background, or stop that one."""
    given = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    try:
        if given.stop:
            server = running(given.home)
            if server is None:
                raise ServerError(f"no server runs on {given.home}")  # noqa: TRY301
            server.stop()
            return 0
        settings = dict(word.split("=", 1) for word in given.setting)
        server = start(
            given.home,
            bolt_port=given.bolt_port,
            http_port=given.http_port,
            gds=given.gds,
            heap=given.heap,
            pagecache=given.pagecache,
            settings=settings,
            stays=True,
        )
    except ServerError as error:
        print(f"serve.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    kept = server.home / "password"
    print(f"Neo4j {VERSION}  {server.uri}  Browser {server.browser}")
    print(f"user {server.user}, password {f'in {kept}' if kept.exists() else 'as given in NEO4J_PASSWORD'}", flush=True)
    if not given.background:
        _stay(server)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path(".neo4j"), help="folder of data, logs and configuration")
    parser.add_argument("--bolt-port", type=int, default=7687, help="0 for any free one (default 7687)")
    parser.add_argument("--http-port", type=int, default=7474, help="of Browser; 0 for any free one (default 7474)")
    parser.add_argument("--gds", action="store_true", help="with Graph Data Science")
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--pagecache", default="512m")
    parser.add_argument("--setting", action="append", default=[], metavar="KEY=VALUE", help="a line of neo4j.conf")
    parser.add_argument("--background", action="store_true", help="return when it is ready, and let it run")
    parser.add_argument("--stop", action="store_true", help="stop the server that runs on --home")
    given = parser.parse_args()
    for word in given.setting:
        if "=" not in word:
            parser.error(f"--setting {word} is not KEY=VALUE")
    return given


def _stay(server: Server) -> None:
    try:
        while server.is_running():
            time.sleep(1)
        print("Neo4j has ended; its last words are in", server.home / "logs" / "neo4j.log", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopping", flush=True)
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
