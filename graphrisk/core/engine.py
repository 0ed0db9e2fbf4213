"""The table engine: one DuckDB connection, the functions that DuckDB and Spark spell differently, errors with their SQL."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graphrisk.core.contract import Table, contract
from graphrisk.core.errors import GraphriskError

# a text of at most `most` characters, of which the mark and an apostrophe in front take eleven
_LINE = (
    "CASE WHEN length(visible(words)) >= most THEN left(visible(words), most - 11) || ' …[截断 cut]'"
    " ELSE visible(words) END"
)
# what a spreadsheet takes for the start of a formula, also behind blanks; full-width forms count in Chinese editions
_FORMULA = "^[ \\p{Zs}\\x{200B}]*[=+\\-@＝＋－＠]"
_CELL = "CASE WHEN starts_formula(line(words, 32767)) THEN chr(39) || line(words, 32767) ELSE line(words, 32767) END"
# marks without a width and marks that turn the reading direction; tabs, line ends, NUL and their kin
_UNSEEN = "[\\x{061C}\\x{200B}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{FEFF}\\x{FFF9}-\\x{FFFF}]"
_BREAKS = "[\\p{Cc}\\p{Zl}\\p{Zp}]+"

# DuckDB's hash of a whole number, n without sign: x ^ x >> 32 and times an odd number, twice, then the former once more
_LOT = "CAST(n AS BIGINT)"
for _after in (" * -2960836687051489901", " * -2960836687051489901", ""):
    _LOT = f"(({_LOT}) ^ shiftrightunsigned({_LOT}, 32)){_after}"

# name -> (arguments, DuckDB expression, Spark SQL expression); static SQL of the project may use these and nothing
# else that the two engines spell differently. An empty Spark expression: Spark has the function by that name.
FUNCTIONS: dict[str, tuple[str, str, str]] = {
    "days_between": ("a, b", "CAST(b - a AS BIGINT)", "CAST(datediff(b, a) AS BIGINT)"),
    "month_number": (
        "m",
        "CAST(substr(m, 1, 4) AS INTEGER) * 12 + CAST(substr(m, 6, 2) AS INTEGER)",
        "CAST(substr(m, 1, 4) AS INT) * 12 + CAST(substr(m, 6, 2) AS INT)",
    ),
    "add_months": ("d, n", "CAST(d + to_months(CAST(n AS INTEGER)) AS DATE)", ""),
    "slice": ("list, start, n", "list_slice(list, start, start + n - 1)", ""),
    "yuan": ("fen", "format('{:,.2f}', fen / 100e0)", "format_number(fen / 100e0, 2)"),
    # to nine places, so that equal ratios stay equal; by power, as Sail 0.7 looks for zero divisors before it filters
    "ratio": ("a, b", "round((a) / CAST(b AS DOUBLE), 9)", "round((a) * power(CAST(b AS DOUBLE), -1e0), 9)"),
    "row_ref": (
        "tab, key, received",
        "tab || '|' || key || '|' || coalesce(CAST(received AS VARCHAR), '')",
        "tab || '|' || key || '|' || coalesce(CAST(received AS STRING), '')",
    ),
    # evidence as it is kept, one row and many
    "proof": (
        "tab, id, received",
        'struct_pack("table" := tab, key := id, received_on := received)',
        "named_struct('table', tab, 'key', id, 'received_on', received)",
    ),
    "each_of": ("rows", "unnest(rows)", "explode(rows)"),
    # lists and texts made of the rows of a group, in the order of `nth`
    "in_order": (
        "val, nth",
        "array_agg(val ORDER BY nth)",
        "transform(array_sort(array_agg(named_struct('n', nth, 'v', val))), e -> e.v)",
    ),
    "joined": (
        "part, nth, sep",
        "string_agg(part, sep ORDER BY nth)",
        "listagg(part, sep) WITHIN GROUP (ORDER BY nth)",
    ),
    # facts are flat JSON without blanks between its signs: a quote inside a text is escaped, so this one ends a name
    "fact": ("facts, place", "json_extract_string(facts, '$.' || place)", "get_json_object(facts, '$.' || place)"),
    "fact_is_text": (
        "facts, place",
        "json_type(facts, '$.' || place) = 'VARCHAR'",
        "instr(facts, '\"' || place || '\":\"') > 0",
    ),
    "written": ("x, digits", "format('{:,.' || digits || 'f}', CAST(x AS DOUBLE))", "format_number(x, digits)"),
    "one_line": (
        "words",
        "trim(regexp_replace(words, '[\\p{C} ]+', ' ', 'g'))",
        "trim(regexp_replace(words, r'[\\p{C} ]+', ' '))",
    ),
    # texts from elsewhere made harmless before they are shown: one visible line, cut where it is long, no formula
    "visible": (
        "words",
        f"trim(regexp_replace(regexp_replace(words, '{_UNSEEN}', '', 'g'), '{_BREAKS}', ' ', 'g'))",
        f"trim(regexp_replace(regexp_replace(words, r'{_UNSEEN}', ''), r'{_BREAKS}', ' '))",
    ),
    "line": ("words, most", _LINE, _LINE),
    "starts_formula": ("words", f"regexp_matches(words, '{_FORMULA}')", f"words RLIKE r'{_FORMULA}'"),
    "cell": ("words", _CELL, _CELL),
    # made-up deliveries: whole numbers from a to z, division without rest, a time of a day, a number drawn by lot
    "numbers": ("a, z", "range(a, z + 1)", "sequence(CAST(a AS BIGINT), CAST(z AS BIGINT))"),
    "quotient": ("a, b", "a // b", "(a) div (b)"),
    "moment": (
        "d, seconds",
        "d + to_seconds(CAST(seconds AS BIGINT))",
        "CAST(d AS TIMESTAMP_NTZ) + make_dt_interval(0, 0, 0, seconds)",
    ),
    "lot": ("n", "hash(n)", f"pmod(CAST({_LOT} AS DECIMAL(20, 0)), 18446744073709551616)"),
}

_PARAM = re.compile(r"\$([a-z][a-z0-9_]*)")


def connect(threads: int | None = None, memory: str = "3GB", scratch: Path | None = None) -> duckdb.DuckDBPyConnection:
    """An embedded engine with the shared functions; spills to `scratch` beyond `memory`."""
    con = duckdb.connect()
    n_threads = int(threads or os.environ.get("GRAPHRISK_THREADS") or os.cpu_count() or 1)
    con.execute(f"SET threads = {max(n_threads, 2)}")
    if n_threads == 1:  # a plan for one thread cuts Parquet files elsewhere: plan for two that are both the caller's
        con.execute("SET external_threads = 2")
    con.execute(f"SET memory_limit = {quoted(os.environ.get('GRAPHRISK_MEMORY', memory))}")
    if con.execute("SELECT current_setting('enable_progress_bar')").fetchall()[0][
        0
    ]:  # a notebook without ipywidgets refuses SET
        con.execute("SET enable_progress_bar = false")
    if scratch is not None:
        con.execute(f"SET temp_directory = {quoted(scratch)}")
    for name, (arguments, expression, _) in FUNCTIONS.items():
        con.execute(f"CREATE MACRO {name}({arguments}) AS ({expression})")
    return con


def quoted(text: str | Path) -> str:
    """A SQL string literal, for paths and settings; never for data."""
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def named(sql: str) -> set[str]:
    """The `$named` parameters a text uses.

    >>> sorted(named("SELECT $a + $b_1 WHERE x > $a"))
    ['a', 'b_1']
    """
    return set(_PARAM.findall(sql))


def relation(
    con: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Any] | None = None, step: str = ""
) -> duckdb.DuckDBPyRelation:
    """Run one SELECT; of `params` it gets those it names. On error the message carries the step and the SQL."""
    known = params or {}
    missing = named(sql) - known.keys()
    if missing:
        raise GraphriskError(f"{step or 'query'}: no value for {sorted(missing)}")
    try:
        return con.sql(sql, params={name: known[name] for name in named(sql)} or None)
    except duckdb.Error as error:
        raise GraphriskError(f"{step or 'query'} failed: {error}", hint=sql.strip()) from error


def arrow(
    con: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Any] | None = None, step: str = ""
) -> pa.Table:
    """The rows of one SELECT as an Arrow table."""
    try:
        return relation(con, sql, params, step).to_arrow_table()
    except duckdb.Error as error:
        raise GraphriskError(f"{step or 'query'} failed: {error}", hint=sql.strip()) from error


def keep(
    con: duckdb.DuckDBPyConnection, name: str, sql: str, params: Mapping[str, Any] | None = None, schema: str = ""
) -> None:
    """Keep the rows of one SELECT as a table of the engine."""
    target = f"{identifier(schema)}.{identifier(name)}" if schema else identifier(name)
    used = ({p: params[p] for p in named(sql)} or None) if params else None  # else a `$` in a file's name would be one
    try:
        con.execute(f"CREATE OR REPLACE TABLE {target} AS {sql}", used)
    except duckdb.Error as error:
        raise GraphriskError(f"{name} failed: {error}", hint=sql.strip()) from error


def write(
    con: duckdb.DuckDBPyConnection, sql: str, path: Path, params: Mapping[str, Any] | None = None, step: str = ""
) -> None:
    """Write the rows of one SELECT, in its order, to a Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    used = ({p: params[p] for p in named(sql)} or None) if params else None  # else a `$` in a file's name would be one
    try:
        con.execute(f"COPY ({sql}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)", used)
    except duckdb.Error as error:
        raise GraphriskError(f"{step or path.name} failed: {error}", hint=sql.strip()) from error


def show_parquet(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Make a Parquet file visible as a view."""
    con.execute(f"CREATE OR REPLACE VIEW {identifier(name)} AS SELECT * FROM read_parquet({quoted(path)})")


def show_tables(con: duckdb.DuckDBPyConnection, folder: Path, names: Iterable[str] | None = None) -> frozenset[str]:
    """Make the checked tables of a run visible by name, those not delivered as empty ones; returns the delivered."""
    delivered = {p.stem for p in folder.glob("*.parquet")}
    for name in names if names is not None else contract():
        if name in delivered:
            show_parquet(con, name, folder / f"{name}.parquet")
        else:
            con.execute(f"CREATE OR REPLACE VIEW {identifier(name)} AS {_empty(contract()[name])}")
    return frozenset(delivered & contract().keys())


def _empty(table: Table) -> str:
    columns = [f"CAST(NULL AS {f.sql_type}) AS {identifier(f.column)}" for f in table.fields]
    columns += ["CAST(NULL AS VARCHAR[]) AS flags", "CAST(NULL AS VARCHAR) AS source_file"]
    return f"SELECT {', '.join(columns)}, CAST(NULL AS BIGINT) AS source_line WHERE false"
