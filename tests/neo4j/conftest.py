"""One real Neo4j server for all tests that ask for the fixture `neo4j`; such tests are marked so by themselves."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.neo4j.servers import NoneFoundError, RefusedError, Store, store


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    used = getattr(item, "funcargs", {}).get("neo4j")
    if report.failed and isinstance(used, Store):
        report.sections.append(("log of the Neo4j server", "\n".join(used.log().splitlines()[-60:])))
    return report
