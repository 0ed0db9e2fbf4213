"""The room itself: what earlier rooms left, shown to people."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from graphrisk.core.engine import show_parquet, show_tables
from graphrisk.core.run import RunFolder
from graphrisk.publish.changes import changes
from graphrisk.publish.quality import quality
from graphrisk.publish.ranking import ranking, write_csv
from graphrisk.publish.report import write_report
from graphrisk.publish.workbook import write_workbook

RESULTS = ("parties", "nodes", "edges", "coverage", "asked", "stress", "scores", "reasons", "quality", "signals")


def publish(run: RunFolder, out: Path, con: DuckDBPyConnection) -> None:
    """Write ranking.csv, ranking.xlsx and report/ of a run; the same run gives the same bytes."""
    run.require("explain")
    delivered = show_tables(con, run.path / "tables")
    for name in RESULTS:
        show_parquet(con, name, run.file(f"{name}.parquet"))
    _show_three_way(con, run.file("shared") / "three_way.parquet")
    ranking(con)
    write_csv(con, out / "ranking.csv")
    previous = changes(con, run)
    quality(con, run.manifest.as_of, delivered)
    write_workbook(con, run, out / "ranking.xlsx", previous)
    write_report(con, run, out / "report", previous)


def _show_three_way(con: DuckDBPyConnection, path: Path) -> None:
    """Roster, gate and payroll against each other; a run of an earlier version has no such table."""
    if path.is_file():
        show_parquet(con, "three_way", path)
        return
    counts = (
        "rostered",
        "attending",
        "paid",
        "all_three",
        "unpaid",
        "unseen",
        "unregistered",
        "gate_only",
        "payroll_only",
    )
    columns = ", ".join(f"0 AS n_{name}" for name in counts)
    con.execute(f"CREATE OR REPLACE VIEW three_way AS SELECT '' AS project_id, '' AS month, {columns} WHERE false")
