"""Small published runs: one that follows on another, and one whose project has a hostile name."""

from pathlib import Path

import pytest

from graphrisk.core.run import RunFolder
from tests.publish.house import publish_into, small_run

HOSTILE = (
    "=cmd|' /C calc'!A0\t<script>document.title='owned'</script>\r\n\"><img src=x onerror=\"document.title='owned'\">"
    "</title></style></script>\u202egnp.exe\u202c{{ 7*7 }}'); DROP TABLE ranked; --"
)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of 2022-06-15 that follows on one of 2022-06-01."""
    runs = tmp_path_factory.mktemp("published")
    publish_into(small_run(runs / "before", is_later=False))
    return publish_into(small_run(runs / "now", previous="before"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run whose worst project is called by a hostile name, with 100,000 characters behind it."""
    return publish_into(small_run(tmp_path_factory.mktemp("hostile") / "now", name=HOSTILE + "长" * 100_000))


@pytest.fixture
def copy(tmp_path: Path) -> RunFolder:
    """A run of one's own, not yet published."""
    return small_run(tmp_path / "own")
