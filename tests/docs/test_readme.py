"""What the README shows is what a newcomer gets: every command in it is run here."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [line[2:] for block in BLOCKS for line in block.splitlines() if line.startswith("$ ")]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
pytestmark = pytest.mark.xdist_group("readme")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder where the README's commands were typed one after the other, and what each printed."""
    place = tmp_path_factory.mktemp("desk")
    return place, {c: typed(c, place).stdout for c in COMMANDS if c.startswith("graphrisk ")}


def typed(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        shlex.split(command), cwd=place, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
    return done


def test_it_is_short_and_names_the_two_commands() -> None:
    assert len(README.splitlines()) <= 130
    assert "make demo" in README
    assert "make test" in README
    assert len(COMMANDS) >= 5


def test_every_graphrisk_command_runs(desk: tuple[Path, dict[str, str]]) -> None:
    _, printed = desk
    assert len(printed) >= 5
    assert all(text.strip() for text in printed.values())


def test_the_demo_prints_what_the_readme_shows(desk: tuple[Path, dict[str, str]]) -> None:
    """The block below `graphrisk demo` is real output: its ids come out again."""
    command = next(c for c in desk[1] if c.startswith("graphrisk demo"))
    shown = next(block for block in BLOCKS if command in block)
    entities = re.findall(r"DX\d{4}-\d{5}|91110115\w{10}", shown)
    assert len(entities) >= 6
    for entity in entities:
        assert entity in desk[1][command]


def test_the_python_of_the_readme_runs(desk: tuple[Path, dict[str, str]]) -> None:
    assert PYTHON
    for text in PYTHON:
        done = subprocess.run(
            [sys.executable, "-c", text], cwd=desk[0], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr


def test_every_link_leads_somewhere() -> None:
    pages = [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_make_demo_leaves_nothing_that_git_would_show() -> None:
    if not (CHECKOUT / ".venv" / "run").exists():
        pytest.skip("the environment of `make` is not here; `make test` makes it")
    before = subprocess.run(["git", "status", "--porcelain"], cwd=CHECKOUT, capture_output=True, check=True).stdout
    subprocess.run(["make", "demo"], cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = subprocess.run(["git", "status", "--porcelain"], cwd=CHECKOUT, capture_output=True, check=True).stdout
    assert after == before
