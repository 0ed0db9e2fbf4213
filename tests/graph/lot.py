"""A run as resolve leaves it, laid out from a few rows a table, and the graph room's files of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.graph import graph
from graphrisk.graph.tables import make_tables, show_inputs, write_tables

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
AS_OF = date(2022, 6, 15)
TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}


def lay(
    path: Path, tables: Rows, party: Mapping[str, str] | None = None, names: Mapping[str, str] | None = None
) -> RunFolder:
    """Checked tables, parties and links. A company that `party` does not place elsewhere is its own party."""
    (path / "tables").mkdir(parents=True)
    for name, rows in tables.items():
        fields = contract()[name].fields
        full = [{"received_on": AS_OF, **row} for row in rows]
        columns = {f.column: pa.array([r.get(f.column) for r in full], TYPES[f.sql_type]) for f in fields}
        columns["flags"] = pa.array([[] for _ in full], pa.list_(pa.string()))
        pq.write_table(pa.table(columns), path / "tables" / f"{name}.parquet")
    place = {r["uscc"]: r["uscc"] for r in tables.get("company", ())} | dict(party or {})
    links = [("uscc", code, to) for code, to in sorted(place.items())]
    links += [("name", name, to) for name, to in sorted((names or {}).items())]
    pq.write_table(
        pa.table(
            {
                "kind": [k for k, _, _ in links],
                "record": [r for _, r, _ in links],
                "party_id": [p for _, _, p in links],
            }
        ),
        path / "links.parquet",
    )
    parties = sorted(set(place.values()))
    named = {r["uscc"]: r["name"] for r in tables.get("company", ())}
    pq.write_table(
        pa.table(
            {
                "party_id": parties,
                "kind": ["company"] * len(parties),
                "name": [named.get(p, p) for p in parties],
                "n_records": [list(place.values()).count(p) for p in parties],
            }
        ),
        path / "parties.parquet",
    )
    manifest = Manifest(as_of=AS_OF, locality="open", delivery="lot", inputs={}, versions={})
    (path / "manifest.json").write_text(manifest.to_json(), "utf-8")
    return RunFolder(path)


def tabled(path: Path, tables: Rows, **links: Mapping[str, str]) -> Path:
    """The run folder with nodes and edges of the given rows, nothing measured."""
    run = lay(path, tables, **links)
    with connect(threads=1) as con:
        show_inputs(con, run.path)
        make_tables(con)
        write_tables(con, path)
    return path


def built(path: Path, tables: Rows, threads: int = 1, **links: Mapping[str, str]) -> Path:
    """The run folder with nodes, edges and measures of the given rows."""
    run = lay(path, tables, **links)
    with connect(threads=threads) as con:
        graph(run, path, con)
    return path


def edges(path: Path, kind: str = "") -> list[dict[str, Any]]:
    """Edges of a kind, in the order of the file."""
    rows: list[dict[str, Any]] = pq.read_table(path / "edges.parquet").to_pylist()
    return [r for r in rows if not kind or r["kind"] == kind]


def measured(path: Path, measure: str) -> dict[str, float]:
    """Values of one measure by node id."""
    rows = pq.read_table(path / "measures.parquet").to_pylist()
    return {r["node_id"]: r["value"] for r in rows if r["measure"] == measure}


def company(uscc: str, **more: Any) -> dict[str, Any]:
    return {"uscc": uscc, "name": f"公司{uscc}", "kind": "company", "status": "active", **more}


def project(project_id: str, contractor: str, **more: Any) -> dict[str, Any]:
    return {
        "project_id": project_id,
        "name": f"工程{project_id}",
        "project_type": "building",
        "contractor_uscc": contractor,
        "status": "building",
        **more,
    }
