"""One real Neo4j server for all tests that ask for the fixture `neo4j`; such tests are marked so by themselves."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import graphrisk as gr
from graphrisk.pipeline.result import Run
from tests.neo4j.servers import NoneFoundError, RefusedError, Store, store
from tests.neo4j.town import Town, count, loaded, stands


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "neo4j" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.neo4j)
            item.add_marker(pytest.mark.xdist_group("neo4j"))  # one worker has the one server


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database that may be written to: see tests/neo4j/servers.py for where it comes from."""
    try:
        with store(tmp_path_factory.mktemp("neo4j")) as opened:
            yield opened
    except RefusedError as error:
        pytest.fail(str(error), pytrace=False)
    except NoneFoundError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))


@pytest.fixture
def empty_database(neo4j: Store) -> Store:
    """The same with nothing in it but the mark of a test database; no constraint, no index."""
    neo4j.empty()
    return neo4j


@pytest.fixture(scope="session")
def town_before(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run of the toy town a month before `town_run`."""
    return gr.run(town, "2022-05-15", "beijing", tmp_path_factory.mktemp("runs") / "before")


@pytest.fixture(scope="session")
def _town_kept() -> dict[str, tuple[Town, int]]:
    return {}


@pytest.fixture
def loaded_town(neo4j: Store, town_before: Run, town_run: Run, _town_kept: dict[str, tuple[Town, int]]) -> Town:
    """Both runs in Neo4j, to be read only, or left as found; loaded once, and again if another test took them out."""
    if "town" not in _town_kept or not stands(*_town_kept["town"]):
        assert "loading" not in _town_kept, "the town could not be loaded before"
        _town_kept["loading"] = Town(neo4j, town_before, town_run), 0
        made = loaded(neo4j, town_before, town_run)
        _town_kept["town"] = made, count(neo4j)
        del _town_kept["loading"]
    return _town_kept["town"][0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    used = getattr(item, "funcargs", {}).get("neo4j")
    if report.failed and isinstance(used, Store):
        report.sections.append(("log of the Neo4j server", "\n".join(used.log().splitlines()[-60:])))
    return report
