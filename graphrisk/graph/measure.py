"""All measures of a run's graph, in one long table, and the figures that set projects and companies apart."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from graphrisk.core.graph import Graph
from graphrisk.graph.history import history
from graphrisk.graph.letting import hinges
from graphrisk.graph.peers import anomaly
from graphrisk.graph.structure import structure
from graphrisk.kernels.digits import significant

MASS = ("IN_TEAM", "WORKED_ON")  # the edges of workers


def measures(
    con: DuckDBPyConnection, found: Graph, as_of: date, delivered: frozenset[str]
) -> tuple[pa.Table, pa.Table]:
    """node_id, measure, value of every node but workers, of whom nothing is measured; and `peers.FIGURES`."""
    columns = structure(found) | hinges(con, found) | history(con, found, as_of, delivered)
    odd, figures = anomaly(con, found, as_of, columns)
    named = sorted((columns | odd).items())
    return pa.concat_tables([found.measured(name, significant(values)) for name, values in named]), figures


def skeleton(folder: Path) -> Graph:
    """The graph without workers; their number stays as the weight of BUILDS."""
    nodes = pq.read_table(
        folder / "nodes.parquet", columns=["node_id", "kind", "key", "name"], filters=pc.field("kind") != "Worker"
    )
    edges = pq.read_table(
        folder / "edges.parquet",
        columns=["kind", "source", "target", "weight", "since", "until"],
        filters=~pc.field("kind").isin(MASS),
    )
    return Graph(nodes, edges)
