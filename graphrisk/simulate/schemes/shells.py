"""Subcontractors that are next to nothing but a name, and young honest ones (C04)."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.simulate.schemes.contracting import NONE, certify, let_to
from graphrisk.simulate.schemes.scheme import Planted, day, firms_of, new_firms, scheme, set_firms
from graphrisk.simulate.world import Ints, World, days_later, first_day, keys, month_text


def found(world: World, like: npt.NDArray[Any], born: Any, **columns: Any) -> npt.NDArray[Any]:
    """Labour firms newly registered, with legal representative and holder; returns their codes."""
    registered = np.maximum(days_later(born, 6), first_day(world.preset.first_month))
    codes = new_firms(world, like, established_on=born, received_on=registered, **columns)
    leads = world["company"].drop_duplicates("uscc").set_index("uscc")["legal_rep_key"].reindex(codes).to_numpy()
    base = {"uscc": codes, "from_on": born, "to_on": NONE, "received_on": registered}
    world.add("position", person_key=leads, role="legal_rep", **base)
    world.add("holding", holder_kind="person", holder_id=leads, share=1.0, **base)
    return codes


def take_labour(world: World, at: Ints, firm: npt.NDArray[Any]) -> None:
    """Another labour firm stands in the place of the first one: in parties, contracts and teams."""
    ids = world["project"]["project_id"].to_numpy()[at]
    old = dict(zip(ids, firms_of(world, at, "labour_sub"), strict=True))
    new = dict(zip(ids, firm, strict=True))
    for name, column in (("project_party", "uscc"), ("contract", "payee_uscc"), ("team", "uscc")):
        frame = world[name]
        rows = frame["project_id"].isin(ids) & (frame[column] == frame["project_id"].map(old))
        frame.loc[rows, column] = frame.loc[rows, "project_id"].map(new)


def returns(world: World, firm: npt.NDArray[Any], *, last: int, heads: int = 0) -> None:
    """Monthly returns since the history began: insurance up to last month, tax up to month `last` counted from the as-of month."""
    months = np.arange(world.preset.first_month, world.now)
    who, m = np.repeat(firm, len(months)), np.tile(months, len(firm))
    received = days_later(first_day(m + 1), 18)
    world.add(
        "social_insurance_month",
        uscc=who,
        month=month_text(m),
        insured_heads=heads,
        due_fen=heads * 140_000,
        paid_fen=heads * 140_000,
        received_on=received,
    )
    kept = m <= world.now + last
    world.add(
        "tax_month",
        uscc=who[kept],
        month=month_text(m[kept]),
        sales_fen=20_000_000,
        due_fen=600_000,
        paid_fen=600_000,
        arrears_fen=0,
        wage_heads=1,
        status="normal",
        received_on=received[kept],
    )


def neighbours(world: World, like: npt.NDArray[Any], firm: npt.NDArray[Any], born: Any, *shared: str) -> None:
    """Five more firms that share an address or telephone with each."""
    known = world["company"].drop_duplicates("uscc").set_index("uscc").loc[firm]
    for k in range(5):
        found(
            world,
            like,
            days_later(born, 20 + 9 * k),
            **{contact: known[contact].to_numpy() for contact in shared},
            name=np.array(
                [f"{n.removesuffix('有限公司')}{'甲乙丙丁戊'[k]}有限公司" for n in known["name"]], dtype=object
            ),
        )


@scheme("shell labour firm", "C04", daxing=1, city=1.5, since=12, is_alone=True)
def shell(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm without capital or insured staff, one of six at its address and telephone, that has filed no tax for four months and was listed."""
    born = days_later(world["project"]["started_on"].to_numpy()[at], -60)
    like = firms_of(world, at, "labour_sub")
    firm = found(world, like, born, name=_named(at, "鼎盛"), paid_capital_fen=0, heads=2)
    neighbours(world, like, firm, born, "address_key", "phone_key")
    take_labour(world, at, firm)
    certify(world, firm, at, "施工劳务")
    returns(world, firm, last=-5)
    world.add(
        "credit_event",
        event_id=[f"XY-93{i:05d}" for i in at],
        uscc=firm,
        person_key=None,
        kind="abnormal_listing",
        amount_fen=0,
        from_on=day(world, 45),
        to_on=NONE,
        repaired_on=NONE,
        authority="市场监督管理局",
        received_on=day(world, 42),
    )
    return (Planted("company", firm, ("C04",)),)


def _named(at: Ints, mark: str) -> npt.NDArray[Any]:
    return np.array([f"{mark}{i + 1}号建筑劳务有限公司" for i in at], dtype=object)


@scheme("new firm among many", "C04", daxing=1, city=1.5, since=6)
def new_among_many(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm eight months old without capital, one of six at its address, takes part of the works."""
    p, born = world["project"], np.full(len(at), day(world, 240))
    like = firms_of(world, at, "labour_sub")
    firm = found(world, like, born, name=_named(at, "宏远"), paid_capital_fen=0, heads=2)
    neighbours(world, like, firm, born, "address_key")
    returns(world, firm, last=-1, heads=2)
    signed = np.full(len(at), day(world, 150))
    let_to(world, at, "NF", firm, "labour", p["contract_amount_fen"].to_numpy()[at] // 20, signed)
    certify(world, firm, at, "施工劳务")
    return (Planted("company", firm, ("C04",)),)


@scheme("known leader's firm", "C04", is_twin=True, daxing=1, city=6, since=6)
def known_leader(world: World, at: Ints) -> tuple[Planted, ...]:
    """A team leader founded a labour firm at an incubator with sixty others; it is new and without capital, and its people are insured."""
    p, born = world["project"], np.full(len(at), day(world, 200))
    ids = p["project_id"].to_numpy()[at]
    lead = world["team"].groupby("project_id")["leader_key"].first().reindex(ids).to_numpy()
    hall = keys("d", [9 * 10**6], world.seed)[0]
    firm = found(
        world,
        firms_of(world, at, "labour_sub"),
        born,
        name=_named(at, "众创"),
        paid_capital_fen=0,
        heads=12,
        address_key=hall,
        legal_rep_key=lead,
    )
    crowd = world["company"]
    sellers = crowd[crowd["trade"] == "supplier"]["uscc"].drop_duplicates().to_numpy()[-60:]
    set_firms(world, sellers, address_key=hall)
    returns(world, firm, last=-1, heads=12)
    let_to(
        world,
        at,
        "KL",
        firm,
        "labour",
        p["contract_amount_fen"].to_numpy()[at] // 40,
        np.full(len(at), day(world, 120)),
    )
    certify(world, firm, at, "施工劳务")
    return (Planted("company", firm, ("C04",)),)
