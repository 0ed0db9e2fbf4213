"""Versions of a key: the latest one received by the day stands, twins are one row, contradictions are none."""

from dataclasses import dataclass

import duckdb

from graphrisk.core.contract import Table
from graphrisk.core.engine import identifier, keep, quoted
from graphrisk.ingest.stage import Staged

# Of so many values a list is looked through for each row, which keeps the rows in their order; more of them are
# joined, which does not, so that the table has to be sorted.
SHORT_LIST = 100


@dataclass(frozen=True, slots=True)
class Versions:
    """The rows of one table that stand as of the day."""

    table: Table
    parts: tuple[Staged, ...]
    now: str  # SELECT of the table's columns, `_part` and `_line`
    keeps_order: bool  # whether `now` gives the rows in the order of their files
    contest: str  # table of rows whose key comes more than once, with `_state`; '' if there are none

    def file(self) -> str:
        """SQL of the file of a row, from its `_part`."""
        return "CASE _part " + " ".join(f"WHEN {p.part} THEN {quoted(p.raw.source.file)}" for p in self.parts) + " END"


def versions(con: duckdb.DuckDBPyConnection, table: Table, parts: list[Staged], as_of: str) -> Versions:
    """Which rows of a table stand: of rows received by the day, the latest of each key."""
    key = ", ".join(identifier(k) for k in table.primary_key)
    seen = f"SELECT * FROM ({' UNION ALL '.join(p.good() for p in parts)}) WHERE received_on <= DATE '{as_of}'"
    many = f"many_{table.name}"
    # Hashes are 8 bytes where keys are 40: nearly every table ends here, without one key compared.
    keep(con, many, f"SELECT h FROM (SELECT hash({key}) AS h FROM ({seen})) GROUP BY h HAVING count(*) > 1")
    n_many = con.execute(f"SELECT count(*) FROM {many}").fetchall()[0][0]
    if not n_many:
        return Versions(table, tuple(parts), seen, keeps_order=True, contest="")
    contest = f"contest_{table.name}"
    keep(con, contest, _contest(table, key, seen, many))
    now = (
        f"SELECT * FROM ({seen}) WHERE NOT {among(f'hash({key})', many, 'h', n_many)} UNION ALL "
        f"SELECT {', '.join(identifier(c) for c in table.columns)}, _part, _line FROM {contest} WHERE _state = 'now'"
    )
    return Versions(table, tuple(parts), now, keeps_order=False, contest=contest)


def among(value: str, table: str, column: str, n: int) -> str:
    """SQL of whether a value is in a column of a table of n rows."""
    if n <= SHORT_LIST:
        return f"list_contains((SELECT list({column} ORDER BY {column}) FROM {table}), {value})"
    return f"{value} IN (SELECT {column} FROM {table})"


def _contest(table: Table, key: str, seen: str, many: str) -> str:
    content = f"row({', '.join(identifier(c) for c in table.columns)})"
    return f"""
        WITH several AS (SELECT * FROM ({seen}) WHERE hash({key}) IN (SELECT h FROM {many})),
        compared AS (
            SELECT *, min({content}) OVER same IS DISTINCT FROM max({content}) OVER same AS _differs,
                row_number() OVER (same ORDER BY _part, _line) AS _nth,
                min(struct_pack(p := _part, l := _line)) OVER same AS _first,
                max(struct_pack(p := _part, l := _line)) OVER same AS _last
            FROM several WINDOW same AS (PARTITION BY {key}, received_on)),
        judged AS (
            SELECT *, max(received_on) FILTER (WHERE NOT _differs) OVER (PARTITION BY {key}) AS _latest FROM compared)
        SELECT *, CASE WHEN _differs THEN 'conflict' WHEN _nth > 1 THEN 'duplicate'
            WHEN received_on = _latest THEN 'now' ELSE 'replaced' END AS _state
        FROM judged"""
