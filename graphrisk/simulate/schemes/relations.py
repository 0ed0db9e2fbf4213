"""Trouble that only a relation carries: the last project of each lot shows nothing of its own yet.

Of three projects tied by one relation two are in trouble; the third is the case. The signal written beside it is the relation by
which its trouble can be told beforehand. Twins are tied in the same way, and nothing is wrong on the others either.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from graphrisk.simulate.codes import company_names
from graphrisk.simulate.companies import TRADES
from graphrisk.simulate.schemes.account import give_contractor
from graphrisk.simulate.schemes.payroll import claim, two_months_unpaid
from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    firms_of,
    month_day,
    new_firms,
    projects_of,
    scheme,
    set_firms,
    wages_of,
)
from graphrisk.simulate.world import Ints, World

NONE = np.datetime64("NaT", "D")
Lots = tuple[Ints, Ints, Ints]


def lots(at: Ints) -> Lots:
    """First, second and third projects of lots of three."""
    n = len(at) // 3
    return at[:n], at[n : 2 * n], at[2 * n :]


def founded(world: World, trade: str, n: int) -> np.ndarray:
    """Firms of a trade that nothing else in the place knows, with the papers and returns of an ordinary one."""
    firms = world["company"].drop_duplicates("uscc")
    like = firms[(firms["trade"] == trade) & (firms["kind"] == "company")]["uscc"].to_numpy()[:n]
    names = company_names(2 * len(world["company"]) + np.arange(len(like)), [TRADES[trade][1]] * len(like), True)
    new = new_firms(world, like, name=names)
    of = dict(zip(like, new, strict=True))
    for name in ("qualification", "social_insurance_month", "tax_month"):
        rows = world[name][world[name]["uscc"].isin(like)]
        world[name] = pd.concat([world[name], rows.assign(uscc=rows["uscc"].map(of), **_numbered(rows, name))])
    return new


def _numbered(rows: pd.DataFrame, name: str) -> dict[str, Any]:
    """A certificate has a number of its own."""
    return {"certificate_no": rows["certificate_no"] + "-R"} if name == "qualification" else {}


def tie(world: World, one: np.ndarray, other: np.ndarray, *keys: str) -> None:
    """Give companies the legal representative, telephone or address of others."""
    of = world["company"].drop_duplicates("uscc").set_index("uscc").loc[one]
    set_firms(world, other, **{k: of[k].to_numpy() for k in keys})
    if "legal_rep_key" in keys:
        position = world["position"]
        rows = position["uscc"].isin(other) & (position["role"] == "legal_rep")
        leads = dict(zip(other, of["legal_rep_key"], strict=True))
        position.loc[rows, "person_key"] = position.loc[rows, "uscc"].map(leads)


def give_owner(world: World, at: Ints, usccs: np.ndarray) -> None:
    """Put other owners on projects, in all registers."""
    p = world["project"]
    ids = p["project_id"].to_numpy()[at]
    old = dict(zip(ids, p["owner_uscc"].to_numpy()[at], strict=True))
    new = dict(zip(ids, usccs, strict=True))
    p.loc[at, "owner_uscc"] = usccs
    for name, column in (("project_party", "uscc"), ("contract", "payer_uscc")):
        frame = world[name]
        rows = frame["project_id"].isin(ids) & (frame[column] == frame["project_id"].map(old))
        frame.loc[rows, column] = frame.loc[rows, "project_id"].map(new)


def give_labour(world: World, at: Ints, usccs: np.ndarray) -> None:
    """Put other labour firms on projects, in all registers."""
    ids = world["project"]["project_id"].to_numpy()[at]
    old = dict(zip(ids, firms_of(world, at, "labour_sub"), strict=True))
    new = dict(zip(ids, usccs, strict=True))
    for name, column in (("project_party", "uscc"), ("contract", "payee_uscc"), ("team", "uscc")):
        frame = world[name]
        rows = frame["project_id"].isin(ids) & (frame[column] == frame["project_id"].map(old))
        frame.loc[rows, column] = frame.loc[rows, "project_id"].map(new)


def _group(world: World, at: Ints) -> Lots:
    """Three contractors: the first two share a legal representative, the last two telephone and address."""
    firms = founded(world, "contractor", len(at))
    give_contractor(world, at, firms)
    one, two, three = lots(at)
    a, b, c = lots(firms)
    tie(world, a, b, "legal_rep_key")
    tie(world, b, c, "phone_key", "address_key")
    return one, two, three


def _owners(world: World, at: Ints) -> Lots:
    """Three project companies of one parent own one project each."""
    one, two, three = lots(at)
    parent = founded(world, "owner", len(one))
    owner = new_firms(world, np.tile(parent, 3))
    names = world["project"]["name"].to_numpy()[at]
    set_firms(world, owner, name=np.array([f"{n}置业有限公司" for n in names], dtype=object))
    since = day(world, 1500)
    world.add(
        "holding", holder_kind="company", holder_id=np.tile(parent, 3), uscc=owner, share=1.0, from_on=since, to_on=NONE,
        received_on=day(world, 520),
    )  # fmt: skip
    give_owner(world, at, owner)
    return one, two, three


def _labour(world: World, at: Ints) -> Lots:
    """One labour firm works on all three."""
    one, two, three = lots(at)
    give_labour(world, at, np.tile(founded(world, "labour", len(one)), 3))
    return one, two, three


def _leaders(world: World, at: Ints) -> Lots:
    """The first team of each of the three is led by one man."""
    one, two, three = lots(at)
    team = world["team"]
    first = team.drop_duplicates("project_id").set_index("project_id")["leader_key"]
    ids = world["project"]["project_id"].to_numpy()
    heads = first.reindex(ids[one]).to_numpy()
    for lot in (two, three):
        rows = team.index[~team["project_id"].duplicated() & team["project_id"].isin(ids[lot])]
        team.loc[rows, "leader_key"] = team.loc[rows, "project_id"].map(dict(zip(ids[lot], heads, strict=True)))
    return one, two, three


def _lent(world: World, at: Ints) -> Lots:
    """The third's account lent money to the two others; its own bank shares no entries."""
    one, two, three = lots(at)
    world["special_account"].loc[three, "entries"] = False
    key = world["special_account"]["account_key"].to_numpy()[three]
    firm = world["project"]["contractor_uscc"].to_numpy()[three]
    for here in (one, two):
        world.add(
            "entry", p=here, day=month_day(world, -2, 18), direction="credit",
            amount_fen=wages_of(world, here) // 5 // 100_000 * 100_000, counterparty_kind="contractor", counterparty_uscc=firm,
            counterparty_person_key=None, counterparty_key=key, purpose="other", channel="online",
        )  # fmt: skip
    return one, two, three


def _in_trouble(world: World, at: Ints) -> None:
    two_months_unpaid(world, at)
    claim(world, at, heads=9, opened_back=40, verified=True)


def _dry(world: World, at: Ints) -> None:
    two_months_unpaid(world, at)
    change_months(world, at, -3, fee_ratio=0.0, progress_share=0.0)


RELATIONS: dict[str, tuple[Callable[[World, Ints], Lots], Callable[[World, Ints], None], tuple[str, ...]]] = {
    "group": (_group, _in_trouble, ()),
    "owner": (_owners, _dry, ()),
    "sites": (_labour, _in_trouble, ()),
    "crew": (_leaders, _in_trouble, ()),
    "lent": (_lent, _in_trouble, ("entries",)),
}


def _declare(relation: str) -> None:
    bind, spoil, needs = RELATIONS[relation]

    def case(world: World, at: Ints) -> tuple[Planted, ...]:
        one, two, three = bind(world, at)
        spoil(world, np.r_[one, two])
        return (projects_of(world, three, f"relation:{relation}"),)

    def twin(world: World, at: Ints) -> tuple[Planted, ...]:
        return (projects_of(world, bind(world, at)[2], f"relation:{relation}"),)

    case.__doc__ = f"{bind.__doc__} Two of the three do not pay; nothing is seen of the third yet."
    twin.__doc__ = f"{bind.__doc__} All three pay."
    how = {"town": 0, "city": 0.8, "since": 3, "needs": ("threes", "settled", *needs), "is_alone": True}
    scheme(f"tied by {relation}", f"relation:{relation}", **how)(case)
    scheme(f"only tied by {relation}", f"relation:{relation}", is_twin=True, **how)(twin)


for _relation in RELATIONS:
    _declare(_relation)


@scheme("busy labour firm", "relation:sites", is_twin=True, town=0, city=3, since=3, needs=("settled",), is_alone=True)
def busy_labour_firm(world: World, at: Ints) -> tuple[Planted, ...]:
    """One labour firm works on all of them; the first does not pay."""
    give_labour(world, at, np.repeat(founded(world, "labour", 1), len(at)))
    _in_trouble(world, at[:1])
    return (projects_of(world, at[1:], "relation:sites"),)
