"""Small deliveries made in memory, brought in, and looked at."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect
from graphrisk.core.locality import Locality
from graphrisk.ingest import ingest

AS_OF = date(2022, 6, 15)
CHINA = Locality("test", "测试", "test", checks_uscc=True, calendar="china", stated={})
OPEN = Locality("open", "开放", "open", checks_uscc=False, calendar="weekdays", stated={})
USCC = "91110000100000001W"
OTHER = "911100001000000020"

# One good row of each table that tests use, by contract name; the key column gets a number of its own.
GOOD: dict[str, dict[str, str]] = {
    "company": {"uscc": USCC, "name": "甲公司", "kind": "company", "status": "active", "received_on": "2022-01-01"},
    "project": {
        "project_id": "P1",
        "name": "一号楼",
        "project_type": "building",
        "contractor_uscc": USCC,
        "status": "building",
        "received_on": "2022-01-01",
    },
    "clue": {
        "clue_id": "C1",
        "uscc": USCC,
        "opened_on": "2022-01-01",
        "result": "open",
        "received_on": "2022-01-02",
    },
    "contract": {
        "contract_id": "K1",
        "project_id": "P1",
        "payer_uscc": USCC,
        "kind": "labour",
        "received_on": "2022-01-01",
    },
    "payroll": {
        "project_id": "P1",
        "person_key": "w1",
        "wage_month": "2022-01",
        "due_yuan": "5000.00",
        "received_on": "2022-02-20",
    },
    "account_txn": {
        "txn_id": "T1",
        "account_key": "a1",
        "booked_at": "2022-01-05T09:30:00",
        "direction": "credit",
        "amount_yuan": "10.00",
        "received_on": "2022-02-20",
    },
}


def row(table: str, **cells: str) -> dict[str, str]:
    """A good row with some cells of its own."""
    return GOOD[table] | cells


def columns(table: str) -> list[str]:
    """Contract names of a table's columns."""
    return [f.name for f in contract()[table].fields]


def text(table: str, rows: Iterable[Mapping[str, str]], names: list[str] | None = None, delimiter: str = ",") -> str:
    """Rows as CSV text with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, names or columns(table), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path, table: str, content: str | bytes, suffix: str = ".csv") -> Path:
    """One file of a delivery."""
    path = folder / contract()[table].agency / f"{table}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def delivery(folder: Path, **tables: Iterable[Mapping[str, str]]) -> Path:
    """A delivery in CSV: the tables given, and a project and a company where they are not among them."""
    for name in {"project", "company"} - tables.keys():
        tables[name] = [GOOD[name]]
    for name, rows in tables.items():
        write(folder, name, text(name, rows))
    return folder


@dataclass(frozen=True)
class Result:
    """What ingest left."""

    out: Path

    def table(self, name: str) -> list[dict[str, Any]]:
        """Rows of a checked table."""
        return rows_of(self.out / "tables" / f"{name}.parquet")

    def quarantine(self, name: str) -> list[dict[str, Any]]:
        """Faults of a table."""
        return rows_of(self.out / "quarantine" / f"{name}.parquet")

    def quality(self, name: str) -> dict[str, int]:
        """check -> n_rows of a table."""
        lines = rows_of(self.out / "quality.parquet")
        return {r["check"]: r["n_rows"] for r in lines if r["table"] == name and r["check"] not in {"reason", "flag"}}

    def details(self, name: str, check: str) -> list[str]:
        """What a check of a table says."""
        lines = rows_of(self.out / "quality.parquet")
        return [r["detail"] for r in lines if r["table"] == name and r["check"] == check]


def rows_of(file: Path) -> list[dict[str, Any]]:
    """A Parquet file as dicts."""
    return pq.read_table(file).to_pylist()


def bring_in(
    folder: Path,
    out: Path,
    as_of: date = AS_OF,
    locality: Locality = CHINA,
    *,
    hash_keys: bool = False,
    threads: int = 1,
    added: Path | None = None,
) -> Result:
    """Run ingest on a delivery."""
    out.mkdir(parents=True, exist_ok=True)
    with connect(threads, scratch=out / ".scratch") as con:
        ingest(folder, out, con, as_of=as_of, locality=locality, hash_keys=hash_keys, added=added)
    return Result(out)
