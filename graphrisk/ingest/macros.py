"""Small SQL functions that cells are read with, made once in the engine's connection."""

from collections.abc import Callable
from contextlib import suppress

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from duckdb.func import ARROW

from graphrisk.core.engine import quoted
from graphrisk.ingest.header import SPACES, ZERO_WIDTH

# Full-width digits, point, comma, minus, and both signs of the yuan, and what they are read as.
WIDE = "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0c\uff0d\uffe5"
NARROW = "0123456789.,-\u00a5"
# The same class in RE2: everything Cc except tab, LF and CR before LF; what the careful reader marks is among them.
CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}]|\r(?:[^\n]|$)"

# name(arguments) -> expression. t is trimmed text in ASCII digits, c a cell as delivered.
_MACROS = {
    "in_trim(c)": f"nullif(trim(c, {quoted(SPACES)}), '')",
    "in_plain(c)": f"in_trim(translate(c, {quoted(ZERO_WIDTH)}, ''))",
    "in_narrow(c)": f"translate(in_trim(c), {quoted(WIDE)}, {quoted(NARROW)})",
    "in_bare(c)": r"regexp_replace(regexp_replace(c, '^[''‘’]', ''), '[\s\-‐‑–—]', '', 'g')",
    "in_code(c)": "coalesce(nullif(in_bare(in_trim(in_nfkc(in_plain(c)))), ''), in_plain(c))",
    "in_is_scientific(c)": r"coalesce(regexp_full_match(in_nfkc(in_plain(c)), '''?\d+(\.\d+)?[Ee][+-]\d+'), false)",
    # days
    "in_ymd(t)": r"""try_cast(CASE
        WHEN t LIKE '0000%' THEN NULL
        WHEN regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}') THEN t
        WHEN regexp_full_match(t, '\d{4}/\d{1,2}/\d{1,2}') THEN replace(t, '/', '-')
        WHEN regexp_full_match(t, '\d{4}年\d{1,2}月\d{1,2}日') THEN translate(t, '年月日', '--') END AS DATE)""",
    "in_date(t)": "in_ymd(regexp_replace(t, '( 00:00:00| 0:00|T00:00:00)$', ''))",
    "in_month(t)": r"""CASE
        WHEN t LIKE '0000%' THEN NULL
        WHEN regexp_full_match(t, '\d{4}([-/](0?[1-9]|1[0-2])|年(0?[1-9]|1[0-2])月)')
            THEN substr(t, 1, 4) || '-' || lpad(regexp_extract(t, '(\d+)月?$', 1), 2, '0')
        ELSE strftime(in_date(t), '%Y-%m') END""",
    "in_clock(t)": r"'^(.+)[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:[.,]\d+)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$'",
    "in_offset(z)": """CASE WHEN z = '' THEN 0 WHEN z = 'Z' THEN 480 ELSE 480 - CAST(z[1] || '1' AS INTEGER)
        * (CAST(z[2:3] AS INTEGER) * 60 + CAST(coalesce(nullif(right(z[4:], 2), ''), '0') AS INTEGER)) END""",
    "in_time(t)": r"""CASE WHEN in_date(t) IS NOT NULL THEN CAST(in_date(t) AS TIMESTAMP)
        ELSE try_cast(CAST(in_ymd(regexp_extract(t, in_clock(t), 1)) AS VARCHAR) || ' ' || regexp_extract(t, in_clock(t), 2)
            || CASE WHEN length(regexp_extract(t, in_clock(t), 2)) = 5 THEN ':00' ELSE '' END AS TIMESTAMP)
            + to_minutes(in_offset(regexp_extract(t, in_clock(t), 3))) END""",
    # numbers
    "in_is_integer(t)": r"regexp_full_match(t, '[+-]?\d+(\.0+)?')",
    "in_integer(t)": r"try_cast(regexp_replace(t, '^\+|\.0+$', '', 'g') AS BIGINT)",
    "in_is_number(t)": r"regexp_full_match(t, '[+-]?(\d+\.?\d*|\.\d+)')",
    "in_number(t)": "CASE WHEN isfinite(try_cast(t AS DOUBLE)) THEN try_cast(t AS DOUBLE) END",
    "in_is_money(t)": r"regexp_full_match(t, '([+-]?¥?|¥[+-])((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)')",
    "in_digits(t)": "regexp_replace(t, '[^0-9.]', '', 'g')",
    "in_is_precise(t, places)": r"NOT regexp_matches(substr(split_part(in_digits(t), '.', 2), places + 1), '[1-9]')",
    "in_fen_text(t, places)": """coalesce(nullif(ltrim(split_part(in_digits(t), '.', 1)
        || rpad(substr(split_part(in_digits(t), '.', 2), 1, places), places, '0'), '0'), ''), '0')""",
    "in_fen(t, places)": """try_cast(CASE WHEN length(in_fen_text(t, places)) < 20
        THEN CASE WHEN contains(t, '-') THEN '-' ELSE '' END || in_fen_text(t, places) END AS BIGINT)""",
    "in_boolean(t)": "CASE WHEN lower(t) IN ('true', '1', '是') THEN true WHEN lower(t) IN ('false', '0', '否') THEN false END",
}


def make(con: duckdb.DuckDBPyConnection, more: dict[str, str]) -> None:
    """Create the functions, and `more` of them after."""
    define(con, "in_nfkc", _nfkc, "VARCHAR", "VARCHAR")
    for head, body in (_MACROS | more).items():
        con.execute(f"CREATE OR REPLACE MACRO {head} AS ({body})")


def define(
    con: duckdb.DuckDBPyConnection, name: str, function: Callable[[pa.ChunkedArray], pa.Array], takes: str, gives: str
) -> None:
    """Make a function of one column, in Python over whole columns, in place of one of that name."""
    with suppress(duckdb.InvalidInputException):  # a connection that has been through the door before
        con.remove_function(name)
    con.create_function(name, function, [takes], gives, type=ARROW)


def _nfkc(texts: pa.ChunkedArray) -> pa.Array:
    return pc.utf8_normalize(texts, form="NFKC")
