"""Schemes around what payrolls say: one sum for all, a monthly pay, high pay, leavers and their suits (P07, P08, P09)."""

import numpy as np

from graphrisk.simulate.schemes.scheme import change_months, day, scheme, stays_of
from graphrisk.simulate.workers import person_keys
from graphrisk.simulate.world import Ints, World


@scheme("one sum for all", "P07", daxing=1, city=2, since=4)
def one_sum(world: World, at: Ints) -> None:
    """Half the days were lost to rain and everybody's days differ; the payroll gives the same sum to all."""
    change_months(world, at, -4, -2, activity=0.6, month_pay_fen=450_000, flat_pay=True)


@scheme("monthly pay", "P07", is_twin=True, daxing=2, city=6, since=5)
def monthly_pay(world: World, at: Ints) -> None:
    """A firm that pays a fixed sum a month: the same for all who worked a full month, a part to who came or left in it."""
    change_months(world, at, -5, activity=1.15, month_pay_fen=680_000)


@scheme("names for money", "P08", daxing=1, city=2, since=8, needs=("settled",), heads=15)
def names_for_money(world: World, at: Ints) -> None:
    """Four people of one team are paid six times what others are: wages drawn through a few names."""
    rows = stays_of(world, at, -2)
    chosen = rows[~rows["leads"]].groupby("p").tail(4).index
    world["stint"].loc[chosen, "rate_fen"] = world["stint"].loc[chosen, "rate_fen"] * 6


@scheme("piece-rate leaders", "P08", is_twin=True, daxing=2, city=8, since=8)
def piece_rate_leaders(world: World, at: Ints) -> None:
    """Leaders are paid by the piece and earn three times the day rate."""
    rows = stays_of(world, at, -2)
    leaders = rows.index[rows["leads"]]
    world["stint"].loc[leaders, "rate_fen"] = world["stint"].loc[leaders, "rate_fen"] * 3


@scheme("left last month", "P09", is_twin=True, daxing=1, city=10, since=1, heads=15)
def left_last_month(world: World, at: Ints) -> None:
    """Eight people left in May; their last wages fall due on the ordinary pay day, which is still to come."""
    _leave(world, at, -1)


@scheme("settlement before the court", "P09", is_twin=True, daxing=1, city=1, since=4, needs=("settled",), heads=15)
def disputed(world: World, at: Ints) -> None:
    """Four people who left in March dispute the days of their last month, and their suits are pending."""
    people = _leave(world, at, -3, 4)
    filed = day(world, 40)
    world.add(
        "judicial",
        case_no=np.array([f"（2022）京0115民初{70_000 + i}号" for i in range(len(people))], dtype=object),
        party_id=person_keys(world, people),
        role="creditor",
        kind="civil",
        about_wage=True,
        amount_fen=700_000,
        filed_on=filed,
        closed_on=np.datetime64("NaT", "D"),
        received_on=filed + 6,
    )


def _leave(world: World, at: Ints, month: int, n: int = 8) -> Ints:
    """So many people of each project leave in a month without its wages; returns their numbers."""
    stint = world["stint"]
    rows = stays_of(world, at, month).groupby("p").tail(n).index
    stint.loc[rows, "last"] = world.now + month
    stint.loc[rows, "exit_day"] = 27
    stint.loc[rows, "stays"] = False
    stint.loc[rows, "unpaid_from"] = world.now + month
    return np.asarray(stint.loc[rows, "person"].to_numpy())
