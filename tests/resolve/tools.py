"""A run folder as ingest leaves it, made of a few rows, and what resolve says of it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.resolve import resolve

TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
HEADER = "record_a,record_b,judgement,decided_by,decided_on,note\n"


def run_of(place: Path, tables: dict[str, list[dict[str, object]]], judgements: str = "") -> RunFolder:
    """A run folder as ingest leaves it."""
    (place / "tables").mkdir(parents=True)
    run = RunFolder(place)
    (place / "manifest.json").write_text(Manifest(date(2022, 6, 15), "beijing", "d", {}, {}).to_json())
    for name, rows in tables.items():
        table = contract()[name]
        schema = pa.schema([(f.column, TYPES[f.sql_type]) for f in table.fields])
        full = [{c: row.get(c) for c in schema.names} for row in rows]
        made = pa.Table.from_pylist(full, schema=schema)
        made = made.append_column("flags", pa.array([[]] * len(rows), pa.list_(pa.string())))
        made = made.append_column("source_file", pa.array(["f"] * len(rows)))
        pq.write_table(made.append_column("source_line", pa.array(range(len(rows)), pa.int64())), run.table(name))
    if judgements:
        (place / "judgements.csv").write_text(HEADER + judgements, "utf-8")
    return run


def resolved(
    place: Path, tables: dict[str, list[dict[str, object]]], judgements: str = "", threads: int = 1
) -> pd.DataFrame:
    """Links by record."""
    run = run_of(place / "run", tables, judgements)
    with connect(threads) as con:
        resolve(run, run.path, con)
    return pq.read_table(run.path / "links.parquet").to_pandas().set_index("record")


def company(uscc: str, name: str, **more: object) -> dict[str, object]:
    return {"uscc": uscc, "name": name, "kind": "company", "status": "active"} | more


def account(name: str, project: str = "P1", uscc: str | None = None) -> dict[str, object]:
    return {"account_key": f"K{name}{project}", "project_id": project, "holder_name": name, "holder_uscc": uscc}


def candidates(place: Path) -> pd.DataFrame:
    """What is left to a human."""
    return pq.read_table(place / "run" / "candidates.parquet").to_pandas()
