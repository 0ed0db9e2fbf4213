"""A signal asked of a few rows: tables as lists of dicts in, findings and the three outcomes out."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from graphrisk.core.contract import Table, contract
from graphrisk.core.engine import connect, identifier, keep
from graphrisk.core.graph import PATHS
from graphrisk.core.locality import Locality, locality
from graphrisk.core.workdays import workday_table
from graphrisk.signals import catalogue
from graphrisk.signals.room import answer, open_answers
from graphrisk.signals.setting import shared, show_feed

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
DAY = "2022-06-15"


@dataclass(frozen=True)
class Answer:
    """What a signal said of some rows."""

    findings: list[dict[str, Any]]
    outcomes: dict[str, str]  # entity id -> found, not_found or could_not_tell; absent: not in the population

    def reasons(self, entity: str = "P1") -> set[str]:
        """Reasons found of one entity."""
        return {f["reason"] for f in self.findings if f["entity_id"] == entity}

    def finding(self, entity: str = "P1") -> dict[str, Any]:
        """The one finding of an entity."""
        (found,) = [f for f in self.findings if f["entity_id"] == entity]
        return found


def ask(
    code: str,
    tables: Rows,
    as_of: str = DAY,
    place: str = "beijing",
    params: Mapping[str, Any] | None = None,
    party: Mapping[str, str] | None = None,
    names: Mapping[str, tuple[str, str]] | None = None,
    paths: Rows | None = None,
) -> Answer:
    """Ask one signal of the given rows.

    A row's absent columns are null, its absent `received_on` is five days before `as_of`, and money is in `_fen`.
    A table that is named counts as delivered, even with no rows. `params` overrides the locality for this signal
    (None: not stated). Every credit code is its own party, a branch that of its head, unless `party` says otherwise;
    `names` says whose a code-less name is, and how that is known. `paths` are rows of what the graph found.
    """
    day = date.fromisoformat(as_of)
    con = connect(threads=1)
    show_rows(con, tables, day)
    _parties(con, tables, party or {}, names or {})
    show_paths(con, paths or {})
    con.register("days", _days(locality(place).calendar))
    keep(con, "calendar", "SELECT * FROM days")
    show_feed(con, tables.keys(), day)
    signal = catalogue()[code]
    _share(con, signal.reads, day)
    open_answers(con)
    answer(con, signal, stating(locality(place), code, params or {}), day)
    found = con.sql("SELECT * FROM finding ORDER BY ALL").to_arrow_table().to_pylist()
    outcomes = dict(con.sql("SELECT entity_id, answer FROM asked").fetchall())
    con.close()
    return Answer([f | json.loads(f["facts"]) for f in found], outcomes)


def show_rows(con: duckdb.DuckDBPyConnection, tables: Rows, as_of: date) -> None:
    """Every contract table, with the given rows."""
    unknown = tables.keys() - contract().keys()
    assert not unknown, f"no such table: {unknown}"
    for name, table in contract().items():
        columns = ", ".join(f"{identifier(f.column)} {f.sql_type}" for f in table.fields)
        con.execute(f"CREATE TABLE {name} ({columns}, flags VARCHAR[], source_file VARCHAR, source_line BIGINT)")
        if tables.get(name):
            _insert(con, table, tables[name], as_of)


def show_paths(con: duckdb.DuckDBPyConnection, paths: Rows) -> None:
    """Every table of what the graph found, with the given rows."""
    for name, schema in PATHS.items():
        con.register("given", pa.Table.from_pylist([dict(row) for row in paths.get(name, ())], schema=schema))
        keep(con, name, "SELECT * FROM given")
        con.unregister("given")


def stating(place: Locality, code: str, params: Mapping[str, Any]) -> Locality:
    """The locality with some parameters of one signal stated otherwise, None: not at all."""
    common = {k: v for k, v in place.stated.get("params", {}).items() if k not in params}
    own = {k: v for k, v in place.stated.get("signals", {}).get(code, {}).items() if k not in params}
    own |= {k: {"value": v} for k, v in params.items() if v is not None}
    return replace(place, stated=place.stated | {"params": common, "signals": {code: own}})


def _insert(con: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Mapping[str, Any]], as_of: date) -> None:
    given = [{"received_on": (as_of - timedelta(days=5)).isoformat(), **row} for row in rows]
    for row in given:
        unknown = row.keys() - {*table.columns, "flags"}
        assert not unknown, f"{table.name} has no column {unknown}"
    names = [c for c in (*table.columns, "flags") if any(c in row for row in given)]
    columns = ", ".join(map(identifier, names))
    con.register("given", pa.table({c: [row.get(c) for row in given] for c in names}))
    con.execute(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM given")
    con.unregister("given")


def _share(con: duckdb.DuckDBPyConnection, reads: Iterable[str], as_of: date) -> None:
    """Make the shared tables that a signal reads, and those that these are made of."""
    made = shared()
    wanted = set(reads) & made.keys()
    for name in reversed(made):
        if name in wanted:
            wanted |= set(re.findall(r"(?:FROM|JOIN) (\w+)", made[name])) & made.keys()
    for name, sql in made.items():
        if name in wanted:
            keep(con, name, sql, {"as_of": as_of})


def _parties(
    con: duckdb.DuckDBPyConnection, tables: Rows, party: Mapping[str, str], names: Mapping[str, tuple[str, str]]
) -> None:
    codes: dict[str, str] = {}
    for name, rows in tables.items():
        columns = [f.column for f in contract()[name].fields if f.kind == "uscc"]
        codes |= {row[c]: row[c] for row in rows for c in columns if row.get(c)}
    for row in tables.get("holding", ()):
        if row["holder_kind"] == "company":
            codes.setdefault(row["holder_id"], row["holder_id"])
    codes |= {row["uscc"]: row["head_uscc"] for row in tables.get("company", ()) if row.get("head_uscc")}
    codes |= party
    con.register(
        "code", pa.table({"uscc": pa.array(codes, pa.string()), "party_id": pa.array(codes.values(), pa.string())})
    )
    con.register(
        "named",
        pa.table(
            {
                "name": pa.array(names, pa.string()),
                "party_id": pa.array([ends[0] for ends in names.values()], pa.string()),
                "how": pa.array([ends[1] for ends in names.values()], pa.string()),
            }
        ),
    )
    keep(con, "party", "SELECT * FROM code ORDER BY uscc")
    keep(con, "party_name", "SELECT * FROM named ORDER BY name")


@cache
def _days(calendar: str) -> pa.Table:
    return workday_table(calendar)
