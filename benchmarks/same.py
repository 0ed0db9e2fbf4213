"""What plain.py does, done by the tool: ingest, the three aggregations, the three measures of the graph without workers.

    python benchmarks/same.py DELIVERY [OUT]

The whole corridor does more than the plain version (every measure, the signals, score, reasons, report); this is the like of
it. Who is who comes from the room resolve, names included, which the plain version leaves out.
"""

import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow, connect, show_tables
from graphrisk.core.graph import EDGE_KINDS, Graph
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.graph.structure import WALKS, _core, ties
from graphrisk.graph.tables import show_inputs
from graphrisk.graph.texts import texts
from graphrisk.ingest import ingest
from graphrisk.kernels.betweenness import betweenness
from graphrisk.kernels.walk import pagerank
from graphrisk.resolve import resolve

BOTH = """
    SELECT a.project_id, a.month, a.person_key, p.person_key IS NOT NULL AS is_paid
    FROM attendance_month AS a LEFT JOIN payroll AS p
        ON p.project_id = a.project_id AND p.person_key = a.person_key AND p.wage_month = a.month AND p.paid_fen > 0
"""
SUMS = {
    "heads": f"SELECT project_id, month, count(*) AS n, count(*) FILTER (WHERE is_paid) AS n_paid FROM ({BOTH}) GROUP BY ALL",
    "unpaid": f"SELECT project_id, month, count(DISTINCT person_key) AS n FROM ({BOTH}) WHERE NOT is_paid GROUP BY ALL",
    "teams": """
        SELECT project_id, team_id, wage_month, avg(due_fen), stddev(due_fen), avg(paid_fen), stddev(paid_fen)
        FROM payroll WHERE team_id IS NOT NULL GROUP BY ALL
    """,
}


def graph(con: DuckDBPyConnection) -> Graph:
    """The edges that paths are walked over, and the nodes at their ends."""
    selects = [
        f"SELECT '{kind}' AS kind, '{EDGE_KINDS[kind][0]}:' || source AS source, '{EDGE_KINDS[kind][1]}:' || target AS target, weight "
        f"FROM ({texts('edges')[kind.lower()]})"
        for kind in WALKS
    ]
    edges = pa.concat_tables([arrow(con, sql) for sql in selects])
    names = pa.chunked_array([*edges["source"].chunks, *edges["target"].chunks]).unique()
    return Graph(pa.table({"node_id": names}), edges)


def main(delivery: Path, out: Path) -> None:
    """Read and check, aggregate, measure."""
    as_of = date.fromisoformat((delivery.parent / "truth" / "as_of.txt").read_text().strip())
    run = RunFolder(out)
    run.start(Manifest(as_of, "beijing", delivery.name, {}, {}))
    con = connect(scratch=out / ".scratch")
    ingest(delivery, out, con, as_of=as_of, locality=run.locality)
    show_tables(con, out / "tables")
    sums = [arrow(con, sql, step=name) for name, sql in SUMS.items()]
    resolve(run, out, con)
    show_inputs(con, out)
    walked = ties(graph(con), WALKS)
    measures = pagerank(walked), _core(walked), betweenness(walked)[0]
    print([len(s) for s in sums], [len(m) for m in measures])


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]]
    main(given[0], given[1] if len(given) > 1 else given[0].parent / "same")
