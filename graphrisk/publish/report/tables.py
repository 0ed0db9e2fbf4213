"""Rows of a query by column name, for templates."""

from typing import Any

from duckdb import DuckDBPyConnection


def rows_of(con: DuckDBPyConnection, select: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of a small SELECT as dicts."""
    found = con.execute(select, params or None)
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
