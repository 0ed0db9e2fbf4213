"""A small run made by hand: what seven rooms would leave of three projects and three companies."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect
from graphrisk.core.graph import EDGES, EVIDENCE, NODES
from graphrisk.core.run import ROOMS, Manifest, RunFolder

AS_OF = date(2022, 6, 15)
LOCALITY = 'name = "beijing"\ntitle_zh = "北京市"\ntitle_en = "Beijing"\nchecks_uscc = true\ncalendar = "china"\n'
TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
}
SCORES = {
    "entity_kind": pa.string(),
    "entity_id": pa.string(),
    "score": pa.float64(),
    "level": pa.string(),
    "rank": pa.int64(),
    "confidence": pa.float64(),
    "evaluable_share": pa.float64(),
    "workers_at_risk": pa.int64(),
    "amount_at_risk_fen": pa.int64(),
    "first_signal_on": pa.date32(),
}
REASONS = {
    "entity_kind": pa.string(),
    "entity_id": pa.string(),
    "signal": pa.string(),
    "reason": pa.string(),
    "contribution": pa.float64(),
    "sentence_zh": pa.string(),
    "sentence_en": pa.string(),
    "law": pa.string(),
    "innocent_when": pa.string(),
    "clears_when": pa.string(),
    "evidence": EVIDENCE,
}
COVERAGE = {"signal": pa.string(), "entity_kind": pa.string()} | dict.fromkeys(
    ("n_population", "n_evaluable", "n_found"), pa.int64()
)


def small_run(path: Path, *, name: str = "大兴一号工程", previous: str = "", is_later: bool = True) -> RunFolder:
    """Write the run; `name` is the name of project P-1. Before `is_later` P-1 was yellow and P-3 not yet there."""
    run = RunFolder(path)
    run.start(Manifest(AS_OF if is_later else date(2022, 6, 1), "beijing", "delivery", {}, {}, {}, previous))
    (path / "locality.toml").write_text(LOCALITY, "utf-8")
    (path / "tables").mkdir()
    for table, rows in _tables(name).items():
        _keep(path / "tables" / f"{table}.parquet", _schema(table), rows)
    _keep(path / "parties.parquet", _text("party_id kind name") | {"n_records": pa.int64()}, _parties())
    _keep(path / "nodes.parquet", NODES, _nodes(name))
    _keep(path / "edges.parquet", EDGES, _edges())
    _keep(path / "asked.parquet", _text("entity_kind entity_id signal answer"), _asked())
    _keep(path / "coverage.parquet", COVERAGE, _coverage())
    _keep(path / "signals.parquet", _text("signal reason title_zh title_en"), _signals())
    _keep(path / "stress.parquet", STRESS, [])
    _keep(path / "scores.parquet", SCORES, _scores(is_later))
    _keep(path / "reasons.parquet", REASONS, _reasons(name, is_later))
    _keep(path / "quality.parquet", _text("table check detail") | {"n_rows": pa.int64()}, _quality())
    (path / "rooms").mkdir(exist_ok=True)
    for room in ROOMS:
        if room != "publish":
            (path / "rooms" / room).touch()
    return run


STRESS = {
    **dict.fromkeys(("project_id", "next_role", "next_id", "next_article"), pa.string()),
    "is_evaluable": pa.bool_(),
    "days_left": pa.int64(),
    "shortfall_fen": pa.int64(),
}


def publish_into(run: RunFolder, threads: int = 1) -> RunFolder:
    """The room as the pipeline opens it."""
    from graphrisk.publish import publish

    with run.room("publish") as out, connect(threads) as con:
        publish(run, out, con)
    return run


def evidence(*rows: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [{"table": table, "key": key, "received_on": date(2022, 6, day)} for table, key, day in rows]


def _keep(file: Path, schema: Any, rows: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(schema)), file)


def _text(names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names.split(), pa.string())


def _schema(table: str) -> dict[str, pa.DataType]:
    return {f.column: TYPES[f.sql_type] for f in contract()[table].fields}


def _tables(name: str) -> dict[str, list[dict[str, Any]]]:
    day = {"received_on": date(2022, 6, 1)}
    return {
        "project": [
            {
                "project_id": "P-1",
                "name": name,
                "area_code": "110115001",
                "contractor_uscc": "C-1",
                "status": "building",
            }
            | day,
            {"project_id": "P-2", "name": "大兴二号工程", "area_code": "110115002", "contractor_uscc": "C-1"} | day,
            {"project_id": "P-3", "name": "大兴三号工程"} | day,
        ],
        "company": [
            {"uscc": "C-1", "name": "甲建筑有限公司", "area_code": "110115001", "kind": "company"} | day,
            {"uscc": "C-2", "name": "乙劳务有限公司"} | day,
        ],
        "grid_area": [{"area_code": "110115001", "name": "黄村镇", "level": "street"} | day],
    }


def _parties() -> list[dict[str, Any]]:
    companies = {"C-1": "甲建筑有限公司", "C-2": "乙劳务有限公司", "C-3": None}
    found = [{"party_id": c, "kind": "company", "name": n, "n_records": 1} for c, n in companies.items()]
    return [*found, {"party_id": "worker-key-0", "kind": "person", "name": None, "n_records": 1}]


def _nodes(name: str) -> list[dict[str, Any]]:
    named = {
        "Project": {"P-1": name, "P-2": "大兴二号工程", "P-3": "大兴三号工程"},
        "Company": {"C-1": "甲建筑有限公司", "C-2": "乙劳务有限公司", "C-3": None},
        "Account": {"acc1": "尾号 4321"},
        "Person": {"leader-key-1": None},
        "Team": {"T-1": "木工一班"},
        "Worker": {f"worker-key-{n}": None for n in range(4)},
    }
    return [
        {"node_id": f"{kind}:{key}", "kind": kind, "key": key, "name": shown, "attributes": "{}"}
        for kind, keys in named.items()
        for key, shown in keys.items()
    ]


def _edges() -> list[dict[str, Any]]:
    ends = [
        ("CONTRACTS_FOR", "Company:C-1", "Project:P-1"),
        ("CONTRACTS_FOR", "Company:C-1", "Project:P-2"),
        ("CONTRACTS_FOR", "Company:C-2", "Project:P-1"),
        ("SERVES", "Account:acc1", "Project:P-1"),
        ("HOLDS", "Company:C-2", "Account:acc1"),
        ("PAYS", "Company:C-1", "Company:C-2"),
        ("LEADS", "Person:leader-key-1", "Team:T-1"),
        ("CONTROLS", "Person:leader-key-1", "Company:C-2"),
        *(("WORKED_ON", f"Worker:worker-key-{n}", "Project:P-1") for n in range(4)),
    ]
    return [{"kind": k, "source": s, "target": t, "weight": 1.0, "evidence": []} for k, s, t in ends]


def _asked() -> list[dict[str, Any]]:
    answers = [
        ("P-1", "A02", "found"),
        ("P-1", "P01", "found"),
        ("P-2", "A02", "could_not_tell"),
        ("P-2", "F04", "not_found"),
    ]
    return [{"entity_kind": "project", "entity_id": e, "signal": s, "answer": a} for e, s, a in answers]


def _coverage() -> list[dict[str, Any]]:
    counts = [("A02", "project", 3, 2, 1), ("P01", "project", 3, 1, 1), ("H01", "company", 0, 0, 0)]
    return [dict(zip(COVERAGE, row, strict=True)) for row in counts]


def _signals() -> list[dict[str, Any]]:
    titled = {"A02": ("专户开户单位不符", "account holder differs"), "P01": ("连续未发薪", "months unpaid")}
    return [{"signal": s, "reason": "any", "title_zh": zh, "title_en": en} for s, (zh, en) in titled.items()]


def _scores(is_later: bool) -> list[dict[str, Any]]:
    day = date(2022, 5, 20)
    first = ("project", "P-1", 0.91, "red", 1) if is_later else ("project", "P-1", 0.31, "yellow", 2)
    rows = [
        (*first, 0.9, 0.8, 120, 123456789, day),
        ("project", "P-2", 0.42, "orange", 2 if is_later else 1, 0.7, 0.6, None, None, date(2022, 4, 11)),
        ("company", "C-1", 0.55, "orange", 1, 0.9, 0.8, 120, 100, day),
        ("company", "C-2", 0.12, "blue", 2, 0.2, 0.1, 0, 0, None),
        ("company", "C-3", 0.05, "green", 3, 0.2, 0.1, 0, 0, None),
    ]
    if is_later:
        rows.append(("project", "P-3", 0.01, "green", 3, 1.0, 0.5, 0, 0, None))
    return [dict(zip(SCORES, row, strict=True)) for row in rows]


def _reasons(name: str, is_later: bool) -> list[dict[str, Any]]:
    account = evidence(("special_account", "acc1/P-1", 1), ("project", "P-1", 2))
    wages = evidence(*(("payroll", f"P-1/worker-key-{n}/2022-04", 3) for n in range(4)))
    said = (f"“{name}”的专用账户由乙劳务有限公司开立", f"the account of {name} was opened by 乙劳务有限公司")
    law = "《保障农民工工资支付条例》(国务院令第724号)第二十六条 / Order 724, article 26"
    rows = [
        ("project", "P-1", "A02", "unrelated", 0.7, *said, law, "系分公司 / a branch", "重新开户 / re-open", account),
        ("project", "P-2", "P01", "one_month", 0.54, "一个月未发薪", "one month unpaid", law, None, None, wages[:2]),
        ("company", "C-1", "H01", "verified", 0.8, "曾有查实", "verified before", law, None, None, []),
        ("company", "C-3", "order", "hash", 1e-9, "同分排序", "orders equals", None, None, None, []),
    ]
    if is_later:
        rows.append(
            ("project", "P-1", "P01", "two_months", 1.7, "两个月未发薪", "two months unpaid", law, "无", "补发", wages)
        )
    return [dict(zip(REASONS, row, strict=True)) for row in rows]


def _quality() -> list[dict[str, Any]]:
    counts = [
        ("project", "rows_in", 4, None),
        ("project", "kept", 3, None),
        ("project", "quarantined", 1, None),
        ("project", "last_received_on", 1, "2022-06-10"),
        ("company", "rows_in", 2, None),
        ("company", "unknown_columns", 1, "=cmd|' /C calc'!A0"),
    ]
    return [{"table": t, "check": c, "n_rows": n, "detail": d} for t, c, n, d in counts]
