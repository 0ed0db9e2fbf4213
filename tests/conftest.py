"""The toy town, simulated once, and one run of it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import graphrisk as gr
from graphrisk.pipeline.result import Run

os.environ.setdefault("GRAPHRISK_THREADS", "1")  # two workers on two cores
TOWN_DAY = "2022-06-15"


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy town's delivery folder; its truth stands beside it."""
    from graphrisk.simulate import simulate

    return simulate(tmp_path_factory.mktemp("town"), preset="town")


@pytest.fixture(scope="session")
def town_run(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One whole run of the toy town."""
    return gr.run(town, TOWN_DAY, "beijing", tmp_path_factory.mktemp("runs") / "town")


@pytest.fixture(scope="session")
def sail() -> Iterator[Any]:
    """The second engine: one session for all that ask it."""
    from tests.signals.second_engine import session

    with session() as spark:
        yield spark
