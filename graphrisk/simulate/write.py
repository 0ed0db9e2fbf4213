"""Write frames and SELECTs as contract files: English headers, money in yuan with two places, whole order."""

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from graphrisk.core.contract import Field, contract
from graphrisk.core.engine import identifier, quoted


def write_frame(con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame, delivery: Path) -> None:
    """A small table, its rows in the order of key and receipt; columns that the frame lacks are empty."""
    con.register("frame", pa.Table.from_pandas(frame, preserve_index=False))
    order = ", ".join([*contract()[name].primary_key, "received_on"])
    write_rows(con, name, "SELECT * FROM frame", delivery, order, frozenset(frame.columns))
    con.unregister("frame")


def write_rows(
    con: duckdb.DuckDBPyConnection,
    name: str,
    sql: str,
    delivery: Path,
    order: str = "",
    have: frozenset[str] | None = None,
) -> None:
    """The rows of a SELECT; without `order` they stand in the order of the SELECT's own scan, the same on any threads."""
    table = contract()[name]
    columns = ", ".join(_cell(f, have) for f in table.fields)
    file = delivery / table.agency / f"{name}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    ordered = f" ORDER BY {order}" if order else ""
    con.execute(f"COPY (SELECT {columns} FROM ({sql}) AS made{ordered}) TO {quoted(file)} (FORMAT csv, HEADER)")


def _cell(field: Field, have: frozenset[str] | None) -> str:
    name = identifier(field.name)
    if have is not None and field.column not in have:
        return f"NULL AS {name}"
    column = identifier(field.column)
    if field.kind == "yuan":
        return f"CAST(CAST({column} AS DECIMAL(15, 0)) * 0.01 AS DECIMAL(18, 2)) AS {name}"
    if field.type == "number":
        return (
            f"CAST({column} AS DOUBLE) AS {name}"
            if field.name in ("share", "hours") or field.maximum == 1
            else f"CAST({column} AS INTEGER) AS {name}"
        )
    if field.type in {"date", "datetime", "integer", "boolean"}:
        return f"CAST({column} AS {field.sql_type}) AS {name}"
    return f"{column} AS {name}"
