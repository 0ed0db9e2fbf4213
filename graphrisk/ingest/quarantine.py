"""What is not in a table, and why: one row a fault, with file, line, column and value."""

from pathlib import Path

import duckdb

from graphrisk.core.engine import keep, quoted, write
from graphrisk.ingest.doubt import FOOTNOTES
from graphrisk.ingest.raw import FORMULA
from graphrisk.ingest.reasons import details
from graphrisk.ingest.stage import Staged
from graphrisk.ingest.versions import PLACE, Versions, line_of, part_of

SHOWN = 200  # characters of a value; contract, reading.md


def quarantine(con: duckdb.DuckDBPyConnection, versions: Versions, as_of: str, path: Path) -> None:
    """Write the faults of a table's rows that are seen as of the day; they stay as table `quarantine_<table>`."""
    name = f"quarantine_{versions.table.name}"
    selects = [_cells(part, as_of) for part in versions.parts]
    selects += [f"SELECT * FROM {broken_table(part)}" for part in versions.parts if part.raw.broken]
    if versions.conflict:
        selects.append(_conflicts(versions))
    # Marks of the text reader are shown as the characters they stand for.
    cell = f"substr(translate(ltrim(f.value, {quoted(FORMULA)}), chr(28) || chr(27), chr(9) || chr(13)), 1, {SHOWN})"
    shown = f"CASE WHEN f.reason = 'person_number' THEN in_blotted({cell}) ELSE in_masked({cell}) END"
    keep(
        con,
        name,
        f"""SELECT f.file, f.line, f."column", {shown} AS value, f.reason, coalesce(f.detail, d.said, '') AS detail
        FROM ({" UNION ALL ".join(selects)}) f LEFT JOIN ({details(versions.table)}) d
        ON f.reason = d.reason AND (d."column" IS NULL OR f."column" = d."column")""",
    )
    write(con, f"SELECT * FROM {name} ORDER BY ALL", path)


def broken_table(staged: Staged) -> str:
    """Name of the table of a file's records that have too few or too many fields."""
    return f"broken_{staged.slow}"


def keep_broken(con: duckdb.DuckDBPyConnection, staged: Staged, as_of: str) -> None:
    """Make that table, of records seen as of the day; a cell stands where the header says, as far as one can tell."""
    raw = staged.raw
    if not raw.broken:
        return
    received = f"in_date(in_narrow(cells[{raw.header.places['received_on'] + 1}]))"
    others = "len(list_filter(cells[2:], lambda x: in_trim(x) IS NOT NULL)) = 0"
    keep(
        con,
        broken_table(staged),
        f"""
        WITH told AS (SELECT *, in_trim(cells[1]) IN ({FOOTNOTES}) OR ({others}) AS is_footnote FROM ({raw.broken}))
        SELECT {quoted(raw.source.file)} AS file, _line AS line,
            CASE WHEN is_footnote THEN {quoted(raw.name(0))} ELSE '' END AS "column",
            CASE WHEN is_footnote THEN cells[1] ELSE array_to_string(cells, {quoted(raw.delimiter)}) END AS value,
            CASE WHEN is_footnote THEN 'footnote_row' ELSE 'field_count' END AS reason,
            CASE WHEN NOT is_footnote THEN '应有 {raw.header.width} 列，实有 ' || found || ' 列 fields: {raw.header.width} wanted, ' || found || ' found' END AS detail
        FROM told WHERE coalesce({received} <= DATE '{as_of}', true)""",
    )


def _cells(part: Staged, as_of: str) -> str:
    file = quoted(part.raw.source.file)
    return (
        f'SELECT {file} AS file, _line AS line, f.column AS "column", f.value AS value, f.reason AS reason, CAST(NULL AS VARCHAR) AS detail '
        f"FROM (SELECT _line, unnest(_faults) AS f FROM {part.slow} WHERE {is_seen(as_of)})"
    )


def is_seen(as_of: str) -> str:
    """SQL of whether a row read with care is seen as of the day: one whose day cannot be read is."""
    return f"coalesce(_received <= DATE '{as_of}', true)"


def _conflicts(versions: Versions) -> str:
    table = versions.table
    other = f"(CASE WHEN _first = {PLACE} THEN _last ELSE _first END)"
    where = f"{versions.file(part_of(other))} || ':' || {line_of(other)}"
    return (
        f'SELECT {versions.file()} AS file, _line AS line, {quoted("/".join(table.primary_key))} AS "column", '
        f"{table.key_sql()} AS value, 'key_conflict' AS reason, "
        f"'同一主键同一接收日期内容不同，另见 same key and received_on, other contents, see also ' || {where} AS detail "
        f"FROM {versions.conflict}"
    )
