"""Versions of a key: the latest one received by the day stands, twins are one row, contradictions are none."""

from dataclasses import dataclass

import duckdb

from graphrisk.core.contract import Table
from graphrisk.core.engine import identifier, keep
from graphrisk.ingest.stage import Staged


@dataclass(frozen=True, slots=True)
class Versions:
    """`now` is a SELECT of the rows that stand; `contest` a table of rows whose key comes more than once, or ''."""

    now: str
    contest: str


def versions(con: duckdb.DuckDBPyConnection, table: Table, parts: list[Staged], as_of: str) -> Versions:
    """Which rows of a table stand as of the day."""
    name = table.name
    union = " UNION ALL ".join(p.good() for p in parts)
    seen = f"SELECT * FROM ({union}) WHERE received_on <= DATE '{as_of}'"
    key = ", ".join(identifier(k) for k in table.primary_key)
    keep(con, f"many_{name}", f"SELECT h FROM (SELECT hash({key}) AS h FROM ({seen})) GROUP BY h HAVING count(*) > 1")
    if not con.execute(f"SELECT count(*) FROM many_{name}").fetchall()[0][0]:
        return Versions(seen, "")
    content = "row(" + ", ".join(identifier(c) for c in table.columns) + ")"
    keep(
        con,
        f"contest_{name}",
        f"""
        WITH several AS (SELECT * FROM ({seen}) WHERE hash({key}) IN (SELECT h FROM many_{name})),
        compared AS (SELECT *,
            min({content}) OVER same IS DISTINCT FROM max({content}) OVER same AS is_conflict,
            row_number() OVER (PARTITION BY {key}, received_on ORDER BY part, line) AS nth,
            min(line) OVER same AS first_line, max(line) OVER same AS last_line
            FROM several WINDOW same AS (PARTITION BY {key}, received_on))
        SELECT *, CASE WHEN is_conflict THEN 'conflict' WHEN nth > 1 THEN 'duplicate'
            WHEN received_on = max(received_on) FILTER (WHERE NOT is_conflict) OVER (PARTITION BY {key}) THEN 'now'
            ELSE 'replaced' END AS state
        FROM compared""",
    )
    names = ", ".join(identifier(c) for c in table.columns) + ", part, line"
    now = (
        f"SELECT {names} FROM ({seen}) WHERE hash({key}) NOT IN (SELECT h FROM many_{name}) UNION ALL "
        f"SELECT {names} FROM (SELECT * FROM contest_{name} WHERE state = 'now' ORDER BY part, line)"
    )
    return Versions(now, f"contest_{name}")
