"""Who opened the account when it was not the general contractor: the mix of the Daxing pilot, most of it harmless (A02)."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.accounts import account_name
from graphrisk.simulate.schemes.scheme import firms_of, names_of, new_firms, scheme, set_firms
from graphrisk.simulate.world import Ints, World, days_later

_READ_ALIKE = dict(
    zip(
        "川岚沐澄樾岱沅煦荻崧澜昀泓珺皓璟嵘翊朔淳霁曜穹渝",
        "穿兰木成月代元旭迪松蓝云洪君浩景荣毅硕纯季耀琼愉",
        strict=True,
    )
)


def hold(world: World, at: Ints, kind: str, usccs: npt.NDArray[np.object_], names: npt.NDArray[np.object_]) -> None:
    """Put the account in another name and keep the kind for the truth folder."""
    account, p = world["special_account"], world["project"]
    account.loc[at, "holder_uscc"] = usccs
    account.loc[at, "holder_name"] = names
    account.loc[at, "account_name"] = [account_name(h, n) for h, n in zip(names, p["name"].to_numpy()[at], strict=True)]
    account.loc[at, "holder_kind"] = kind


def contractors(world: World, at: Ints) -> npt.NDArray[np.object_]:
    """General contractors of projects."""
    return np.asarray(world["project"]["contractor_uscc"].to_numpy()[at])


@scheme("holder is a branch", "A02", is_twin=True, town=2, daxing=15, city=75, since=12, heads=8, is_holder=True)
def branch(world: World, at: Ints) -> None:
    """The contractor's own branch, a code of its own in the register."""
    head = contractors(world, at)
    names = np.array(
        [f"{n}大兴第{i % 89 + 1}分公司" for n, i in zip(names_of(world, head), at, strict=True)], dtype=object
    )
    codes = new_firms(
        world, head, name=names, kind="branch", head_uscc=head, registered_capital_fen=0, paid_capital_fen=0
    )
    hold(world, at, "branch", codes, names)


@scheme("holder under a former name", "A02", is_twin=True, daxing=9, city=45, since=12, heads=8, is_holder=True)
def former_name(world: World, at: Ints) -> None:
    """The contractor was renamed after the opening; the bank's list has the old name and no code."""
    head = contractors(world, at)
    now = names_of(world, head)
    old = np.array([n.replace("建设工程", "建筑安装工程") for n in now], dtype=object)
    set_firms(world, head, former_names=old)
    account = world["special_account"]
    day = days_later(account.loc[at, "opened_on"].to_numpy(), 90)
    world.add(
        "company_change", uscc=head, changed_on=day, item="name", before=old, after=now, received_on=days_later(day, 5)
    )
    world["company_change"] = world["company_change"].drop_duplicates(["uscc", "changed_on", "item"])
    hold(world, at, "former name", np.full(len(at), None), old)


@scheme("holder's name mistyped", "A02", is_twin=True, town=1, city=5, since=12, heads=8, is_holder=True)
def mistyped(world: World, at: Ints) -> None:
    """The bank wrote one sign of the contractor's name as another that is read alike, and has no code of it."""
    wrong = np.array([_misheard(n) for n in names_of(world, contractors(world, at))], dtype=object)
    hold(world, at, "mistyped", np.full(len(at), None), wrong)


def _misheard(name: str) -> str:
    """The first sign of a made-up brand that has a homophone, replaced by it."""
    at = next((i for i, sign in enumerate(name) if sign in _READ_ALIKE), None)
    return name if at is None else name[:at] + _READ_ALIKE[name[at]] + name[at + 1 :]


@scheme("holder in the consortium", "A02", is_twin=True, daxing=8, city=40, since=12, heads=8, is_holder=True)
def consortium(world: World, at: Ints) -> None:
    """The leading member of the consortium that won the works together with the contractor."""
    member = _others(world, at, "contractor")
    _join(world, at, member, "consortium")
    hold(world, at, "consortium", member, names_of(world, member))


@scheme("holder directly contracted", "A02", is_twin=True, daxing=8, city=40, since=12, heads=8, is_holder=True)
def direct_specialist(world: World, at: Ints) -> None:
    """A specialist that the owner contracted directly, which opens its own account by law."""
    firm = _others(world, at, "specialist")
    _join(world, at, firm, "direct_specialist")
    p = world["project"]
    signed = days_later(p["permit_on"].to_numpy()[at], -6)
    world.add(
        "contract",
        contract_id=[f"HT-ZX-{i + 1:06d}" for i in at],
        project_id=p["project_id"].to_numpy()[at],
        parent_contract_id=None,
        payer_uscc=p["owner_uscc"].to_numpy()[at],
        payee_uscc=firm,
        payee_person_key=None,
        kind="specialist",
        amount_fen=p["contract_amount_fen"].to_numpy()[at] // 5,
        signed_on=signed,
        started_on=p["started_on"].to_numpy()[at],
        ended_on=p["planned_end_on"].to_numpy()[at],
        owner_consent=True,
        received_on=np.maximum(days_later(signed, 3), p["received_on"].to_numpy()[at]),
    )
    hold(world, at, "direct specialist", firm, names_of(world, firm))


@scheme("holder is an affiliate", "A02", daxing=6, city=30, since=12, heads=8, is_holder=True)
def affiliate(world: World, at: Ints) -> None:
    """A subsidiary of which the contractor owns three fifths."""
    firm = _others(world, at, "contractor")
    account = world["special_account"]
    since = days_later(account.loc[at, "opened_on"].to_numpy(), -900)
    held = world["holding"]["uscc"].isin(firm)
    world["holding"].loc[held, "share"] = (world["holding"].loc[held, "share"] * 0.4).round(2)
    world.add(
        "holding",
        holder_kind="company",
        holder_id=contractors(world, at),
        uscc=firm,
        share=0.6,
        from_on=since,
        to_on=np.datetime64("NaT", "D"),
        received_on=days_later(np.full(len(at), np.datetime64("2020-12-31")), 0),
    )
    world["holding"] = world["holding"].drop_duplicates(["holder_kind", "holder_id", "uscc", "from_on"])
    hold(world, at, "affiliate", firm, names_of(world, firm))


@scheme("holder is the labour firm", "A02", daxing=4, city=20, since=12, heads=8, is_holder=True)
def subcontractor(world: World, at: Ints) -> None:
    """The labour firm opened the account itself."""
    firm = firms_of(world, at, "labour_sub")
    hold(world, at, "subcontractor", firm, names_of(world, firm))


@scheme("holder is the owner", "A02", daxing=2, city=10, since=12, heads=8, is_holder=True)
def owner(world: World, at: Ints) -> None:
    """The owner opened the account."""
    firm = np.asarray(world["project"]["owner_uscc"].to_numpy()[at])
    hold(world, at, "owner", firm, names_of(world, firm))


@scheme("holder is a stranger", "A02", daxing=2, city=8, since=12, heads=8, is_holder=True)
def unrelated(world: World, at: Ints) -> None:
    """A trading firm that has no part in the project."""
    firm = _others(world, at, "supplier")
    hold(world, at, "unrelated", firm, names_of(world, firm))


def _others(world: World, at: Ints, trade: str) -> npt.NDArray[np.object_]:
    """A firm of a trade for each project that has no part in it, idle firms first."""
    rng, party, firms = world.chance(f"others {trade} {at[:1]}"), world["project_party"], world["company"]
    pool = rng.permutation(firms[(firms["trade"] == trade) & (firms["kind"] == "company")]["uscc"].unique())
    pool = pool[np.argsort(np.isin(pool, party["uscc"].to_numpy()), kind="stable")]
    there = pd.MultiIndex.from_frame(party[["p", "uscc"]])
    place = np.arange(len(at)) % len(pool)
    for _ in range(20):
        taken = pd.MultiIndex.from_arrays([at, pool[place]]).isin(there)
        place = np.where(taken, (place + 1) % len(pool), place)
    return np.asarray(pool[place])


def _join(world: World, at: Ints, firm: npt.NDArray[np.object_], role: str) -> None:
    p = world["project"]
    world.add(
        "project_party",
        project_id=p["project_id"].to_numpy()[at],
        uscc=firm,
        role=role,
        entered_on=p["started_on"].to_numpy()[at],
        left_on=np.datetime64("NaT", "D"),
        received_on=days_later(p["started_on"].to_numpy()[at], 2),
        p=at,
    )
