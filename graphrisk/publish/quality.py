"""How good the delivery was and what each signal could tell, as two tables that sheets and pages show."""

from collections.abc import Collection
from datetime import date

from duckdb import DuckDBPyConnection

from graphrisk.core.contract import contract
from graphrisk.core.engine import keep

CHECKS = ("rows_in", "kept", "quarantined", "flagged", "replaced_versions", "exact_duplicates", "blank_rows")


def quality(con: DuckDBPyConnection, as_of: date, delivered: Collection[str]) -> None:
    """Keep tables `feeds` (one row a contract table, delivered or not, with the age of its newest row) and `answers`."""
    con.execute("CREATE OR REPLACE TABLE promised (agency VARCHAR, name VARCHAR, title VARCHAR, is_delivered BOOLEAN)")
    rows = [(t.agency, t.name, t.title, t.name in delivered) for t in contract().values()]
    con.executemany("INSERT INTO promised VALUES (?, ?, ?, ?)", rows)
    keep(con, "feeds", _FEEDS, {"as_of": as_of})
    keep(con, "answers", _ANSWERS)


_SUMS = ", ".join(f"CAST(sum(n_rows) FILTER (WHERE q.check = '{name}') AS BIGINT) AS {name}" for name in CHECKS)
_FEEDS = f"""
WITH checked AS (
    SELECT q.table AS name,
           {_SUMS},
           try_cast(max(q.detail) FILTER (WHERE q.check = 'last_received_on') AS DATE) AS last_received_on
    FROM quality AS q
    GROUP BY q.table
)
SELECT p.agency, p.name, p.title, p.is_delivered, {", ".join(f"c.{name}" for name in CHECKS)},
       c.last_received_on, days_between(c.last_received_on, CAST($as_of AS DATE)) AS age_days
FROM promised AS p
LEFT JOIN checked AS c ON c.name = p.name
ORDER BY p.is_delivered DESC, p.agency, p.name
"""

_ANSWERS = """
SELECT signal, entity_kind, n_population, n_evaluable, n_population - n_evaluable AS n_could_not_tell, n_found,
       CASE WHEN n_population > 0 THEN n_evaluable * 1e0 / n_population END AS evaluable_share
FROM coverage
ORDER BY signal, entity_kind
"""
