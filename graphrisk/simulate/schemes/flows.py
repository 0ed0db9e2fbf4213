"""Money that takes the wrong way: back to where it came from, or in from pockets that are not the owner's (G01, F05)."""

from typing import Any

import numpy as np

from graphrisk.simulate.schemes.scheme import change_months, day, firms_of, month_day, new_firms, scheme, wages_of
from graphrisk.simulate.world import Ints, World, keys

NONE = np.datetime64("NaT", "D")


@scheme("circle by another firm", "A04", "G01", daxing=1, city=1, since=4, needs=("entries",))
def circle_by_another_firm(world: World, at: Ints) -> None:
    """A supplier is paid from the account; two weeks later another firm of its legal representative pays the money back in, in two parts."""
    friend = firms_of(world, at, "supplier")
    was = world["company"].drop_duplicates("uscc").set_index("uscc").loc[friend]
    other = new_firms(world, friend, legal_rep_key=was["legal_rep_key"].to_numpy(), received_on=day(world, 400))
    change_months(world, at, -6, -1, fee_ratio=1.5)
    sum_fen = wages_of(world, at) // 3 // 100_000 * 100_000
    for back in (4, 3, 2):
        _entry(world, at, month_day(world, -back, 17), "debit", sum_fen, friend, 7)
        for on in (27, 28):
            _entry(world, at, month_day(world, -back, on), "credit", sum_fen * 46 // 100, other, 8)


@scheme("paid by mistake", "A04", "G01", is_twin=True, daxing=1, city=2, since=4, needs=("entries",))
def paid_by_mistake(world: World, at: Ints) -> None:
    """A supplier's bill was paid from the wrong account; the supplier sends the whole sum back three days later."""
    friend = firms_of(world, at, "supplier")
    change_months(world, at, -6, -3, fee_ratio=1.5)
    sum_fen = wages_of(world, at) // 4 // 100_000 * 100_000
    _entry(world, at, month_day(world, -3, 21), "debit", sum_fen, friend, 7)
    _entry(world, at, month_day(world, -3, 24), "credit", sum_fen, friend, 7)


@scheme("subcontractor pays in", "F05", daxing=1, city=1, since=4, needs=("entries", "private"))
def subcontractor_pays_in(world: World, at: Ints) -> None:
    """The owner pays half of the fee; the labour firm itself pays the rest into the account from which its people are paid."""
    change_months(world, at, -4, fee_ratio=0.6)
    firm = firms_of(world, at, "labour_sub")
    _month_by_month(world, at, 0.7, counterparty_uscc=firm, counterparty_kind="subcontractor", purpose="other")


@scheme("contractor pays for public works", "F05", daxing=1, city=1, since=4, needs=("entries",))
def contractor_pays_for_public_works(world: World, at: Ints) -> None:
    """A government project: the owner pays half of the fee, the contractor advances the rest."""
    world["project"].loc[at, "fund_source"] = "government"
    world["payment_guarantee"].loc[at, "form"] = "funding_proof"
    world["payment_guarantee"].loc[at, "guarantor_name"] = None
    change_months(world, at, -4, fee_ratio=0.6)
    firm = world["project"]["contractor_uscc"].to_numpy()[at]
    _month_by_month(world, at, 0.7, counterparty_uscc=firm, counterparty_kind="contractor", purpose="other")


@scheme("group company pays", "F05", is_twin=True, daxing=1, city=3, since=4, needs=("entries", "private"))
def group_company_pays(world: World, at: Ints) -> None:
    """For some months the labour fee comes from the owner's finance company, which the owner holds as a whole."""
    owner = np.asarray(world["project"]["owner_uscc"].to_numpy()[at])
    payer = new_firms(world, owner, received_on=day(world, 400))
    world.add(
        "holding",
        holder_kind="company",
        holder_id=owner,
        uscc=payer,
        share=1.0,
        from_on=day(world, 900),
        to_on=NONE,
        received_on=day(world, 400),
    )
    change_months(world, at, -4, fee_ratio=0.0)
    _month_by_month(world, at, 1.3, counterparty_uscc=payer, counterparty_kind="company", purpose="labour_fee")


def _month_by_month(world: World, at: Ints, part: float, **who: Any) -> None:
    """Credits of a part of the month's wages, from four months back on, early in each month."""
    for back in range(4, -3, -1):
        world.add(
            "entry",
            p=at,
            day=month_day(world, -back, 8),
            direction="credit",
            amount_fen=(wages_of(world, at) * part).astype(np.int64) // 100_000 * 100_000,
            counterparty_person_key=None,
            counterparty_key=keys("a", 8 * 10**6 + at, world.seed),
            channel="online",
            **who,
        )


def _entry(world: World, at: Ints, on: np.datetime64, direction: str, sum_fen: Ints, firm: Any, account: int) -> None:
    world.add(
        "entry",
        p=at,
        day=on,
        direction=direction,
        amount_fen=sum_fen,
        counterparty_kind="company",
        counterparty_uscc=firm,
        counterparty_person_key=None,
        counterparty_key=keys("a", account * 10**6 + at, world.seed),
        purpose="other",
        channel="online",
    )
