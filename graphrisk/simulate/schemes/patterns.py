"""Patterns that only a graph shows: one hand on all sides, money in a circle, a failing site (G01, G02, G04)."""

import numpy as np

from graphrisk.simulate.schemes.account import give_contractor
from graphrisk.simulate.schemes.payroll import claim, named, two_months_unpaid
from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    firms_of,
    month_day,
    projects_of,
    scheme,
    wages_of,
)
from graphrisk.simulate.world import Ints, World, keys

NONE = np.datetime64("NaT", "D")


@scheme("circle of money", "A04", "G01", daxing=1, city=1, since=5, needs=("entries",))
def circle(world: World, at: Ints) -> None:
    """Money leaves the account for a firm near the contractor and comes back ten days later as the owner's next fee."""
    friend, other = firms_of(world, at, "supplier"), keys("a", 6 * 10**6 + at, world.seed)
    change_months(world, at, -7, -1, fee_ratio=1.2)
    for back in range(5, 0, -1):
        out = (wages_of(world, at) * 0.3).astype(np.int64) // 100_000 * 100_000
        for direction, on, sum_fen in (
            ("credit", 11, out * 105 // 100),
            ("debit", 12, out),
            ("credit", 24, out * 92 // 100),
            ("debit", 25, out * 95 // 100),
        ):
            world.add(
                "entry",
                p=at,
                day=month_day(world, -back, on),
                direction=direction,
                amount_fen=sum_fen,
                counterparty_kind="company",
                counterparty_uscc=friend,
                counterparty_person_key=None,
                counterparty_key=other,
                purpose="other",
                channel="online",
            )


@scheme("across projects", "A04", "G04", town=2, daxing=2, city=1, since=4, needs=("even", "entries"), is_alone=True)
def across_projects(world: World, at: Ints) -> tuple[Planted, ...]:
    """The contractor moves money from one project's account to another's."""
    return _across(world, at, returns=False)


@scheme(
    "posting error",
    "A04",
    "G04",
    is_twin=True,
    town=2,
    daxing=2,
    city=1.5,
    since=4,
    needs=("even", "entries"),
    is_alone=True,
)
def posting_error(world: World, at: Ints) -> tuple[Planted, ...]:
    """A sum booked to the wrong project's account, put right after two working days."""
    return _across(world, at, returns=True)


def _across(world: World, at: Ints, *, returns: bool) -> tuple[Planted, ...]:
    one, two = at[: len(at) // 2], at[len(at) // 2 :]
    give_contractor(world, two, world["project"]["contractor_uscc"].to_numpy()[one])
    change_months(world, one, -6, -1, fee_ratio=1.45)
    key, firm = (
        world["special_account"]["account_key"].to_numpy(),
        np.asarray(world["project"]["contractor_uscc"].to_numpy()[one]),
    )
    sum_fen = wages_of(world, one) // 4 // 100_000 * 100_000
    legs = [(one, two, "debit", 21), (two, one, "credit", 21)] + (
        [(two, one, "debit", 23), (one, two, "credit", 23)] if returns else []
    )
    for back in (4, 3, 2)[: 1 if returns else 3]:
        for here, there, direction, on in legs:
            world.add(
                "entry",
                p=here,
                day=month_day(world, -back, on),
                direction=direction,
                amount_fen=sum_fen,
                counterparty_kind="contractor",
                counterparty_uscc=firm,
                counterparty_person_key=None,
                counterparty_key=key[there],
                purpose="other" if on == 21 else "refund",
                channel="online",
            )
    return (projects_of(world, one, "A04", "G04"),)


@scheme("failing site", "P01", "F01", "D01", "H01", daxing=1, city=1, since=3)
def failing_site(world: World, at: Ints) -> tuple[Planted, ...]:
    """The last months of a failing site: no fee, no wages, no deposit, ghosts, a verified clue."""
    two_months_unpaid(world, at)
    change_months(world, at, -3, fee_ratio=0.0, progress_share=0.0)
    world["wage_deposit"].loc[at, "gone"] = True
    claim(world, at, heads=14, opened_back=22, verified=True)
    return (projects_of(world, at, "P01", "F01", "D01", "H01"), *named(world, at))
