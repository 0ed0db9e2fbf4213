"""Schemes of owners that run out of money and of look-alikes (X01): project companies of one parent, one late site, a budget's end."""

import numpy as np

from graphrisk.simulate.schemes.funding import bridge
from graphrisk.simulate.schemes.relations import founded, give_owner
from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    month_day,
    new_firms,
    projects_of,
    put,
    scheme,
)
from graphrisk.simulate.world import Ints, World

NONE = np.datetime64("NaT", "D")


@scheme("project companies", "X01", "F01", town=3, daxing=3, city=1, since=3, is_alone=True)
def project_companies(world: World, at: Ints) -> tuple[Planted, ...]:
    """Each project has a company of its own as owner, all held by one parent that is on the dishonest list: their fees stop together."""
    parent = np.repeat(founded(world, "owner", 1), len(at))
    owner = new_firms(world, world["project"]["owner_uscc"].to_numpy()[at])
    since = world["company"].drop_duplicates("uscc").set_index("uscc").loc[owner, "established_on"].to_numpy()
    give_owner(world, at, owner)
    put(world, "project", at, fund_source="private")
    guarantee = world["payment_guarantee"]
    proof = guarantee.index.isin(at) & (guarantee["form"] == "funding_proof")
    guarantee.loc[proof, ["form", "guarantor_name"]] = "bank", "京畿工程担保有限公司"
    span = {"from_on": since, "to_on": NONE, "received_on": day(world, 500)}
    world.add("holding", holder_kind="company", holder_id=parent, uscc=owner, share=1.0, **span)
    change_months(world, at, -3, fee_ratio=0.0, progress_share=0.0)
    bridge(world, at, 3)
    world.add(
        "judicial",
        case_no=["（2022）京0115执7100号"],
        party_id=parent[:1],
        role="debtor",
        kind="dishonest",
        about_wage=False,
        amount_fen=[12_000_000_000],
        filed_on=day(world, 80),
        closed_on=NONE,
        received_on=day(world, 72),
    )
    return (projects_of(world, at, "X01", "F01"), Planted("company", owner, ("X01",)))


@scheme("one late site", "X01", is_twin=True, town=1, daxing=1, city=2, since=2)
def one_late_site(world: World, at: Ints) -> None:
    """The owner's fee for one site of several is two months late, and its progress money with it; its other sites are paid."""
    change_months(world, at, -3, fee_ratio=0.0, progress_share=0.0)
    bridge(world, at, 3)


@scheme("budget year", "X01", is_twin=True, town=1, daxing=1, city=3, since=7, needs=("settled",))
def budget_year(world: World, at: Ints) -> None:
    """A public owner pays the value of November to January at the end of March, out of the new budget; labour fee comes monthly."""
    put(world, "project", at, fund_source="government")
    guarantee = world["payment_guarantee"]
    rows = guarantee.index.isin(at)
    guarantee.loc[rows, ["form", "guarantor_name"]] = "funding_proof", None
    change_months(world, at, -7, -5, fee_day=month_day(world, -3, 28))
