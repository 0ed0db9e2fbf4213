"""Doors between rooms, sizes of files and functions, words that the house does not use."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "graphrisk"
FILES = sorted(HOUSE.rglob("*.py"))
FLOORS = {"core": 0, "kernels": 1, "pipeline": 3, "cli": 4}  # every other room: 2
BANNED_MODULES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    return {n.split(".")[1] for n in names if n.startswith("graphrisk.")}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_imports_go_down_only(path: Path) -> None:
    """A module imports its own room or a lower floor, never a neighbour or upstairs."""
    here = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    if here == "__init__":
        return
    for there in imported_rooms(path) - {here}:
        assert FLOORS.get(there, 2) < FLOORS.get(here, 2), f"{here} must not import {there}"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_fits_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_function_fits_on_one_screen(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    long = [n.name for n in functions if n.end_lineno - n.lineno + 1 > 60]
    assert not long


def test_median_sizes() -> None:
    lines = sorted(len(p.read_text("utf-8").splitlines()) for p in FILES)
    assert lines[len(lines) // 2] <= 130


@pytest.mark.parametrize("path", FILES, ids=named)
def test_kernels_know_no_world(path: Path) -> None:
    """Arrays in, arrays out: no files, no SQL, no tables."""
    if path.relative_to(HOUSE).parts[0] != "kernels":
        return
    text = path.read_text("utf-8")
    assert not re.search(r"^\s*(import|from) (duckdb|pyarrow|pathlib|pandas|os)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_clock_and_no_salt(path: Path) -> None:
    """No room asks the clock, salts an id or draws without a seed."""
    text = path.read_text("utf-8")
    assert path.stem not in BANNED_MODULES
    assert not re.search(r"\b(datetime\.now|date\.today|time\.time|uuid4|utcnow)\(|[^.\w]hash\(\w+\)\s*%", text)
