"""Schemes around the money that should arrive: late, too little, not guaranteed, an owner that runs dry (F01-F04)."""

import numpy as np

from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    month_day,
    months_of,
    projects_of,
    put,
    scheme,
    vary,
    wages_of,
)
from graphrisk.simulate.world import Ints, World, days_later, keys


@scheme("cycle of three months", "F01", daxing=1, since=12)
def quarterly_by_contract(world: World, at: Ints) -> None:
    """The contract itself fixes a fee every three months; the contractor bridges."""
    contract = world["contract"]
    ids = world["project"]["project_id"].to_numpy()[at]
    contract.loc[contract["project_id"].isin(ids) & (contract["kind"] == "prime"), "labour_fee_cycle_months"] = 3


@scheme("contractor pays for the owner", "F01", "F05", needs=("entries",), daxing=1)
def contractor_pays_for_owner(world: World, at: Ints) -> None:
    """The owner has paid nothing for three months; the contractor puts its own money in so that wages go on."""
    change_months(world, at, -4, fee_ratio=0.0, progress_share=0.0)
    bridge(world, at, 4)


def bridge(world: World, at: Ints, months: int) -> None:
    """Credits by the contractor in place of the owner's fee."""
    firm = world["project"]["contractor_uscc"].to_numpy()[at]
    for back in range(months - 1, -3, -1):
        world.add(
            "entry",
            p=at,
            day=month_day(world, -back, 9),
            direction="credit",
            amount_fen=(wages_of(world, at) * vary(world, at, 1.3, 0.1)).astype(np.int64) // 100_000 * 100_000,
            counterparty_kind="contractor",
            counterparty_uscc=firm,
            counterparty_person_key=None,
            counterparty_key=keys("a", 5 * 10**6 + at, world.seed),
            purpose="other",
            channel="online",
        )


@scheme("owner dry", "F01", "P01", daxing=1, city=1.5)
def owner_dry(world: World, at: Ints) -> None:
    """No fee for three months, the balance is used up, wages stop; a dispute about quantities is named as the cause."""
    change_months(world, at, -4, fee_ratio=0.0, progress_share=0.0)
    change_months(world, at, -3, paid_on=np.datetime64("NaT", "D"))


@scheme("paid ahead", "F01", is_twin=True, daxing=1, needs=("settled",))
def paid_ahead(world: World, at: Ints) -> None:
    """In March the owner paid the fee of five months at once, before a long holiday of its treasury."""
    change_months(world, at, -3, 0, fee_ratio=0.0)
    change_months(world, at, -4, -4, fee_ratio=15.0)


@scheme("suspended", "F01", "P01", "A08", is_twin=True, is_alone=True, daxing=1, city=3, since=2, needs=("settled",))
def suspended(world: World, at: Ints) -> None:
    """Works stand still by order since the middle of April; nobody is on site, nothing is due."""
    from_on = month_day(world, -2, 14)
    put(world, "project", at, status="suspended", suspended_from=from_on, changed_on=from_on)
    world["project_month"] = world["project_month"][~months_of(world, at, -1)]
    stint = world["stint"]
    here = stint["p"].isin(at)
    world["stint"] = stint[~(here & (stint["first"] > world.now - 2))]
    stint = world["stint"]
    over = stint["p"].isin(at) & (stint["last"] >= world.now - 2)
    stint.loc[over, "last"] = world.now - 2
    stint.loc[over, ["exit_day", "stays"]] = 14, False
    stint.loc[over, "entry_day"] = np.where(stint.loc[over, "first"] == world.now - 2, 1, stint.loc[over, "entry_day"])


@scheme("feed late", "F01", "P01", "A08", is_twin=True, daxing=1, city=2)
def feed_late(world: World, at: Ints) -> None:
    """The bank's and the site's files of two months are stuck in a broken exchange and come in July."""
    world["special_account"].loc[at, "feed_lag"] = 75
    change_months(world, at, -3, list_lag=75)


@scheme("too little", "F02", daxing=2, city=2.5, since=12)
def too_little(world: World, at: Ints) -> None:
    """Month after month seven tenths of the agreed share of the certified value."""
    change_months(world, at, -30, certified_ratio=vary(world, at, 1.55, 0.2))


@scheme("share amended", "F02", is_twin=True, daxing=1, since=12)
def share_amended(world: World, at: Ints) -> None:
    """A supplementary agreement lowered the share when finishing works began."""
    p = world["project"]
    p.loc[at, "old_share"] = (p.loc[at, "labour_share"] * 1.4).round(2)
    p.loc[at, "changed_on"] = p.loc[at, "started_on"].to_numpy().astype("datetime64[D]") + np.timedelta64(45, "D")


@scheme("running out", "F03", daxing=1, city=2, since=1, needs=("entries",))
def running_out(world: World, at: Ints) -> None:
    """The fee just covers each month, and that of the last one has not come a few days before pay day."""
    world["project"].loc[at, "pay_day"] = 20
    change_months(world, at, -30, -2, fee_ratio=1.01)
    change_months(
        world,
        at,
        -1,
        -1,
        due_on=month_day(world, 0, 20),
        paid_on=month_day(world, 0, 29),
        fee_on=month_day(world, 0, 27),
    )


@scheme("just in time", "F03", is_twin=True, daxing=1, city=5, needs=("entries",))
def just_in_time(world: World, at: Ints) -> None:
    """For a year the owner has paid two working days before each pay day, never late."""
    months = world["project_month"]
    rows = months_of(world, at, -40)
    months.loc[rows, "fee_on"] = days_later(months.loc[rows, "due_on"].to_numpy(), -2)
    months.loc[rows, "paid_on"] = months.loc[rows, "due_on"]
    months.loc[rows & (months["fee_ratio"] > 1.2), "fee_ratio"] = 1.1


@scheme("no guarantee", "F04", daxing=2, city=3, since=12, needs=("private",))
def no_guarantee(world: World, at: Ints) -> None:
    """The owner of a private project never gave a guarantee."""
    world["payment_guarantee"].loc[at, "gone"] = True


@scheme("guarantee lapsed", "F04", daxing=1, city=3, since=2, needs=("private",))
def guarantee_lapsed(world: World, at: Ints) -> None:
    """The guarantee ended in spring and was not renewed."""
    world["payment_guarantee"].loc[at, "valid_to"] = day(world, vary(world, at, 60))


@scheme("guarantee renewed", "F04", is_twin=True, daxing=1, city=3, since=2, needs=("private",))
def guarantee_renewed(world: World, at: Ints) -> None:
    """The first guarantee ended in spring; another had been given a week before."""
    old = world["payment_guarantee"].iloc[at]
    new = {name: old[name].to_numpy() for name in ("project_id", "form", "guarantor_name", "amount_fen", "valid_to")}
    world["payment_guarantee"].loc[at, "valid_to"] = day(world, 60)
    world.add(
        "payment_guarantee",
        guarantee_no=[f"ZFDB-X{i + 1:05d}" for i in at],
        **new,
        valid_from=day(world, 67),
        received_on=day(world, 62),
        gone=False,
    )


@scheme("proof of funds", "F04", is_twin=True, since=12)
def funding_proof(world: World, at: Ints) -> None:
    """A government project: proof of funds in place of a guarantee."""
    world["project"].loc[at, "fund_source"] = "government"
    world["payment_guarantee"].loc[at, "form"] = "funding_proof"
    world["payment_guarantee"].loc[at, "guarantor_name"] = None


@scheme("owner in distress", "F01", town=3, daxing=2, city=1, since=3, is_alone=True)
def owner_distress(world: World, at: Ints) -> tuple[Planted, ...]:
    """One owner, three projects: enforcement and a place on the dishonest list, all its fees stop in the same month."""
    p = world["project"]
    owner = p["owner_uscc"].to_numpy()[at[:1]]
    old = dict(zip(p["project_id"].to_numpy()[at], p["owner_uscc"].to_numpy()[at], strict=True))
    p.loc[at, "owner_uscc"] = owner[0]
    p.loc[at, "fund_source"] = "private"
    guarantee = world["payment_guarantee"]
    proof = guarantee.index.isin(at) & (guarantee["form"] == "funding_proof")
    guarantee.loc[proof, ["form", "guarantor_name"]] = "bank", "京畿工程担保有限公司"
    for name, column in (("project_party", "uscc"), ("contract", "payer_uscc")):
        frame = world[name]
        frame.loc[frame[column] == frame["project_id"].map(old), column] = owner[0]
    change_months(world, at, -3, fee_ratio=0.0, progress_share=0.0)
    bridge(world, at, 3)
    for i, kind in enumerate(("enforcement", "dishonest")):
        world.add(
            "judicial",
            case_no=[f"（2022）京0115执{7000 + i}号"],
            party_id=owner,
            role="debtor",
            kind=kind,
            about_wage=False,
            amount_fen=[8_600_000_000],
            filed_on=day(world, 100 - 30 * i),
            closed_on=np.datetime64("NaT", "D"),
            received_on=day(world, 92 - 30 * i),
        )
    return (projects_of(world, at, "F01"), Planted("company", owner, ("X01",)))
