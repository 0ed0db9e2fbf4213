"""Patterns that only a graph shows: firms risen from the ashes, one hand on all sides, money in a circle (G02, G04, G05)."""

import numpy as np
import pandas as pd

from graphrisk.simulate.schemes.account import give_contractor
from graphrisk.simulate.schemes.control import sites_of
from graphrisk.simulate.schemes.payroll import claim, named, two_months_unpaid
from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    firms_of,
    month_day,
    names_of,
    new_firms,
    projects_of,
    scheme,
    set_firms,
    wages_of,
)
from graphrisk.simulate.workers import person_keys
from graphrisk.simulate.world import Ints, World, keys

NONE = np.datetime64("NaT", "D")


@scheme("phoenix", "G05", town=2, daxing=2, city=1, since=5, needs=("even", "settled"))
def phoenix(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm with verified arrears is struck off; its controller's new firm takes the same people to the next site."""
    p = world["project"]
    by_size = at[np.argsort(p["heads"].to_numpy()[at], kind="stable")]
    old_site, new_site = by_size[: len(at) // 2], by_size[len(at) // 2 :]
    old = firms_of(world, old_site, "labour_sub")
    claim(world, old_site, heads=15, opened_back=150, verified=True)
    born = day(world, 140)
    was = world["company"].set_index("uscc").loc[old]
    new = new_firms(
        world,
        old,
        established_on=born,
        received_on=born + 6,
        legal_rep_key=was["legal_rep_key"].to_numpy(),
        phone_key=was["phone_key"].to_numpy(),
        name=np.array([n.replace("建筑劳务", "劳务服务") for n in names_of(world, old)], dtype=object),
        heads=3,
    )
    ended = world["company"][world["company"]["uscc"].isin(old)].assign(
        status="deregistered", cancelled_on=day(world, 60), received_on=day(world, 55)
    )
    world["company"] = pd.concat([world["company"], ended])
    base = {"uscc": new, "from_on": born, "to_on": NONE, "received_on": born + 6}
    world.add("position", person_key=was["legal_rep_key"].to_numpy(), role="legal_rep", **base)
    world.add("holding", holder_kind="person", holder_id=was["legal_rep_key"].to_numpy(), share=1.0, **base)
    ids = p["project_id"].to_numpy()[new_site]
    taken = dict(zip(ids, firms_of(world, new_site, "labour_sub"), strict=True))
    now = dict(zip(ids, new, strict=True))
    for name, column in (("project_party", "uscc"), ("contract", "payee_uscc"), ("team", "uscc")):
        frame = world[name]
        rows = (frame[column] == frame["project_id"].map(taken)) & frame["project_id"].isin(ids)
        frame.loc[rows, column] = frame.loc[rows, "project_id"].map(now)
    move_people(world, old_site, new_site)
    return (
        projects_of(world, old_site, "H01"),
        *named(world, old_site),
        Planted("company", new, ("G05",)),
        projects_of(world, new_site, "G05"),
    )


def move_people(world: World, old_site: Ints, new_site: Ints) -> None:
    """From five months ago on the old site is empty and its people, leaders too, fill the places of the new one."""
    cut = world.now - 5
    stint = world["stint"]
    stint = stint[~(stint["p"].isin(old_site) & (stint["first"] > cut))].reset_index(drop=True)
    old = stint["p"].isin(old_site)
    stint.loc[old & (stint["last"] > cut), "stays"] = False
    stint.loc[old, "last"] = stint.loc[old, "last"].clip(upper=cut)
    here = stint[old & ~stint["is_manager"] & ~stint["person"].isin(stint.loc[stint["p"].isin(new_site), "person"])]
    here = here.sort_values(["p", "last"], ascending=[True, False], kind="stable").drop_duplicates("person")
    there = stint[stint["p"].isin(new_site) & ~stint["is_manager"] & (stint["last"] > cut)]
    known = here.assign(nth=here.groupby("p").cumcount()).set_index(["p", "nth"])["person"]
    pair = dict(zip(new_site, old_site, strict=True))
    where = pd.MultiIndex.from_arrays([there["p"].map(pair), there.groupby("p").cumcount()])
    person = known.reindex(where).to_numpy()
    rows = there.index[~np.isnan(person)]
    stint.loc[rows, "first"] = np.maximum(stint.loc[rows, "first"], cut + 1)
    stint.loc[rows, "person"] = person[~np.isnan(person)].astype(np.int64)
    stint.loc[rows, "card"] = stint.loc[rows, "person"]
    world["stint"] = stint
    leads = stint.loc[rows][stint.loc[rows, "leads"]]
    world["team"].loc[leads["team"], "leader_key"] = person_keys(world, leads["person"].to_numpy())


@scheme("common control", "G02", daxing=1, city=1.5, since=12)
def common_control(world: World, at: Ints) -> tuple[Planted, ...]:
    """Owner, contractor and labour firm of one project share legal representative, phone and address, and say nothing of it."""
    owner = np.asarray(world["project"]["owner_uscc"].to_numpy()[at])
    firms = world["company"].set_index("uscc").loc[owner]
    contractor, labour = (
        np.asarray(world["project"]["contractor_uscc"].to_numpy()[at]),
        firms_of(world, at, "labour_sub"),
    )
    for other in (contractor, labour):
        set_firms(world, other, **{k: firms[k].to_numpy() for k in ("legal_rep_key", "phone_key", "address_key")})
        rows = world["position"]["uscc"].isin(other) & (world["position"]["role"] == "legal_rep")
        leads = dict(zip(other, firms["legal_rep_key"], strict=True))
        world["position"].loc[rows, "person_key"] = world["position"].loc[rows, "uscc"].map(leads)
    return (sites_of(world, owner, contractor, labour),)


@scheme("open group", "G02", is_twin=True, daxing=1, city=10, since=12)
def open_group(world: World, at: Ints) -> None:
    """Contractor and labour firm are open members of one group: the contractor holds the whole of it, by its own people."""
    firm = firms_of(world, at, "labour_sub")
    world["holding"] = world["holding"][~world["holding"]["uscc"].isin(firm)]
    world.add(
        "holding",
        holder_kind="company",
        holder_id=world["project"]["contractor_uscc"].to_numpy()[at],
        uscc=firm,
        share=1.0,
        from_on=day(world, 2500),
        to_on=NONE,
        received_on=day(world, 530),
    )
    world["holding"] = world["holding"].drop_duplicates(["holder_kind", "holder_id", "uscc", "from_on"])


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
