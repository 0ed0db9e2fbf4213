"""The room: terms get their sentences, law, innocent explanation, way out and the rows behind them."""

from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from graphrisk.core.engine import keep, show_parquet, show_tables, write
from graphrisk.core.graph import EVIDENCE
from graphrisk.core.run import RunFolder
from graphrisk.explain.figures import REMARKABLE, figure_tables
from graphrisk.explain.texts import pieces, texts

REASONS = """
SELECT
    t.entity_kind, t.entity_id, t.signal, t.reason, t.contribution, s.sentence_zh, s.sentence_en,
    x.law_zh || ' / ' || x.law_en AS law,
    x.innocent_zh || ' / ' || x.innocent_en AS innocent_when,
    x.clears_zh || ' / ' || x.clears_en AS clears_when,
    t.evidence
FROM told AS t
INNER JOIN sentence AS s ON s.term_no = t.term_no
INNER JOIN said AS x ON x.signal = t.signal AND x.reason = t.reason
ORDER BY t.term_no
"""


def explain(run: RunFolder, out: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Write reasons.parquet: one row a term of a score, in the order entity, signal, reason."""
    show_tables(con, run.path / "tables")
    for name in ("parties", "links", "findings", "terms"):
        show_parquet(con, name, run.file(f"{name}.parquet"))
    said = texts(run.file("signals.parquet"))
    con.register("said", said)
    con.register("piece", pieces(said))
    for name, table in figure_tables().items():
        con.register(name, table)
    if run.file("remarkable.parquet").is_file():
        show_parquet(con, "remarkable", run.file("remarkable.parquet"))
    else:  # a graph made by an earlier version
        con.register("remarkable", REMARKABLE.empty_table())
    for name in ("near", "control_pair"):
        show_parquet(con, name, run.file("paths") / f"{name}.parquet")
    con.register("nothing", pa.table({"evidence": pa.array([[]], EVIDENCE)}))
    for step in sorted((files("graphrisk.explain") / "steps").iterdir(), key=lambda f: f.name):
        if step.name.endswith(".sql"):
            keep(con, step.name[3:].removesuffix(".sql"), step.read_text("utf-8"), {"as_of": run.manifest.as_of})
    write(con, REASONS, out / "reasons.parquet", step="explain")
