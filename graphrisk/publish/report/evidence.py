"""Evidence as a page may show it: rows of firms and projects by key, rows of persons only as a count."""

from collections import defaultdict
from typing import Any

from duckdb import DuckDBPyConnection

from graphrisk.core.contract import contract
from graphrisk.core.engine import keep, quoted
from graphrisk.publish.report.tables import rows_of

FEWEST = 3  # rows of fewer than three persons are not counted out (domain report, 6.5)
# tables whose key holds a person, and of these the ones whose key ends in a month or day that tells nobody
PERSONAL = tuple(sorted(t.name for t in contract().values() if any("person" in part for part in t.primary_key)))
DATED = ("attendance_day", "attendance_month", "payroll")


def evidence(con: DuckDBPyConnection) -> dict[int, list[dict[str, Any]]]:
    """Of table `told_term`: term_no -> lines with title and name of the table, what is shown of the key, received days."""
    keep(con, "proof", _PROOF)
    lines: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(con, _LINES):
        title = contract()[row["table"]].title if row["table"] in contract() else ""
        first, last = row["first_received"], row["last_received"]
        received = "—" if first is None else f"{first}" if first == last else f"{first} – {last}"
        shown = row["shown_key"] or _counted(row["n"], row["first_period"], row["last_period"])
        lines[row["term_no"]].append({"title": title, "table": row["table"], "shown": shown, "received": received})
    return lines


def _counted(n: int, first: str | None, last: str | None) -> str:
    said = f"{n:,} 行 rows" if n >= FEWEST else f"少于 {FEWEST} 行 fewer than {FEWEST} rows"
    if not first:
        return said
    return f"{said}，{first}" if first == last else f"{said}，{first} – {last}"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(name) for name in names)


_PROOF = f"""
WITH one AS (
    SELECT term_no, each_of(evidence) AS e FROM told_term
)
SELECT term_no, e.table AS table, e.received_on,
       CASE
           WHEN e.table IN ({_list(PERSONAL)}) OR (e.table = 'holding' AND e.key LIKE 'person/%') THEN NULL
           WHEN e.table = 'judicial' THEN line(regexp_replace(e.key, '/[^/]*$', ''), 160)
           ELSE line(e.key, 160)
       END AS shown_key,
       CASE WHEN e.table IN ({_list(DATED)}) THEN split_part(e.key, '/', -1) END AS period
FROM one
"""

_LINES = """
SELECT p.term_no, p.table, p.shown_key, count(*) AS n, min(p.period) AS first_period, max(p.period) AS last_period,
       min(p.received_on) AS first_received, max(p.received_on) AS last_received
FROM proof AS p
GROUP BY p.term_no, p.table, p.shown_key
ORDER BY p.term_no, p.table, p.shown_key NULLS FIRST
"""
