"""The jars of a Neo4j Community server, fetched through Maven once, and the Java that runs them."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "5.26.31"
WAITS = (5, 15, 30, 60)  # seconds between tries of Maven: Central answers 429 in bursts


class ServerError(Exception):
    """One sentence on what keeps the server from running, and the way out."""


def fetch(cache: Path | None = None) -> Path:
    """The folder of the server's jars: lib/ and, of Graph Data Science, gds/; fetched through Maven unless whole."""
    cache = (cache or _default_cache()).resolve()
    cache.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(cache.with_name(cache.name + ".lock")):
        if not _is_whole(cache):
            shutil.rmtree(cache, ignore_errors=True)
            made = cache.with_name(f"{cache.name}.part")
            shutil.rmtree(made, ignore_errors=True)
            _copy_jars(made)
            made.rename(cache)
    return cache


def _default_cache() -> Path:
    given = os.environ.get("GRAPHRISK_NEO4J_CACHE")
    return Path(given) if given else Path.home() / ".cache" / "graphrisk" / f"neo4j-{VERSION}"


@contextlib.contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _pom_digest() -> str:
    return hashlib.sha256((HERE / "pom.xml").read_bytes()).hexdigest()


def _is_whole(cache: Path) -> bool:
    try:
        known = json.loads((cache / "whole.json").read_text(encoding="utf-8"))
        return known["pom"] == _pom_digest() and all(
            (cache / name).stat().st_size == size for name, size in known["jars"].items()
        )
    except (FileNotFoundError, ValueError, KeyError):
        return False


def _copy_jars(made: Path) -> None:
    """Maven copies all; what is Graph Data Science's own goes aside, so that a server without it starts sooner."""
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerError("Neo4j's jars come through Maven, and mvn is not found: apt-get install maven")
    print(f"fetching Neo4j {VERSION} through Maven (150 MB, once)", file=sys.stderr, flush=True)
    command = [maven, "-q", "-B", "-ntp", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
    command += ["-DincludeScope=runtime", f"-DoutputDirectory={made / 'lib'}"]
    for wait in (*WAITS, None):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
        said = (done.stdout + done.stderr).strip()
        if wait is None or not re.search(r"429|50[0-4]|Could not transfer|timed out|reset", said):
            raise ServerError(f"Maven could not fetch Neo4j's jars: {said[-1500:]}")
        print(f"Maven Central does not answer, again in {wait} s", file=sys.stderr, flush=True)
        time.sleep(wait)
        command = [*command, "-U"]  # or Maven remembers the failure
    (made / "gds").mkdir()
    gds = re.search(r"<gds.version>(.+)</gds.version>", (HERE / "pom.xml").read_text(encoding="utf-8"))
    for jar in sorted((made / "lib").glob(f"*-{gds[1] if gds else ''}.jar")):
        jar.rename(made / "gds" / jar.name)
    jars = {f"{jar.parent.name}/{jar.name}": jar.stat().st_size for jar in sorted(made.glob("*/*.jar"))}
    (made / "whole.json").write_text(json.dumps({"pom": _pom_digest(), "jars": jars}, indent=0), encoding="utf-8")


def java() -> str:
    """The path of a Java that is new enough."""
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    way_out = "apt-get install openjdk-17-jre-headless (or openjdk-21-jre-headless), or set JAVA_HOME"
    if program is None:
        raise ServerError(f"Neo4j {VERSION} needs Java 17 or 21, and java is not found: {way_out}")
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)(?:\.(\d+))?', said)
    if found is None or int(found[1]) < 17:
        first = (said.strip() or "java that says nothing").splitlines()[0]
        raise ServerError(f"Neo4j {VERSION} needs Java 17 or 21, and {program} is {first}: {way_out}")
    return program
