"""What every signal may look at beside the checked tables: calendar, feeds, parties, and tables made once for several."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path

from duckdb import DuckDBPyConnection

from graphrisk.core.contract import contract
from graphrisk.core.engine import identifier, keep, quoted, show_parquet, write
from graphrisk.core.graph import PATHS
from graphrisk.core.run import RunFolder
from graphrisk.core.workdays import workday_table

PARTY = "SELECT record AS uscc, party_id FROM link WHERE kind = 'uscc' ORDER BY uscc"
PARTY_NAME = "SELECT record AS name, party_id, reason AS how FROM link WHERE kind = 'name' ORDER BY name"
FEED = """
SELECT
    table_name, agency, is_delivered, n_rows, last_received_on,
    days_between(last_received_on, CAST($as_of AS DATE)) AS age_days,
    days_between(max(last_received_on) OVER (PARTITION BY agency), CAST($as_of AS DATE)) AS agency_age_days
FROM ({rows})
ORDER BY table_name
"""
COLUMNS = {
    "calendar": ("day", "is_workday", "workday_no", "previous_workday", "is_pause"),
    "feed": ("table_name", "agency", "is_delivered", "n_rows", "last_received_on", "age_days", "agency_age_days"),
    "party": ("uscc", "party_id"),
    "party_name": ("name", "party_id", "how"),
    **{name: tuple(schema.names) for name, schema in PATHS.items()},
}


def set_up(con: DuckDBPyConnection, run: RunFolder, delivered: Iterable[str]) -> None:
    """Make `calendar`, `feed`, `party`, `party_name` and what the graph found (`core/graph.py: PATHS`) visible."""
    show_parquet(con, "link", run.file("links.parquet"))
    keep(con, "party", PARTY)
    keep(con, "party_name", PARTY_NAME)
    for name in PATHS:
        show_parquet(con, name, run.file("paths") / f"{name}.parquet")
    show_calendar(con, run.locality.calendar)
    show_feed(con, delivered, run.manifest.as_of)


def show_calendar(con: DuckDBPyConnection, calendar: str) -> None:
    """The days of `core/workdays.py` as a table."""
    days = workday_table(calendar)
    con.register("days", days)
    keep(con, "calendar", "SELECT * FROM days")
    con.unregister("days")


def show_feed(con: DuckDBPyConnection, delivered: Iterable[str], as_of: date) -> None:
    """One row a contract table: whether it was delivered, its rows, how old its newest row and its agency's newest are."""
    known = set(delivered)
    rows = " UNION ALL ".join(
        f"SELECT {quoted(name)} AS table_name, {quoted(table.agency)} AS agency, {name in known} AS is_delivered, "
        f"count(*) AS n_rows, max(received_on) AS last_received_on FROM {identifier(name)}"
        for name, table in contract().items()
    )
    keep(con, "feed", FEED.format(rows=rows), {"as_of": as_of})


def shared() -> dict[str, str]:
    """The static SELECTs that several signals use, by table name, in the order they are made."""
    texts = sorted(f.name for f in (files("graphrisk") / "signals" / "shared").iterdir() if f.name.endswith(".sql"))
    folder = files("graphrisk") / "signals" / "shared"
    return {t.removesuffix(".sql").partition("_")[2]: (folder / t).read_text("utf-8") for t in texts}


def share(con: DuckDBPyConnection, as_of: date, folder: Path | None) -> None:
    """Make each shared table once, keep it in the engine and leave it in `folder`; they may use `$as_of`."""
    for name, sql in shared().items():
        keep(con, name, sql, {"as_of": as_of})
        if folder is not None:
            write(con, f"SELECT * FROM {identifier(name)}", folder / f"{name}.parquet")
