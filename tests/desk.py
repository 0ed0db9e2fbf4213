"""A run folder laid out by hand: what the rooms before score leave, in a few rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect
from graphrisk.core.graph import EDGES, EVIDENCE, NODES, PATHS
from graphrisk.core.run import Manifest, RunFolder

AS_OF = date(2022, 6, 15)
TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
FINDING = pa.schema(
    [(n, pa.string()) for n in ("entity_kind", "entity_id", "signal", "reason")]
    + [("strength", pa.float64()), ("facts", pa.string()), ("evidence", EVIDENCE)]
)
# signal -> family, depth, {reason: severity}: one of each severity in three families
CATALOGUE: dict[str, tuple[str, str, dict[str, str]]] = {
    "A02": ("account", "L1", {"grave": "S1", "serious": "S2", "slight": "S3", "untidy": "S4"}),
    "D01": ("deposit", "L1", {"grave": "S1", "serious": "S2", "slight": "S3", "untidy": "S4"}),
    "F01": ("funding", "L3", {"grave": "S1", "serious": "S2", "slight": "S3", "untidy": "S4"}),
    "P01": ("payroll", "L2", {"two_months": "S1", "one_month": "S2", "longer_cycle": "S3"}),
    "P05": ("payroll", "L2", {"three_or_more": "S1", "pairs": "S2"}),
    "H01": ("history", "L1", {"grave": "S1", "cluster": "S2", "verified": "S3"}),
    "X02": ("distress", "L1", {"several": "S2", "some": "S3"}),
}


@dataclass(frozen=True)
class Found:
    """One finding; evidence as (table, key, received day)."""

    entity_id: str
    signal: str
    reason: str
    strength: float = 1.0
    entity_kind: str = "project"
    facts: str = "{}"
    evidence: Sequence[tuple[str, str, date]] = (("special_account", "K/1", date(2022, 5, 1)),)

    def row(self) -> dict[str, Any]:
        rows = [{"table": t, "key": k, "received_on": d} for t, k, d in self.evidence]
        return {**{k: getattr(self, k) for k in FINDING.names if k != "evidence"}, "evidence": rows}


def found(
    entity_id: str, signal: str, reason: str, *tables: str, strength: float = 1.0, kind: str = "project", **facts: Any
) -> Found:
    """A finding resting on one row of each named table, received on 2022-05-01."""
    evidence = tuple((t, f"{t}/1", date(2022, 5, 1)) for t in tables or ("special_account",))
    return Found(entity_id, signal, reason, strength, kind, json.dumps(facts, ensure_ascii=False), evidence)


def lay(
    place: Path,
    *,
    projects: Sequence[Mapping[str, Any]] = (),
    companies: Sequence[str] = (),
    findings: Sequence[Found] = (),
    answers: Iterable[tuple[str, str, str, str]] | None = None,
    measures: Iterable[tuple[str, str, float]] = (),
    edges: Sequence[Mapping[str, Any]] = (),
    tables: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    team_months: Sequence[Mapping[str, Any]] = (),
    catalogue: pa.Table | None = None,
    paths: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> RunFolder:
    """The run folder as it stands when the signals have been asked.

    Without `answers` every signal is evaluable of every entity: projects all but H01 and X02, companies these two.
    """
    run = RunFolder(place)
    run.start(Manifest(AS_OF, "beijing", "desk", {}, {}))
    rows = {"project": [_project(p) for p in projects], "company": [_company(c) for c in companies], **(tables or {})}
    (place / "tables").mkdir()
    for name, content in rows.items():
        pq.write_table(_table(name, content), run.table(name))
    parties = [{"party_id": c, "kind": "company", "name": f"{c} 公司", "n_records": 1} for c in companies]
    _write(run, "parties", parties, [("party_id", "s"), ("kind", "s"), ("name", "s"), ("n_records", "i")])
    links = [{"kind": "uscc", "record": c, "party_id": c} for c in companies]
    _write(run, "links", links, [("kind", "s"), ("record", "s"), ("party_id", "s")])
    pq.write_table(pa.Table.from_pylist([f.row() for f in findings], FINDING), run.file("findings.parquet"))
    asked = list(answers) if answers is not None else _all_told(projects, companies, findings)
    names = ("entity_kind", "entity_id", "signal", "answer")
    _write(run, "asked", [dict(zip(names, a, strict=True)) for a in asked], [(n, "s") for n in names])
    _write(
        run,
        "coverage",
        [],
        [("signal", "s"), ("entity_kind", "s"), ("n_population", "i"), ("n_evaluable", "i"), ("n_found", "i")],
    )
    told = [dict(zip(("node_id", "measure", "value"), m, strict=True)) for m in measures]
    _write(run, "measures", told, [("node_id", "s"), ("measure", "s"), ("value", "f")])
    pq.write_table(pa.Table.from_pylist(list(edges), EDGES), run.file("edges.parquet"))
    ours = [(f"Project:{p['project_id']}", "Project", p["project_id"]) for p in projects]
    ours += [(f"Company:{c}", "Company", c) for c in companies]
    named = [dict(zip(("node_id", "kind", "key"), n, strict=True)) | {"name": n[2]} for n in ours]
    pq.write_table(pa.Table.from_pylist(named, NODES), run.file("nodes.parquet"))
    run.file("paths").mkdir()
    for name, schema in PATHS.items():
        pq.write_table(
            pa.Table.from_pylist(list((paths or {}).get(name, ())), schema), run.file("paths") / f"{name}.parquet"
        )
    pq.write_table(signals_table() if catalogue is None else catalogue, run.file("signals.parquet"))
    if team_months:
        run.file("shared").mkdir()
        pq.write_table(pa.Table.from_pylist(list(team_months)), run.file("shared") / "team_month.parquet")
    for room in ("ingest", "resolve", "graph", "signals"):
        (place / "rooms").mkdir(exist_ok=True)
        (place / "rooms" / room).touch()
    return run


def signals_table(**texts: str) -> pa.Table:
    """The desk's catalogue as signals.parquet."""
    rows = [
        {
            "signal": s, "reason": r, "name": s.lower(), "family": family, "depth": depth, "severity": severity,
            "title_zh": "标题", "title_en": "title", "sentence_zh": f"{s}:{{n_heads}}人", "sentence_en": f"{s}: {{n_heads}} people",
            "law_zh": "条例第二十六条", "law_en": "Order 724 art. 26", "innocent_zh": "分公司", "innocent_en": "a branch",
            "clears_zh": "改正", "clears_en": "put right", "version": 1,
            **texts,
        }
        for s, (family, depth, reasons) in CATALOGUE.items()
        for r, severity in reasons.items()
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def walk(run: RunFolder, *rooms: str, threads: int = 1) -> None:
    """Score (and explain) the folder."""
    from importlib import import_module

    for room in rooms or ("score",):
        with run.room(room) as out, connect(threads) as con:
            getattr(import_module(f"graphrisk.{room}"), room)(run, out, con)


def scores(run: RunFolder) -> dict[str, dict[str, Any]]:
    """Rows of scores.parquet by entity id."""
    return {r["entity_id"]: r for r in pq.read_table(run.file("scores.parquet")).to_pylist()}


def terms(run: RunFolder, entity_id: str, name: str = "terms") -> dict[tuple[str, str], dict[str, Any]]:
    """Terms (or reasons) of one entity by signal and reason."""
    rows = pq.read_table(run.file(f"{name}.parquet")).to_pylist()
    return {(r["signal"], r["reason"]): r for r in rows if r["entity_id"] == entity_id}


def _all_told(
    projects: Sequence[Mapping[str, Any]], companies: Sequence[str], findings: Sequence[Found]
) -> list[tuple[str, str, str, str]]:
    seen = {(f.entity_kind, f.entity_id, f.signal) for f in findings}
    ours = [("project", p["project_id"], s) for p in projects for s in CATALOGUE if s not in ("H01", "X02")]
    ours += [("company", c, s) for c in companies for s in ("H01", "X02")]
    return [(*a, "found" if a in seen else "not_found") for a in ours]


def _project(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "某工程",
        "project_type": "building",
        "status": "building",
        "received_on": date(2022, 1, 3),
        **given,
    }


def _company(uscc: str) -> dict[str, Any]:
    return {
        "uscc": uscc,
        "name": f"{uscc} 公司",
        "kind": "company",
        "status": "active",
        "received_on": date(2022, 1, 2),
    }


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = [(f.column, TYPES[f.sql_type]) for f in contract()[name].fields]
    schema += [("flags", pa.list_(pa.string())), ("source_file", pa.string()), ("source_line", pa.int64())]
    return pa.Table.from_pylist([dict(r) for r in rows], pa.schema(schema))


def _write(run: RunFolder, name: str, rows: list[dict[str, Any]], columns: list[tuple[str, str]]) -> None:
    kinds = {"s": pa.string(), "i": pa.int64(), "f": pa.float64()}
    pq.write_table(
        pa.Table.from_pylist(rows, pa.schema([(n, kinds[k]) for n, k in columns])), run.file(f"{name}.parquet")
    )
