"""Schemes around wages: unpaid, part paid, paid on paper, shared cards, names without work (P01-P06, wage funnel)."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    firms_of,
    month_day,
    months_of,
    projects_of,
    scheme,
    stays_of,
    vary,
)
from graphrisk.simulate.world import Ints, World, days_later

NEVER = np.datetime64("NaT", "D")


@scheme("two months unpaid", "P01", town=2, daxing=2, city=2)
def two_months_unpaid(world: World, at: Ints) -> None:
    """People worked in March and April and nobody was paid, though the labour fee came."""
    change_months(world, at, -3, paid_on=NEVER)


@scheme("one month unpaid", "P01", town=2, daxing=2, city=3, since=2)
def one_month_unpaid(world: World, at: Ints) -> None:
    """The wages of April are a month late."""
    change_months(world, at, -2, -2, paid_on=NEVER)


@scheme("paid six weeks late", "P01", is_twin=True, daxing=1, city=4, since=4)
def paid_late(world: World, at: Ints) -> None:
    """The wages of February came six weeks late; since then all is in order."""
    rows = months_of(world, at, -4, -4)
    months = world["project_month"]
    months.loc[rows, "paid_on"] = days_later(months.loc[rows, "due_on"].to_numpy(), 43)


@scheme("the bank tells otherwise", "P01", "P02", is_twin=True, daxing=1, city=2, needs=("entries",))
def told_by_bank(world: World, at: Ints) -> None:
    """The site forgot to write into the payroll what the bank shows: all were paid in time."""
    change_months(world, at, -3, declared=False)


@scheme("few at the festival", "P01", is_twin=True, since=4, needs=("settled",))
def few_after_festival(world: World, at: Ints) -> None:
    """Around the festival people came for a day; they are paid with the next month's wages."""
    change_months(world, at, -4, -4, activity=0.05, due_on=month_day(world, -2, 15), paid_on=month_day(world, -2, 15))


@scheme("some left out", "P02", town=2, daxing=2, city=2.5, since=3)
def some_unpaid(world: World, at: Ints) -> None:
    """One person in five has not been paid since March; the others have."""
    _leave_out(world, at, share=vary(world, at, 0.2), since=-3)


@scheme("many left out", "P02", daxing=1, city=1.5, since=2)
def half_unpaid(world: World, at: Ints) -> None:
    """Four in ten were left out in April."""
    _leave_out(world, at, share=vary(world, at, 0.4), since=-2)


def _leave_out(world: World, at: Ints, share: npt.NDArray[np.float64], since: int) -> None:
    rows = stays_of(world, at, since)
    chosen = rows.index[(rows["nth"] * 7 % rows["of"]) < rows["p"].map(dict(zip(at, share, strict=True))) * rows["of"]]
    world["stint"].loc[chosen, "unpaid_from"] = world.now + since


@scheme("passers-by", "P02", is_twin=True, daxing=1, city=10, since=2, heads=20)
def passers_by(world: World, at: Ints) -> None:
    """Several people came for a day or two at the end of April; they are paid by their own firm by the day."""
    base = stays_of(world, at, -2).groupby("p").head(5)
    count = world["stint"]["person"].max() + 1
    new = base.drop(columns=["nth", "of"]).assign(
        person=count + np.arange(len(base)),
        card=count + np.arange(len(base)),
        first=world.now - 2,
        last=world.now - 2,
        entry_day=26,
        exit_day=27,
        stays=False,
        on_payroll=False,
        leads=False,
    )
    world["stint"] = pd.concat([world["stint"], new])


@scheme("part paid", "P03", town=2, daxing=1, city=2, since=6, needs=("settled",))
def part_paid(world: World, at: Ints) -> None:
    """A living allowance now, the balance at the end of the year."""
    change_months(world, at, -6, pay_share=vary(world, at, 0.55))


@scheme("short month", "P03", is_twin=True, daxing=1, city=7.5, since=2)
def short_month(world: World, at: Ints) -> None:
    """Rain and a power cut: six days of work in April, paid in full."""
    change_months(world, at, -2, -2, activity=0.3)


@scheme("wages on paper", "P04", daxing=1, city=2, since=5, needs=("entries",))
def paper_wages(world: World, at: Ints) -> None:
    """The payroll says all, the bank saw two thirds."""
    change_months(world, at, -5, bank_share=vary(world, at, 0.66, 0.25))


@scheme("booked over the month's end", "P04", is_twin=True, needs=("entries",), daxing=1, city=6, since=12)
def over_month_end(world: World, at: Ints) -> None:
    """Ordered on the last day of the month, booked by the bank on the first days of the next."""
    months, rows = world["project_month"], months_of(world, at, -30)
    end = days_later((months.loc[rows, "due_on"].to_numpy().astype("datetime64[M]") + 1).astype("datetime64[D]"), -1)
    months.loc[rows, "due_on"] = end
    months.loc[rows, "paid_on"] = end
    months.loc[rows, "bank_lag"] = 3


@scheme("sent back", "P04", daxing=1, city=2, since=4, heads=15, needs=("entries",))
def sent_back(world: World, at: Ints) -> None:
    """The bank sends back a fifth of the wages; nobody pays them again, the payroll says paid."""
    change_months(world, at, -4, return_share=vary(world, at, 0.2), return_retried=False)


@scheme("sent back and paid again", "P04", "A04", is_twin=True, daxing=1, city=8, since=4, heads=15, needs=("entries",))
def paid_again(world: World, at: Ints) -> None:
    """Closed cards: the bank sends some wages back, two days later they are paid to new cards."""
    change_months(world, at, -4, return_share=vary(world, at, 0.12))


@scheme("leader holds the cards", "P05", daxing=1, city=2, since=4, needs=("settled",))
def leader_holds_cards(world: World, at: Ints) -> None:
    """Half a team is paid on one card."""
    rows = stays_of(world, at, -4)
    rows = rows[rows["nth"] < np.maximum(5, rows["of"] * 0.4)]
    first = rows.groupby("p")["card"].transform("first")
    world["stint"].loc[rows.index, "card"] = first


@scheme("ghosts on one card", "P05", "P06", daxing=1, city=1, since=4, heads=20, needs=("settled",))
def ghosts_on_one_card(world: World, at: Ints) -> None:
    """A quarter of the payroll never came through the gate, and is paid on two cards."""
    rows = stays_of(world, at, -4)
    rows = rows[(rows["nth"] % 4 == 3) & ~rows["leads"]]
    stint = world["stint"]
    stint.loc[rows.index, "attends"] = False
    stint.loc[rows.index, "card"] = rows.groupby(["p", rows["nth"] // 4 % 2])["card"].transform("first")


@scheme("couples", "P05", is_twin=True, daxing=3, city=20, since=4, needs=("settled",))
def couples(world: World, at: Ints) -> None:
    """Two couples each have one card."""
    rows = stays_of(world, at, -4)
    rows = rows[rows["nth"].isin([2, 3, 6, 7])]
    world["stint"].loc[rows.index, "card"] = rows.groupby(["p", rows["nth"] // 2])["card"].transform("first")


@scheme("ghosts", "P06", daxing=1, city=2, since=4, heads=20, needs=("settled",))
def ghosts(world: World, at: Ints) -> None:
    """A quarter of the payroll never came through the gate."""
    rows = stays_of(world, at, -4)
    chosen = rows.index[(rows["nth"] % 4 == 3) & ~rows["leads"]]
    world["stint"].loc[chosen, "attends"] = False


@scheme("office staff", "P06", is_twin=True, daxing=2, city=15, since=12, heads=18)
def office_staff(world: World, at: Ints) -> None:
    """Clerk, buyer and storekeeper are registered as managers and paid without passing the gate."""
    stint = world["stint"]
    base = stint[stint["p"].isin(at) & stint["is_manager"]].groupby("p").head(1)
    new = pd.concat([base] * 3)
    count = int(stint["person"].max()) + 1
    numbers = count + np.arange(len(new))
    world["stint"] = pd.concat([stint, new.assign(person=numbers, card=numbers, attends=False, on_payroll=True)])


@scheme("gate down", "P06", is_twin=True, daxing=1, city=4, since=2)
def gate_down(world: World, at: Ints) -> None:
    """The gate's device was broken through April; people worked, and were paid by the foreman's list."""
    change_months(world, at, -2, -2, gate_works=False)


@scheme("wage funnel", "G03", daxing=1, city=2, since=10, heads=15)
def funnel(world: World, at: Ints) -> None:
    """Within three days most of a team's wages move on to one person."""
    _funnel(world, at, vary(world, at, 0.7))


@scheme("landlord", "G03", is_twin=True, daxing=1, city=6, since=10, heads=20)
def canteen(world: World, at: Ints) -> None:
    """A few pay the same landlord."""
    _funnel(world, at, vary(world, at, 0.08))


def _funnel(world: World, at: Ints, share: npt.NDArray[np.float64]) -> None:
    world["special_account"].loc[at, "entries"] = True
    team = world["team"]
    rows = team["p"].isin(at)
    team.loc[rows, "funnel_share"] = team.loc[rows, "p"].map(dict(zip(at, share, strict=True)))


@scheme("unpaid and verified", "P01", "H01", town=2, daxing=2, city=2)
def complained(world: World, at: Ints) -> tuple[Planted, ...]:
    """Wages of two months unpaid and a clue that was found true, against the labour firm and the contractor."""
    two_months_unpaid(world, at)
    claim(world, at, heads=9, opened_back=40, verified=True)
    return (projects_of(world, at, "P01", "H01"), *named(world, at))


def named(world: World, at: Ints) -> tuple[Planted, ...]:
    """Labour firms and contractors that a verified clue names."""
    firms = (firms_of(world, at, "labour_sub"), np.asarray(world["project"]["contractor_uscc"].to_numpy()[at]))
    return tuple(Planted("company", firm, ("H01",)) for firm in firms)


def claim(world: World, at: Ints, heads: int, opened_back: int, *, verified: bool) -> None:
    """A clue against labour firm and contractor: open, then verified."""
    p = world["project"]
    opened = day(world, vary(world, at, opened_back, 0.1))
    many = vary(world, at, heads, 0.2).round().astype(np.int64)
    for uscc in (firms_of(world, at, "labour_sub"), p["contractor_uscc"].to_numpy()[at]):
        base = {
            "clue_id": [f"XS-9{i:05d}{opened_back:03d}" for i in at],
            "uscc": uscc,
            "project_id": p["project_id"].to_numpy()[at],
            "opened_on": opened,
            "channel": np.array(["platform", "hotline", "window"])[at % 3],
            "heads": many,
            "amount_fen": many * vary(world, at, 13_000).astype(np.int64) * 100,
            "from_month": "2022-03",
            "to_month": "2022-04",
        }
        world.add("clue", **base, result="open", result_on=NEVER, closed_on=NEVER, received_on=opened + 1)
        if verified:
            world.add(
                "clue", **base, result="verified", result_on=opened + 18, closed_on=NEVER, received_on=opened + 20
            )
