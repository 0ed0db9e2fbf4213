"""Rows that stand, written with their flags and where they came from."""

from pathlib import Path

import duckdb

from graphrisk.core.engine import identifier, keep, write
from graphrisk.core.locality import Locality
from graphrisk.ingest.flags import SUMS, flags, peers
from graphrisk.ingest.versions import SHORT_LIST, Versions, among

# Smaller tables are always sorted by file and line; larger ones only where a join has lost the order of their files.
SORTED_ROWS = 250_000


def show_keys(con: duckdb.DuckDBPyConnection, standing: dict[str, Versions]) -> None:
    """Keep the keys that other tables refer to as tables `key_<table>`."""
    wanted = {k.table: k.column for v in standing.values() for k in v.table.foreign_keys}
    for name, column in wanted.items():
        if name in standing:
            keep(con, f"key_{name}", f"SELECT {identifier(column)} FROM ({standing[name].now})")


def keep_table(
    con: duckdb.DuckDBPyConnection, rows: Versions, standing: dict[str, Versions], locality: Locality, path: Path
) -> None:
    """Write one table: the contract's columns, flags, source_file, source_line."""
    names = ", ".join(identifier(c) for c in rows.table.columns)
    broken = _broken(con, rows, standing)
    is_joined = rows.table.name in SUMS or any(n > SHORT_LIST for n in broken.values())
    n_rows = con.execute(f"SELECT count(*) FROM ({rows.seen})").fetchall()[0][0]
    tests = {f: among(identifier(f), _broken_name(rows, f), identifier(f), n) for f, n in broken.items() if n}
    write(
        con,
        f"SELECT {names}, {flags(rows.table, tests, locality)} AS flags, {rows.file()} AS source_file, "
        f"CAST(_line AS BIGINT) AS source_line FROM ({peers(rows, standing)}) "
        + ("ORDER BY _part, _line" if is_joined or n_rows <= SORTED_ROWS else ""),
        path,
    )


def _broken(con: duckdb.DuckDBPyConnection, rows: Versions, standing: dict[str, Versions]) -> dict[str, int]:
    """Foreign key -> number of its values that point to nothing, kept as a table; a table not delivered tells nothing."""
    found: dict[str, int] = {}
    for link in rows.table.foreign_keys:
        if link.table not in standing:
            continue
        column, name = identifier(link.field), _broken_name(rows, link.field)
        used = f"SELECT DISTINCT {column} FROM ({rows.seen}) WHERE {column} IS NOT NULL"
        keep(
            con,
            name,
            f"SELECT {column} FROM ({used}) WHERE {column} NOT IN (SELECT {identifier(link.column)} FROM key_{link.table})",
        )
        found[link.field] = con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    return found


def _broken_name(rows: Versions, field: str) -> str:
    return f"broken_key_{rows.table.name}_{field}"
