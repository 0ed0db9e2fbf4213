"""Versions of a key: the latest one received by the day stands, twins are one row, contradictions are none."""

from dataclasses import dataclass

import duckdb

from graphrisk.core.contract import Table
from graphrisk.core.engine import identifier, keep, quoted
from graphrisk.ingest.stage import Staged

# Tables up to this size are written in the order of their files; beyond, rows read with care stand at the end.
SORTED_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Versions:
    """The rows of one table that stand as of the day."""

    table: Table
    parts: tuple[Staged, ...]
    now: str  # SELECT of the table's columns, `_part` and `_line`
    order: str  # how they are written
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
    n_rows = con.execute(f"SELECT count(*) FROM ({seen})").fetchall()[0][0]
    order = "ORDER BY _part, _line" if n_rows <= SORTED_ROWS else ""
    if not con.execute(f"SELECT count(*) FROM {many}").fetchall()[0][0]:
        return Versions(table, tuple(parts), seen, order, "")
    contest = f"contest_{table.name}"
    keep(con, contest, _contest(table, key, seen, many))
    now = (
        f"SELECT * FROM ({seen}) WHERE hash({key}) NOT IN (SELECT h FROM {many}) UNION ALL "
        f"SELECT {', '.join(identifier(c) for c in table.columns)}, _part, _line FROM (SELECT * FROM {contest} WHERE _state = 'now' ORDER BY _part, _line)"
    )
    return Versions(table, tuple(parts), now, order, contest)


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
