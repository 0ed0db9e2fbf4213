"""The room's one function: tables of the engine, then measures, written for the rooms after it."""

from pathlib import Path

import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from graphrisk.core.run import RunFolder
from graphrisk.graph.measure import measures, skeleton
from graphrisk.graph.paths import write_paths
from graphrisk.graph.tables import make_tables, show_inputs, write_tables


def graph(run: RunFolder, out: Path, con: DuckDBPyConnection) -> None:
    """Write nodes, edges, measures, remarkable and paths of a run whose parties are resolved."""
    delivered = show_inputs(con, run.path)
    make_tables(con)
    write_tables(con, out)
    known = skeleton(out)
    write_paths(con, known, run.manifest.as_of, out)
    found, figures = measures(con, known, run.manifest.as_of, delivered)
    pq.write_table(found, out / "measures.parquet", compression="zstd")
    pq.write_table(figures, out / "remarkable.parquet", compression="zstd")
