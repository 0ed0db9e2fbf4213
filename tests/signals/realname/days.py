"""A site with attendance by the day, to be bent by a test."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.signals.payroll.site import Tables, project

LAST = date(2022, 6, 14)  # newest day of the feed
RECENT = LAST - timedelta(days=13)  # 1 June, first day of the last two weeks
DUTY = [LAST - timedelta(days=i) for i in range(56)]


def by_days(heads: Callable[[date], int], project_id: str = "P1", n: int = 40, **row: Any) -> Tables:
    """The first so many of `n` registered people came each day of the last eight weeks."""
    people = [f"{project_id}-w{i:03}" for i in range(n)]
    base = {"project_id": project_id, "received_on": "2022-06-15"}
    return {
        "project": [project(project_id)],
        "worker": [base | {"person_key": p, "entered_on": "2022-01-01", "role": "worker"} for p in people],
        "attendance_day": [
            base | {"person_key": p, "day": day.isoformat(), "scans": 2, "hours": 9.0, "device_key": "D1"} | row
            for day in DUTY
            for p in people[: heads(day)]
        ],
    }


def fall(before: int, late: int) -> Callable[[date], int]:
    """So many a day until the last two weeks, and so many in them."""
    return lambda day: late if day >= RECENT else before


def change(tables: Tables, when: Callable[[dict[str, Any]], bool], **columns: Any) -> Tables:
    """The tables with some days' rows changed."""
    return tables | {"attendance_day": [r | columns if when(r) else r for r in tables["attendance_day"]]}
