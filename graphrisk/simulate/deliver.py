"""From the finished world to the agencies' files."""

from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.simulate.companies import company_versions
from graphrisk.simulate.money import CHECKS, ENTRIES, MONTHLY, PROGRESS, show_money
from graphrisk.simulate.projects import project_versions
from graphrisk.simulate.wages import ATTENDANCE, DAYS, FIRST_VERSIONS, FUNNEL, PAYROLL, WORKER, show_wages
from graphrisk.simulate.world import World, standing
from graphrisk.simulate.write import write_frame, write_rows


def deliver(world: World, con: duckdb.DuckDBPyConnection, delivery: Path) -> None:
    """Write every table that the world holds, the long ones by one SELECT each."""
    show_wages(world, con)
    show_money(world, con)
    write_rows(con, "worker", WORKER, delivery)
    write_rows(con, "attendance_month", ATTENDANCE, delivery)
    write_rows(con, "payroll", f"{PAYROLL} UNION ALL {FIRST_VERSIONS}", delivery)
    write_rows(con, "account_month", MONTHLY, delivery, "account_key, month")
    write_rows(con, "account_txn", ENTRIES, delivery, "account_key, txn_id")
    write_rows(con, "account_check", CHECKS, delivery, "account_key, checked_on")
    write_rows(con, "progress_payment", PROGRESS, delivery, "project_id, month")
    write_rows(con, "team_funnel", FUNNEL, delivery, "project_id, team_id, month")
    write_rows(
        con,
        "attendance_day",
        DAYS.replace("$since", str(world.preset.last_month - 3)),
        delivery,
        "project_id, person_key, day",
    )
    versions = {"project": project_versions(world), "company": company_versions(world)}
    for name in sorted((world.frames.keys() & contract().keys()) - {"account_check"}):
        write_frame(con, name, standing(versions.get(name, world[name])), delivery)
