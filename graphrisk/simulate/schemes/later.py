"""Schemes of several families: passed on whole, a shell, a borrowed name, leavers, a walk-out (C01, C02, C04, P07, P09, R02)."""

import numpy as np

from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    firms_of,
    month_day,
    projects_of,
    scheme,
    set_firms,
    stays_of,
    wages_of,
)
from graphrisk.simulate.world import Ints, World, keys, month_text


@scheme("passed on whole", "C01", daxing=2, city=3, since=12)
def passed_on(world: World, at: Ints) -> None:
    """One specialist takes 93 % of the works; two of the four key persons are insured by it, without a contract here."""
    p, contract, staff = world["project"], world["contract"], world["key_staff"]
    ids = p["project_id"].to_numpy()[at]
    sums = dict(zip(ids, p["contract_amount_fen"].to_numpy()[at] * 93 // 100, strict=True))
    first = contract[contract["project_id"].isin(ids) & (contract["kind"] == "specialist")].drop_duplicates(
        "project_id"
    )
    contract.loc[first.index, "amount_fen"] = first["project_id"].map(sums)
    firm = dict(zip(ids, firms_of(world, at, "specialist_sub"), strict=True))
    rows = staff["project_id"].isin(ids) & staff["role"].isin(["technical", "quality"])
    staff.loc[rows, "insured_by_uscc"] = staff.loc[rows, "project_id"].map(firm)
    staff.loc[rows, "has_contract"] = False


@scheme("newly hired", "C01", is_twin=True, daxing=2, city=10, since=12)
def newly_hired(world: World, at: Ints) -> None:
    """A quality head has a contract here and is still insured by the employer before."""
    staff = world["key_staff"]
    ids = world["project"]["project_id"].to_numpy()[at]
    rows = staff["project_id"].isin(ids) & (staff["role"] == "quality")
    firm = dict(zip(ids, firms_of(world, at, "supervisor"), strict=True))
    staff.loc[rows, "insured_by_uscc"] = staff.loc[rows, "project_id"].map(firm)


@scheme("borrowed name", "C02", daxing=1, city=2, since=6, needs=("entries",), is_alone=True)
def borrowed_name(world: World, at: Ints) -> None:
    """One person draws a part of the account on every site, lodged the deposit through his firm, and leads a team."""
    change_months(world, at, -7, -1, fee_ratio=1.5)
    person = keys("x", np.full(len(at), 777_777), world.seed)
    for back in range(5, 0, -1):
        world.add(
            "entry",
            p=at,
            day=month_day(world, -back, 23),
            direction="debit",
            amount_fen=wages_of(world, at) // 4 // 100_000 * 100_000,
            counterparty_kind="person",
            counterparty_uscc=None,
            counterparty_person_key=person,
            counterparty_key=keys("c", np.full(len(at), 777_777_777), world.seed),
            purpose="other",
            channel="online",
        )
    world["wage_deposit"].loc[at, "payer_uscc"] = firms_of(world, at, "supplier")
    world["key_staff"].loc[
        world["key_staff"]["project_id"].isin(world["project"]["project_id"].to_numpy()[at]), "has_contract"
    ] = False


@scheme("shell", "C04", daxing=1, city=2, since=10)
def shell(world: World, at: Ints) -> tuple[Planted, ...]:
    """The labour firm is ten months old, insures nobody, paid in nothing, and shares address, phone and agent with five others."""
    firm = firms_of(world, at, "labour_sub")
    _young(world, firm)
    crowd = {
        k: keys(c, np.full(len(firm), 9_000_000), world.seed)
        for k, c in (("address_key", "d"), ("phone_key", "t"), ("agent_key", "g"))
    }
    set_firms(world, firm, paid_capital_fen=0, **crowd)
    others = world["company"]["uscc"].to_numpy()[world["company"]["trade"].to_numpy() == "supplier"][-6:]
    set_firms(world, others, **{k: v[:1].repeat(len(others)) for k, v in crowd.items()})
    insurance = world["social_insurance_month"]
    rows = insurance["uscc"].isin(firm)
    insurance.loc[rows, ["insured_heads", "due_fen", "paid_fen"]] = 0
    return (Planted("company", firm, ("C04",)),)


@scheme("young firm", "C04", is_twin=True, daxing=2, city=8, since=10)
def young_firm(world: World, at: Ints) -> tuple[Planted, ...]:
    """A known team leader founded a firm ten months ago; its people are insured and its capital is paid in."""
    firm = firms_of(world, at, "labour_sub")
    _young(world, firm)
    return (Planted("company", firm, ("C04",)),)


def _young(world: World, firm: np.ndarray) -> None:
    """Registered three hundred days ago, no returns from before."""
    born = day(world, 300)
    set_firms(world, firm, established_on=born, received_on=born + 5)
    since = month_text([world.now - 10])[0]
    for name in ("position", "holding"):
        world[name].loc[world[name]["uscc"].isin(firm), "from_on"] = born
        world[name].loc[world[name]["uscc"].isin(firm), "received_on"] = born + 5
    for name in ("social_insurance_month", "tax_month"):
        world[name] = world[name][~(world[name]["uscc"].isin(firm) & (world[name]["month"] < since))]


@scheme("signed ahead", "P07", daxing=1, city=2, since=12)
def signed_ahead(world: World, at: Ints) -> None:
    """The payroll is signed a week before the month is over, all within a minute."""
    change_months(world, at, -40, signed_ahead=True)


@scheme("leavers not settled", "P09", "P02", daxing=1, city=3, since=5, needs=("settled",), heads=15)
def leavers(world: World, at: Ints) -> None:
    """Eight people left in March without their last month."""
    rows = stays_of(world, at, -3).groupby("p").tail(8)
    stint = world["stint"]
    stint.loc[rows.index, "last"] = world.now - 3
    stint.loc[rows.index, "exit_day"] = 27
    stint.loc[rows.index, "stays"] = False
    stint.loc[rows.index, "unpaid_from"] = world.now - 3


@scheme("walk-out", "R02", "P01", daxing=1, city=2, since=3, needs=("settled",), heads=20)
def walk_out(world: World, at: Ints) -> tuple[Planted, ...]:
    """Unpaid since March; in May hardly anybody comes."""
    change_months(world, at, -3, paid_on=np.datetime64("NaT", "D"))
    change_months(world, at, -1, activity=0.25)
    return (projects_of(world, at, "R02", "P01"),)
