"""The commands that the README and the Neo4j page show run as they stand there, against a real server."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from graphrisk.pipeline.result import Run
from tests.neo4j.servers import ROOT, Store

PAGES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "docs/neo4j.md")}
BLOCKS = {name: re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for name, text in PAGES.items()}
COMMANDS = [
    (name, line.partition("#")[0].strip())
    for name, blocks in BLOCKS.items()
    for line in "\n".join(blocks).splitlines()
    if line.startswith("graphrisk ")
]


def test_there_are_commands_to_run() -> None:
    assert {name for name, _ in COMMANDS} == set(PAGES)


@pytest.mark.slow
def test_the_commands_run_as_they_are_written(neo4j: Store, town_before: Run, tmp_path: Path) -> None:
    neo4j.empty()
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "daxing").symlink_to(town_before.path)
    own = {"NEO4J_USERNAME": neo4j.user, "NEO4J_PASSWORD": neo4j.password, "NEO4J_DATABASE": neo4j.database}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for page, command in COMMANDS:
        typed = shlex.split(command.replace("neo4j://127.0.0.1:7687", neo4j.uri))
        done = subprocess.run(
            typed,
            cwd=tmp_path,
            env=os.environ | own | {"NEO4J_URI": neo4j.uri, "PATH": path},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{page}: $ {command}\n{done.stdout}\n{done.stderr}"
        assert done.stdout.strip()
