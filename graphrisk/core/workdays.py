"""Working days as a table, from the State Council's holiday calendar as `chinese_calendar` keeps it."""

from datetime import date

import numpy as np
import pyarrow as pa

FIRST, LAST = date(2004, 1, 1), date(2035, 12, 31)
PAUSE_MARGIN_DAYS = 15  # domain report, section 7: first to last rest day of Spring Festival, 15 days either side


def workday_table(calendar: str = "china") -> pa.Table:
    """One row a day: day, is_workday, workday_no, previous_workday, is_pause.

    workday_no counts working days up to and including the day, so that a difference of two is the number of working
    days between them. Days outside the published calendar (2004-2026) fall back to Monday to Friday. is_pause marks
    the Spring Festival rest days with 15 days either side, when a quiet site is no symptom.
    """
    days = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
    work = np.is_busday(days)
    pause = np.zeros(len(days), dtype=bool)
    if calendar == "china":
        import chinese_calendar

        index = {day: i for i, day in enumerate(days.astype(object))}
        rest = [index[d] for d in chinese_calendar.holidays if d in index]
        made_up = [index[d] for d in chinese_calendar.workdays if d in index]
        work[rest] = False
        work[made_up] = True
        spring = [index[d] for d, name in chinese_calendar.holidays.items() if name == "Spring Festival" and d in index]
        near = np.add.outer(spring, np.arange(-PAUSE_MARGIN_DAYS, PAUSE_MARGIN_DAYS + 1)).ravel()
        pause[np.clip(near, 0, len(days) - 1)] = True
    last = np.maximum.accumulate(np.where(work, np.arange(len(days)), 0))
    return pa.table(
        {
            "day": pa.array(days, pa.date32()),
            "is_workday": work,
            "workday_no": np.cumsum(work),
            "previous_workday": pa.array(days[last], pa.date32()),
            "is_pause": pause,
        }
    )
