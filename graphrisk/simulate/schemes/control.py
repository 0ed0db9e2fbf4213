"""Companies under one hand that say nothing of it, and companies that only look alike or say it openly (G02)."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.codes import company_names
from graphrisk.simulate.schemes.scheme import Planted, day, firms_of, names_of, new_firms, scheme, set_firms
from graphrisk.simulate.world import Ints, World, keys, month_text

NONE = np.datetime64("NaT", "D")
Texts = npt.NDArray[Any]


def sites_of(world: World, *firms: Texts) -> Planted:
    """The projects under way on which two of the tied firms, one a column in `firms`, stand in different roles."""
    tied = pd.concat([pd.DataFrame({"uscc": f, "group": np.arange(len(f))}) for f in firms]).drop_duplicates()
    party = world["project_party"][["p", "uscc", "role"]].merge(tied, on="uscc")
    party = party[party["role"].isin(["owner", "contractor", "labour_sub", "specialist_sub", "supplier"])]
    party["role"] = party["role"].replace({"labour_sub": "sub", "specialist_sub": "sub"})
    each = party.groupby(["p", "group"])[["uscc", "role"]].nunique()
    p = world["project"].iloc[np.unique(each[(each > 1).all(axis=1)].index.get_level_values("p"))]
    return Planted("project", p.loc[p["status"] == "building", "project_id"].to_numpy(), ("G02",))


def _held(world: World, firm: Texts, kind: str, holder: Texts, share: float) -> None:
    """The firm's shares go to one holder, long ago."""
    held = world["holding"]
    world["holding"] = held[~held["uscc"].isin(firm)]
    span = {"from_on": day(world, 2400), "to_on": NONE, "received_on": day(world, 530)}
    world.add("holding", holder_kind=kind, holder_id=holder, uscc=firm, share=share, **span)
    world["holding"] = world["holding"].drop_duplicates(["holder_kind", "holder_id", "uscc", "from_on"])


def _contractor(world: World, at: Ints) -> Texts:
    return np.asarray(world["project"]["contractor_uscc"].to_numpy()[at])


def _idle(world: World) -> Texts:
    """Firms that stand on no project."""
    codes = world["company"]["uscc"].drop_duplicates()
    return np.asarray(codes[~codes.isin(world["project_party"]["uscc"])].to_numpy())


@scheme("incubator", "G02", is_twin=True, daxing=1, city=3, since=24)
def incubator(world: World, at: Ints) -> None:
    """Contractor, labour firm and supplier are registered with hundreds of others at one incubator, by its agent, at its telephone."""
    firms = (
        _idle(world)[:300],
        _contractor(world, at),
        firms_of(world, at, "labour_sub"),
        firms_of(world, at, "supplier"),
    )
    home = keys("i", np.zeros(1, dtype=np.int64), world.seed)[0]
    for firm in firms:
        set_firms(world, np.unique(firm.astype(str)), address_key=home, agent_key=home, phone_key=home)


@scheme("agent as contact", "G02", is_twin=True, daxing=1, city=3, since=24)
def agent_as_contact(world: World, at: Ints) -> None:
    """A registration agent's clerk is the contact of contractor, subcontractors and two dozen other firms, at the agent's telephone."""
    crowd = _idle(world)[-24:]
    sides = [_contractor(world, at), *(firms_of(world, at, r) for r in ("labour_sub", "specialist_sub", "supplier"))]
    firms = np.unique(np.concatenate([crowd, *sides]).astype(str)).astype(object)
    office = keys("i", np.ones(1, dtype=np.int64), world.seed)[0]
    set_firms(world, firms, agent_key=office, phone_key=office)
    world.add(
        "position",
        person_key=keys("q", np.full(len(firms), 2 * 10**6), world.seed),
        uscc=firms,
        role="contact",
        from_on=day(world, 900),
        to_on=NONE,
        received_on=day(world, 520),
    )


@scheme("namesake", "G02", is_twin=True, daxing=1, city=5, since=24)
def namesake(world: World, at: Ints) -> None:
    """The labour firm bears the contractor's brand by chance: not a key in common."""
    labour = firms_of(world, at, "labour_sub")
    brand = np.array([n.replace("建设工程", "建筑劳务") for n in names_of(world, _contractor(world, at))], dtype=object)
    set_firms(world, labour, name=brand)


@scheme("left long ago", "G02", is_twin=True, city=5, since=24)
def left_long_ago(world: World, at: Ints) -> None:
    """The contractor's owner held and led the labour firm until three years ago, and sold it."""
    labour = firms_of(world, at, "labour_sub")
    lead = world["company"].drop_duplicates("uscc").set_index("uscc")["legal_rep_key"].reindex(_contractor(world, at))
    base = {
        "uscc": labour,
        "from_on": day(world, 3000),
        "to_on": day(world, 1100),
        "received_on": day(world, 530),
    }
    world.add("position", person_key=lead.to_numpy(), role="legal_rep", **base)
    world.add("holding", holder_kind="person", holder_id=lead.to_numpy(), share=0.9, **base)


@scheme("sisters of one name", "G02", is_twin=True, daxing=1, city=5, since=24)
def sisters(world: World, at: Ints) -> None:
    """Contractor and labour firm both belong to one holding company, and all three bear its name."""
    contractor, labour = _contractor(world, at), firms_of(world, at, "labour_sub")
    names = names_of(world, contractor)
    head = new_firms(
        world,
        contractor,
        name=np.array([n.replace("建设工程", "控股集团") for n in names], dtype=object),
        established_on=day(world, 2900),
        received_on=day(world, 530),
        agent_key=keys("g", 7 * 10**6 + at, world.seed),
    )
    set_firms(world, labour, name=np.array([n.replace("建设工程", "建筑劳务") for n in names], dtype=object))
    for firm in (contractor, labour):
        _held(world, firm, "company", head, 1.0)


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


@scheme("control through a chain", "G02", daxing=1, city=0.5, since=12, is_alone=True)
def through_a_chain(world: World, at: Ints) -> tuple[Planted, ...]:
    """Who holds most of the contractor holds .6 of an investment firm, which holds the whole of the labour firm."""
    contractor, labour = _contractor(world, at), firms_of(world, at, "labour_sub")
    held = world["holding"].sort_values(["share", "holder_id"], ascending=[False, True], kind="stable")
    top = held[held["to_on"].isna()].drop_duplicates("uscc").set_index("uscc").reindex(contractor)
    number = 31**3 * 3 + at
    name = company_names(number, np.full(len(at), "投资管理", dtype=object), np.ones(len(at), dtype=bool))
    old = {"established_on": day(world, 2600), "received_on": day(world, 530), "industry": "L72", "heads": 3}
    shell = new_firms(world, labour, name=name, agent_key=keys("g", 10**6 + at, world.seed), **old)
    for kind in ("person", "company"):
        of = (top["holder_kind"] == kind).to_numpy()
        _held(world, shell[of], kind, top["holder_id"].to_numpy()[of], 0.6)
    _held(world, labour, "company", shell, 1.0)
    return (sites_of(world, contractor, labour),)


@scheme("weak ties together", "G02", city=0.5, since=12)
def weak_ties(world: World, at: Ints) -> tuple[Planted, ...]:
    """The supplier has the contractor's telephone, address and supervisor, none of which would mean anything alone."""
    contractor, other = _contractor(world, at), firms_of(world, at, "supplier")
    seat = world["company"].drop_duplicates("uscc").set_index("uscc").loc[contractor]
    same = {k: seat[k].to_numpy() for k in ("phone_key", "address_key")}
    set_firms(world, other, agent_key=keys("g", 5 * 10**6 + at, world.seed), **same)
    post = world["position"]
    watch = post[post["role"] == "supervisor"].drop_duplicates("uscc").set_index("uscc")["person_key"]
    rows = post["uscc"].isin(other) & (post["role"] == "supervisor")
    who = dict(zip(other, watch.reindex(contractor), strict=True))
    post.loc[rows, "person_key"] = post.loc[rows, "uscc"].map(who)
    return (sites_of(world, contractor, other),)


@scheme("one hand in trouble", "G02", city=0.5, since=5)
def in_trouble(world: World, at: Ints) -> tuple[Planted, ...]:
    """The contractor's legal representative is the labour firm's too, and this one owes tax and social insurance."""
    contractor, labour = _contractor(world, at), firms_of(world, at, "labour_sub")
    lead = world["company"].drop_duplicates("uscc").set_index("uscc")["legal_rep_key"].reindex(contractor).to_numpy()
    set_firms(world, labour, legal_rep_key=lead)
    post = world["position"]
    rows = post["uscc"].isin(labour) & (post["role"] == "legal_rep")
    post.loc[rows, "person_key"] = post.loc[rows, "uscc"].map(dict(zip(labour, lead, strict=True)))
    late = set(month_text(np.arange(world.now - 4, world.preset.last_month + 1)))
    tax, insurance = world["tax_month"], world["social_insurance_month"]
    rows = tax["uscc"].isin(labour) & tax["month"].isin(late)
    tax.loc[rows, "arrears_fen"], tax.loc[rows, "paid_fen"] = tax.loc[rows, "due_fen"] * 3, 0
    insurance.loc[insurance["uscc"].isin(labour) & insurance["month"].isin(late), "paid_fen"] = 0
    return (sites_of(world, contractor, labour), Planted("company", np.asarray(labour), ("X02",)))
