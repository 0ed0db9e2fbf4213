"""The room itself: the base case, in which nobody fails."""

from pathlib import Path

import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from graphrisk.core.run import RunFolder
from graphrisk.stress.outlook import outlook
from graphrisk.stress.outset import gather


def stress(run: RunFolder, out: Path, con: DuckDBPyConnection) -> None:
    """Write stress.parquet, one row an open project, and stress_month.parquet, one a project and month ahead."""
    base = outlook(gather(con, run))
    pq.write_table(base.sites, out / "stress.parquet", compression="zstd")
    pq.write_table(base.months, out / "stress_month.parquet", compression="zstd")
