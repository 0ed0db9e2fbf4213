"""What happens on each project in each month of its works, as levers: activity, pay day, how much is paid and when."""

import numpy as np
import pandas as pd

from graphrisk.simulate.projects import previous_workday
from graphrisk.simulate.world import World, days_later, first_day


def make_months(world: World) -> None:
    """The lever frame `project_month`, one row a project and month of works.

    p, m; activity (share of the ordinary days worked); due_on; paid_on; pay_share (of what is due); pay_heads (share of
    the persons paid); retry_share (of the persons, whose
    transfer failed and came 18 days later); return_share (of the persons, whose bank sent the wage back the next day),
    return_retried (it was paid again two days after); fee_on (day the labour fee for the month arrives); fee_ratio (fee / wages due; 0: none arrives);
    fee_day (day of the progress payment); certified_ratio (certified labour / labour fee); progress_share (of certified);
    through_account (wages go through the special account); declared (the payroll says what was paid); bank_share (of
    what the payroll says); bank_lag (days between payroll and bank); list_lag (days the site's lists are delivered late);
    gate_works (attendance is recorded); signed_ahead (before the month is over);
    month_pay_fen (a sum a full month of 21 days; 0: pay by the day), flat_pay (that sum
    whatever the days).
    """
    rng, p = world.chance("months"), world["project"]
    count = (p["last"] - p["first"] + 1).to_numpy()
    of = np.repeat(np.arange(len(p)), count)
    m = np.repeat(p["first"].to_numpy(), count) + np.concatenate([np.arange(c) for c in count])
    n, year = len(of), m // 12
    due = previous_workday(days_later(first_day(m + 1), p["pay_day"].to_numpy()[of] - 1))
    early = rng.choice([0, 0, 0, 1, 2], n)
    fee = days_later(first_day(m + 1), p["fee_day"].to_numpy()[of] - 1 + rng.integers(-1, 2, n))
    advance = np.where(
        m == p["first"].to_numpy()[of], rng.uniform(0.3, 0.9, n), 0
    )  # the first fee comes with an advance
    world["project_month"] = pd.DataFrame(
        {
            "p": of,
            "m": m,
            "activity": np.where(m % 12 == 1, 0.4, np.where((m % 12 == 0) & (year % 2 == 0), 0.7, 1.0))
            * rng.uniform(0.93, 1.0, n),
            "due_on": due,
            "paid_on": previous_workday(days_later(due, -early)),
            "pay_share": 1.0,
            "pay_heads": 1.0,
            "retry_share": 0.0,
            "return_share": 0.0,
            "return_retried": True,
            "fee_on": fee,
            "fee_ratio": rng.uniform(1.03, 1.14, n) + advance,
            "fee_day": fee,
            "certified_ratio": rng.uniform(0.9, 0.98, n),
            "progress_share": rng.uniform(0.8, 0.97, n),
            "through_account": True,
            "declared": True,
            "bank_share": 1.0,
            "bank_lag": 0,
            "list_lag": 0,
            "gate_works": True,
            "signed_ahead": False,
            "month_pay_fen": 0,
            "flat_pay": False,
        }
    )
