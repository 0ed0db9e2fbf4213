"""Schemes around the real-name gate: entry without papers, sites that empty, attendance that cannot be (R01, R02, R03).

What happens in the days of June happens in no city: a city's history ends with May.
"""

import numpy as np
import pandas as pd

from graphrisk.simulate.schemes.scheme import (
    change_months,
    month_day,
    put,
    scheme,
    stays_of,
)
from graphrisk.simulate.world import Ints, World


@scheme("entered before registration", "R01", daxing=1, city=3, since=6, heads=24)
def late_registration(world: World, at: Ints) -> None:
    """Every third person was registered five weeks after coming in."""
    _mark(world, at, every=3, late_days=35)


@scheme("no paper", "R01", daxing=1, city=3, since=12, heads=24)
def no_paper(world: World, at: Ints) -> None:
    """One person in six has neither labour contract nor written agreement."""
    _mark(world, at, every=6, paper="none")


@scheme("too young", "R01", city=0.3, since=4)
def too_young(world: World, at: Ints) -> None:
    """A kitchen hand turned fifteen in the year he came."""
    rows = stays_of(world, at, -3)
    rows = rows[(rows["nth"] == 4) & ~rows["leads"]]
    world["stint"].loc[rows.index, "born"] = rows["first"] // 12 - 15


@scheme("contract by agreement", "R01", is_twin=True, daxing=2, city=20, since=12)
def by_agreement(world: World, at: Ints) -> None:
    """All work on written agreements, which the law has accepted since August 2022."""
    _mark(world, at, every=1, paper="agreement")


@scheme("two late cards", "R01", is_twin=True, city=20, since=6, heads=15)
def two_late(world: World, at: Ints) -> None:
    """Two people came a day before their registration."""
    rows = stays_of(world, at, -3).groupby("p").head(2)
    world["stint"].loc[rows.index, "late_days"] = 4


def _mark(world: World, at: Ints, every: int, **levers: int | str) -> None:
    """Set levers of every so manieth stay that reaches from a quarter ago into last month."""
    stint = world["stint"]
    rows = stint[stint["p"].isin(at) & ~stint["is_manager"] & (stint["first"] <= world.now - 3)]
    rows = rows[rows["last"] >= world.now - 3]
    chosen = rows.index[rows.groupby("p").cumcount() % every == 0]
    for name, value in levers.items():
        stint.loc[chosen, name] = value


@scheme("walk-out by days", "R02", "P01", daxing=1, city=0, since=3, needs=("days", "settled"), heads=28)
def walk_out(world: World, at: Ints) -> None:
    """Unpaid since March; from the first of June hardly anybody comes."""
    change_months(world, at, -3, paid_on=np.datetime64("NaT", "D"))
    change_months(world, at, 0, activity=0.2)


@scheme("emptied site", "R02", daxing=1, city=0, since=1, needs=("days",), heads=28)
def emptied(world: World, at: Ints) -> None:
    """From the first of June one in four comes, and no list says why; wages are paid so far."""
    change_months(world, at, 0, activity=0.25)


@scheme("rain", "R02", is_twin=True, daxing=1, city=0, since=1, needs=("days",), heads=28)
def rain(world: World, at: Ints) -> None:
    """Nine days of rain with the watchmen alone; then all are back."""
    put(world, "project", at, gate="rain")


@scheme("new gate", "R02", is_twin=True, daxing=1, city=0, since=1, needs=("days",), heads=28)
def new_gate(world: World, at: Ints) -> None:
    """A new gate since the first of June, which knows a third of the people so far."""
    put(world, "project", at, gate="new")
    change_months(world, at, 0, 0, activity=0.3)


@scheme("end of a phase", "R02", is_twin=True, daxing=1, city=0, since=1, needs=("days",), heads=28)
def phase_over(world: World, at: Ints) -> None:
    """The structure stands: three in four left at the end of May, each with a registered exit."""
    rows = stays_of(world, at, 0)
    rows = rows[(rows["nth"] % 4 > 0) & ~rows["leads"] & (rows["first"] < world.now)]
    _let_go(world, rows.index, world.now - 1, 28)
    late = world["stint"]["p"].isin(at) & (world["stint"]["first"] >= world.now) & ~world["stint"]["is_manager"]
    world["stint"] = world["stint"][~late]


@scheme("ordered stop", "R02", is_twin=True, daxing=1, city=4, since=1, heads=20)
def ordered_stop(world: World, at: Ints) -> None:
    """Stopped by an environmental order for most of May."""
    put(world, "project", at, suspended_from=month_day(world, -1, 5), suspended_to=month_day(world, -1, 30))
    put(world, "project", at, changed_on=month_day(world, -1, 31))
    change_months(world, at, -1, -1, activity=0.15)


def _let_go(world: World, rows: pd.Index, month: int, of_month: int) -> None:
    """These stays end on a day of a month, with an exit on the register."""
    stint = world["stint"]
    for name, value in (("last", month), ("exit_day", of_month), ("stays", False)):
        stint.loc[rows, name] = value


@scheme("at two sites at once", "R03", town=2, daxing=2, city=1, since=2, needs=("days", "even"), heads=15)
def two_sites(world: World, at: Ints) -> None:
    """Five people are scanned for full days at two sites."""
    one, two = at[: len(at) // 2], at[len(at) // 2 :]
    base = _five(world, one)
    world["stint"] = pd.concat([world["stint"], _come(world, base, one, two, world.now - 2, 1)])


@scheme("sent over", "R03", is_twin=True, town=2, daxing=2, city=2, since=0, needs=("days", "even"), heads=15)
def sent_over(world: World, at: Ints) -> None:
    """Five people leave one site on a morning and begin at another the same afternoon."""
    one, two = at[: len(at) // 2], at[len(at) // 2 :]
    base = _five(world, one)
    come = _come(world, base, one, two, world.now, 8)
    _let_go(world, base.index, world.now, 8)
    world["stint"] = pd.concat([world["stint"], come])


def _five(world: World, at: Ints) -> pd.DataFrame:
    """Five people of each site who came before the spring and are still there."""
    rows = stays_of(world, at, 0)
    return rows[~rows["leads"] & (rows["first"] <= world.now - 3)].groupby("p").head(5)


def _come(world: World, base: pd.DataFrame, one: Ints, two: Ints, month: int, of_month: int) -> pd.DataFrame:
    """Stays of the same people on each site's pair, in its first team, from a day on."""
    team = world["team"].reset_index().groupby("p")["index"].first()
    there = base["p"].map(dict(zip(one, two, strict=True)))
    return base.drop(columns=["nth", "of"]).assign(
        p=there, team=there.map(team), first=month, entry_day=of_month, leads=False, rate_fen=30_000
    )


@scheme("scanned in a bunch", "R03", daxing=1, city=1, since=3, needs=("days",), heads=36)
def bunched(world: World, at: Ints) -> None:
    """One hand scans all in and out: everybody's presence is the same to the minute."""
    put(world, "project", at, gate="bunched")


@scheme("shift-change queue", "R03", is_twin=True, daxing=1, city=1, since=3, needs=("days",), heads=36)
def queue(world: World, at: Ints) -> None:
    """All pass one gate at shift change, within forty minutes."""
    put(world, "project", at, gate="queue")


@scheme("entries only", "R03", daxing=1, city=1, since=3, needs=("days",), heads=20)
def brief(world: World, at: Ints) -> None:
    """Three days in five have one scan and no way out."""
    put(world, "project", at, gate="brief")
