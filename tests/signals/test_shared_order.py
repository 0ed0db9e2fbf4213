"""Shared tables are written in a total order: rows that tie in it are the same row, so that threads cannot swap them."""

import re

import duckdb
import pytest

from graphrisk.core.engine import quoted
from graphrisk.pipeline.result import Run
from graphrisk.signals.setting import shared


@pytest.mark.parametrize("name", shared())
def test_rows_that_tie_are_the_same(name: str, town_run: Run) -> None:
    order = re.findall(r"ORDER BY ([^()]+?)\s*$", shared()[name])
    assert order, "the last line of a shared table is its order"
    rows = f"SELECT DISTINCT * FROM read_parquet({quoted(town_run.path / 'shared' / f'{name}.parquet')})"
    columns = re.sub(r"\w+\.|\sDESC", "", order[0]).replace("team_no", "project_id, team_id")  # whose number it is
    ties = f"SELECT count(*) AS n FROM ({rows}) GROUP BY {columns} HAVING n > 1"
    assert duckdb.sql(f"SELECT count(*) FROM ({ties})").fetchall() == [(0,)]
