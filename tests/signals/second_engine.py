"""The second engine, and static SQL as Spark SQL: `$x` becomes `:x`, and the shared functions become what Spark calls them."""

import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from graphrisk.core.engine import FUNCTIONS

_CALL = re.compile(r"\b(" + "|".join(FUNCTIONS) + r")\(")


@contextmanager
def session() -> Iterator[Any]:
    """A session of Sail, which speaks Spark SQL, in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pysail.spark import SparkConnectServer
        from pyspark.sql import SparkSession

        server = SparkConnectServer(port=0)
        server.start(background=True)
        _, port = server.listening_address
        main = sys.modules["__main__"]
        main.__file__ = getattr(
            main, "__file__", __file__
        )  # without it the client takes a worker of pytest for a doctest
        spark = SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
    yield spark
    spark.stop()
    server.stop()


def told(sail: Any, sql: str, given: dict[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns, in lower case, and rows that Sail gives for a SELECT in Spark SQL."""
    frame = sail.sql(sql, args=given)
    return [c.lower() for c in frame.columns], [tuple(row) for row in frame.collect()]


def in_time(ask: Callable[[], Any], seconds: float = 240) -> Any:
    """What `ask` returns; a server that does not answer is a failure and no endless wait."""
    answer: list[Any] = []

    def run() -> None:
        try:
            answer.append(ask())
        except Exception as error:  # noqa: BLE001 -- it is raised again by the one who waits
            answer.append(error)

    asking = Thread(target=run, daemon=True)
    asking.start()
    asking.join(seconds)
    assert answer, f"no answer within {seconds} seconds"
    if isinstance(answer[0], Exception):
        raise answer[0]
    return answer[0]


def spark_sql(text: str) -> str:
    """A static SELECT as the other engine reads it.

    >>> spark_sql("SELECT days_between(a, max(b, $c)) FROM t")
    'SELECT (CAST(datediff(max(b, :c), a) AS BIGINT)) FROM t'
    """
    return re.sub(r"\$([a-z][a-z0-9_]*)", r":\1", _expand(_without_comments(text)))


def _without_comments(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


def _expand(text: str) -> str:
    """Calls of shared functions written out, the innermost first."""
    calls = list(_CALL.finditer(text))
    if not calls:
        return text
    call = calls[-1]
    given, end = _arguments(text, call.end())
    names, _, spark = FUNCTIONS[call[1]]
    # a function that Spark has by the same name is hidden from the next round and uncovered at the end
    body = f"{call[1]}\0({', '.join(given)})"
    if spark:
        values = dict(zip(re.split(r",\s*", names), given, strict=True))
        body = "(" + re.sub(r"\b(" + "|".join(values) + r")\b", lambda m: values[m[1]], spark) + ")"
    return _expand(text[: call.start()] + body + text[end:]).replace("\0", "")


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """The arguments of a call whose bracket opened before `start`, and where the call ends."""
    depth, begin, found, quoted = 0, start, [], False
    for at in range(start, len(text)):
        sign = text[at]
        quoted ^= sign == "'"
        if quoted:
            continue
        if sign == ")" and depth == 0:
            return [*found, text[begin:at].strip()], at + 1
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append(text[begin:at].strip())
            begin = at + 1
    raise AssertionError(f"a call does not end: {text[start : start + 80]}")


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows as a sorted list of plain values: numbers to nine digits, lists in order."""
    return sorted((tuple(_plain(v) for v in row) for row in rows), key=repr)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, dict):  # a struct as DuckDB gives it; Spark's is a tuple
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return tuple(_plain(v) for v in value)
    try:
        return float(f"{float(value):.9g}")
    except TypeError:
        return str(value)
