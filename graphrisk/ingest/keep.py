"""Rows that stand, written with their flags and where they came from."""

from pathlib import Path

import duckdb

from graphrisk.core.engine import identifier, write
from graphrisk.core.locality import Locality
from graphrisk.ingest.flags import flags, peers
from graphrisk.ingest.versions import Versions


def show_keys(con: duckdb.DuckDBPyConnection, standing: dict[str, Versions]) -> None:
    """Keep the keys that other tables refer to as tables `key_<table>`."""
    wanted = {k.table: k.column for v in standing.values() for k in v.table.foreign_keys}
    for name, column in wanted.items():
        if name in standing:
            con.execute(
                f"CREATE OR REPLACE TEMP TABLE key_{name} AS SELECT {identifier(column)} FROM ({standing[name].now})"
            )


def keep_table(
    con: duckdb.DuckDBPyConnection, rows: Versions, standing: dict[str, Versions], locality: Locality, path: Path
) -> None:
    """Write one table: the contract's columns, flags, source_file, source_line."""
    names = ", ".join(identifier(c) for c in rows.table.columns)
    write(
        con,
        f"SELECT {names}, {flags(rows.table, frozenset(standing), locality)} AS flags, {rows.file()} AS source_file, "
        f"CAST(_line AS BIGINT) AS source_line FROM ({peers(rows, standing)}) {rows.order}",
        path,
    )
