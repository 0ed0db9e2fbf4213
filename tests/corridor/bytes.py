"""Digests of what a run promises to keep to the byte."""

from hashlib import sha256
from pathlib import Path

import duckdb


def digests(run: Path) -> dict[str, str]:
    """sha256 of every file of a run."""
    files = sorted(p for p in run.rglob("*") if p.is_file())
    return {str(p.relative_to(run)): sha256(p.read_bytes()).hexdigest() for p in files}


def promised(run: Path) -> dict[str, object]:
    """What the as-of rule promises: tables without line numbers, findings, scores, ranking.csv."""
    found: dict[str, object] = {"ranking.csv": (run / "ranking.csv").read_bytes()}
    for file in sorted((run / "tables").glob("*.parquet")):
        found[file.name] = duckdb.sql(f"SELECT * EXCLUDE (source_line) FROM '{file}' ORDER BY ALL").fetchall()
    for name in ("findings", "scores"):
        found[name] = (run / f"{name}.parquet").read_bytes()
    return found
