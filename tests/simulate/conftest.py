"""The pilot, simulated once for the tests of this room."""

from pathlib import Path

import pytest

from graphrisk.simulate import simulate


@pytest.fixture(scope="session")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulate(tmp_path_factory.mktemp("pilot"), preset="daxing")
