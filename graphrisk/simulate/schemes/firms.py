"""Schemes of companies: chains too deep, history, distress, phoenix, common control, money in a circle (C03, H01, X02, E-patterns)."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.schemes.payroll import claim, named, two_months_unpaid
from graphrisk.simulate.schemes.scheme import (
    Planted,
    Scheme,
    change_months,
    day,
    firms_of,
    month_day,
    names_of,
    new_firms,
    projects_of,
    set_firms,
    wages_of,
)
from graphrisk.simulate.world import Ints, World, days_later, keys, month_text

NONE = np.datetime64("NaT", "D")


def _let(world: World, at: Ints, name: str, parent: Any, payer: Any, kind: str, **payee: Any) -> list[str]:
    """One more contract a project under a parent; returns the contracts' ids."""
    p = world["project"]
    ids = [f"HT-{name}-{i + 1:06d}" for i in at]
    signed = days_later(p["started_on"].to_numpy()[at], 20)
    world.add(
        "contract", contract_id=ids, project_id=p["project_id"].to_numpy()[at], parent_contract_id=parent, payer_uscc=payer, kind=kind,
        amount_fen=p["contract_amount_fen"].to_numpy()[at] // 8, signed_on=signed, started_on=signed, ended_on=p["planned_end_on"].to_numpy()[at],
        received_on=days_later(signed, 6), **({"owner_consent": False, "payee_uscc": None, "payee_person_key": None} | payee),
    )  # fmt: skip
    return ids


def _contract_of(world: World, at: Ints, kind: str) -> npt.NDArray[Any]:
    contract = world["contract"][world["contract"]["kind"] == kind]
    return np.asarray(contract.groupby("project_id")["contract_id"].first().reindex(world["project"]["project_id"].to_numpy()[at]).to_numpy())


def chain_too_deep(world: World, at: Ints) -> None:
    """The specialist lets its works to another, that one to a third, the third to a labour firm."""
    spare = world["company"][world["company"]["trade"] == "specialist"]["uscc"].to_numpy()
    a, b = spare[at % len(spare)], spare[(at + 5) % len(spare)]
    first = firms_of(world, at, "specialist_sub")
    one = _let(world, at, "C1", _contract_of(world, at, "specialist"), first, "specialist", payee_uscc=a)
    two = _let(world, at, "C2", one, a, "specialist", payee_uscc=b)
    _let(world, at, "C3", two, b, "labour", payee_uscc=firms_of(world, at, "labour_sub"))


def let_to_a_person(world: World, at: Ints) -> None:
    """The labour firm let the work to a natural person."""
    _let(world, at, "CP", _contract_of(world, at, "labour"), firms_of(world, at, "labour_sub"), "labour", payee_person_key=keys("x", 10**5 + at, world.seed), owner_consent=True)


def unqualified(world: World, at: Ints) -> None:
    """A trading firm without any qualification took specialist works."""
    firm = firms_of(world, at, "supplier")
    _let(world, at, "CU", _contract_of(world, at, "prime"), world["project"]["contractor_uscc"].to_numpy()[at], "specialist", payee_uscc=firm, owner_consent=True)


def specialist_lets_labour(world: World, at: Ints) -> None:
    """A specialist let labour work, and nothing else, to a labour firm: the deepest lawful chain."""
    firm = firms_of(world, at, "labour_sub")
    _let(world, at, "CL", _contract_of(world, at, "specialist"), firms_of(world, at, "specialist_sub"), "labour", payee_uscc=firm, owner_consent=True)


def filed_only(world: World, at: Ints) -> None:
    """Labour firms that are filed, not qualified, as the reform allows."""
    firm = firms_of(world, at, "labour_sub")
    rows = world["qualification"]["uscc"].isin(firm)
    world["qualification"].loc[rows, ["kind", "grade"]] = "施工劳务备案", "不分等级"


def listed(world: World, at: Ints) -> tuple[Planted, ...]:
    """The labour firm stands on the joint-punishment list and was fined for wages."""
    firm = firms_of(world, at, "labour_sub")
    for k, (kind, back) in enumerate((("labour_penalty", 200), ("joint_punishment", 120))):
        world.add(
            "credit_event", event_id=[f"XY-9{k}{i:05d}" for i in at], uscc=firm, person_key=None, kind=kind, amount_fen=3_000_000 if k == 0 else None,
            from_on=day(world, back), to_on=NONE if k == 0 else day(world, back - 1095), repaired_on=NONE, authority="大兴区人力资源和社会保障局",
            received_on=day(world, back - 6),
        )  # fmt: skip
    return (Planted("company", firm, ("H01",)),)


def clue_cluster(world: World, at: Ints) -> tuple[Planted, ...]:
    """Four clues against the labour firm within a month, one of twelve persons verified."""
    for back in (52, 45, 39, 33):
        claim(world, at, heads=12 if back == 45 else 3, opened_back=back, verified=back == 45)
    return (projects_of(world, at, "H01"), *named(world, at))


def false_clues(world: World, at: Ints) -> tuple[Planted, ...]:
    """Three clues in one month from one angry supplier, all found false."""
    p, firm = world["project"], firms_of(world, at, "labour_sub")
    for back in (70, 66, 61):
        base = {
            "clue_id": [f"XS-8{i:05d}{back:03d}" for i in at], "uscc": firm, "project_id": p["project_id"].to_numpy()[at], "opened_on": day(world, back),
            "channel": "hotline", "heads": 1, "amount_fen": 900_000, "from_month": "2022-02", "to_month": "2022-03",
        }  # fmt: skip
        world.add("clue", **base, result="open", result_on=NONE, closed_on=NONE, received_on=day(world, back - 1))
        world.add("clue", **base, result="false", result_on=day(world, back - 12), closed_on=day(world, back - 13), received_on=day(world, back - 14))
    return (Planted("company", firm, ("H01",)),)


def repaired(world: World, at: Ints) -> tuple[Planted, ...]:
    """Fined four years ago, paid, repaired."""
    firm = firms_of(world, at, "labour_sub")
    world.add(
        "credit_event", event_id=[f"XY-8{i:06d}" for i in at], uscc=firm, person_key=None, kind="labour_penalty", amount_fen=2_000_000,
        from_on=day(world, 1500), to_on=day(world, 1300), repaired_on=day(world, 1200), authority="大兴区人力资源和社会保障局", received_on=day(world, 500),
    )  # fmt: skip
    return (Planted("company", firm, ("H01",)),)


def distress(world: World, at: Ints) -> tuple[Planted, ...]:
    """Tax in arrears, sales halved, insured heads gone, dues unpaid, enforcement above half of the capital."""
    firm = firms_of(world, at, "labour_sub")
    late = set(month_text(np.arange(world.now - 4, world.preset.last_month + 1)))
    tax, insurance = world["tax_month"], world["social_insurance_month"]
    rows = tax["uscc"].isin(firm) & tax["month"].isin(late)
    tax.loc[rows, "sales_fen"] = tax.loc[rows, "sales_fen"] * 3 // 10
    tax.loc[rows, "arrears_fen"] = tax.loc[rows, "due_fen"] * 4
    tax.loc[rows, "paid_fen"] = 0
    rows = insurance["uscc"].isin(firm) & insurance["month"].isin(late)
    insurance.loc[rows, "insured_heads"] = insurance.loc[rows, "insured_heads"] // 2
    insurance.loc[rows, "paid_fen"] = 0
    capital = world["company"].set_index("uscc")["registered_capital_fen"].reindex(firm).to_numpy()
    world.add(
        "judicial", case_no=[f"（2022）京0115执{9000 + i}号" for i in at], party_id=firm, role="debtor", kind="enforcement", about_wage=False,
        amount_fen=(capital * 0.7).astype(np.int64), filed_on=day(world, 70), closed_on=NONE, received_on=day(world, 64),
    )  # fmt: skip
    for item in ("legal_rep", "address"):
        world.add("company_change", uscc=firm, changed_on=day(world, 80 if item == "address" else 55), item=item, before="变更前", after="变更后", received_on=day(world, 48))
    world["company_change"] = world["company_change"].drop_duplicates(["uscc", "changed_on", "item"])
    world["judicial"] = world["judicial"].drop_duplicates(["case_no", "party_id"])
    return (Planted("company", firm, ("X02",)),)


def season(world: World, at: Ints) -> tuple[Planted, ...]:
    """Sales fell by sixty per cent in January and February, as every winter, and came back."""
    firm = firms_of(world, at, "specialist_sub")
    winter = {t for t in month_text(np.arange(world.preset.first_month, world.preset.last_month + 1)) if t[5:] in {"01", "02"}}
    tax = world["tax_month"]
    rows = tax["uscc"].isin(firm) & tax["month"].isin(winter)
    tax.loc[rows, "sales_fen"] = tax.loc[rows, "sales_fen"] * 4 // 10
    return (Planted("company", firm, ("X02",)),)


def phoenix(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm with verified arrears is struck off; its controller's new firm takes the same people to the next site."""
    old_site, new_site = at[: len(at) // 2], at[len(at) // 2 :]
    p = world["project"]
    old = firms_of(world, old_site, "labour_sub")
    claim(world, old_site, heads=15, opened_back=150, verified=True)
    born = day(world, 140)
    was = world["company"].set_index("uscc").loc[old]
    new = new_firms(
        world, old, "phoenix", established_on=born, received_on=born + 6, legal_rep_key=was["legal_rep_key"].to_numpy(), phone_key=was["phone_key"].to_numpy(),
        name=np.array([n.replace("建筑劳务", "劳务服务") for n in names_of(world, old)], dtype=object), heads=3,
    )  # fmt: skip
    ended = world["company"][world["company"]["uscc"].isin(old)].assign(status="deregistered", cancelled_on=day(world, 60), received_on=day(world, 55))
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
    return (projects_of(world, old_site, "H01"), *named(world, old_site), Planted("company", new, ("G05",)), projects_of(world, new_site, "G05"))


def move_people(world: World, old_site: Ints, new_site: Ints) -> None:
    """Half of those who ever worked on the old site work on the new one from five months ago on."""
    stint = world["stint"]
    cut = world.now - 5
    stint.loc[stint["p"].isin(old_site) & (stint["last"] > cut), "stays"] = False
    world["stint"] = stint[~(stint["p"].isin(old_site) & (stint["first"] > cut))]
    stint = world["stint"]
    stint.loc[stint["p"].isin(old_site), "last"] = stint.loc[stint["p"].isin(old_site), "last"].clip(upper=cut)
    here, there = (stint[stint["p"].isin(side) & ~stint["is_manager"] & ~stint["leads"]] for side in (old_site, new_site))
    there = there[there["first"] > cut] if len(there[there["first"] > cut]) >= 5 else there[there["last"] > cut]
    pair = dict(zip(new_site, old_site, strict=True))
    moved = here.assign(nth=here.groupby("p").cumcount()).set_index(["p", "nth"])["person"]
    where = pd.MultiIndex.from_arrays([there["p"].map(pair), there.groupby("p").cumcount()])
    person = moved.reindex(where).to_numpy()
    rows = there.index[~np.isnan(person)]
    stint.loc[rows, "first"] = np.maximum(stint.loc[rows, "first"], cut + 1)
    stint.loc[rows, "person"] = person[~np.isnan(person)].astype(np.int64)
    stint.loc[rows, "card"] = stint.loc[rows, "person"]


def common_control(world: World, at: Ints) -> None:
    """Owner, contractor and labour firm of one project share legal representative, phone and address, and say nothing of it."""
    owner = np.asarray(world["project"]["owner_uscc"].to_numpy()[at])
    firms = world["company"].set_index("uscc").loc[owner]
    for other in (np.asarray(world["project"]["contractor_uscc"].to_numpy()[at]), firms_of(world, at, "labour_sub")):
        set_firms(world, other, **{k: firms[k].to_numpy() for k in ("legal_rep_key", "phone_key", "address_key")})
        rows = world["position"]["uscc"].isin(other) & (world["position"]["role"] == "legal_rep")
        leads = dict(zip(other, firms["legal_rep_key"], strict=True))
        world["position"].loc[rows, "person_key"] = world["position"].loc[rows, "uscc"].map(leads)


def open_group(world: World, at: Ints) -> None:
    """Contractor and labour firm are open members of one group: the contractor holds the whole of it, by its own people."""
    firm = firms_of(world, at, "labour_sub")
    world["holding"] = world["holding"][~world["holding"]["uscc"].isin(firm)]
    world.add(
        "holding", holder_kind="company", holder_id=world["project"]["contractor_uscc"].to_numpy()[at], uscc=firm, share=1.0,
        from_on=day(world, 2500), to_on=NONE, received_on=day(world, 530),
    )  # fmt: skip
    world["holding"] = world["holding"].drop_duplicates(["holder_kind", "holder_id", "uscc", "from_on"])


def circle(world: World, at: Ints) -> None:
    """Money leaves the account for a firm near the contractor and comes back ten days later as the owner's next fee."""
    friend, other = firms_of(world, at, "supplier"), keys("a", 6 * 10**6 + at, world.seed)
    change_months(world, at, -7, -1, fee_ratio=1.2)
    for back in range(5, 0, -1):
        out = (wages_of(world, at) * 0.3).astype(np.int64) // 100_000 * 100_000
        for direction, on, sum_fen in (("credit", 11, out * 105 // 100), ("debit", 12, out), ("credit", 24, out * 92 // 100), ("debit", 25, out * 95 // 100)):
            world.add(
                "entry", p=at, day=month_day(world, -back, on), direction=direction, amount_fen=sum_fen, counterparty_kind="company",
                counterparty_uscc=friend, counterparty_person_key=None, counterparty_key=other, purpose="other", channel="online",
            )  # fmt: skip


def across_projects(world: World, at: Ints) -> tuple[Planted, ...]:
    """The contractor moves money from one project's account to another's."""
    return _across(world, at, returns=False)


def posting_error(world: World, at: Ints) -> tuple[Planted, ...]:
    """A sum booked to the wrong project's account, put right after two working days."""
    return _across(world, at, returns=True)


def _across(world: World, at: Ints, *, returns: bool) -> tuple[Planted, ...]:
    from graphrisk.simulate.schemes.account import give_contractor

    one, two = at[: len(at) // 2], at[len(at) // 2 :]
    give_contractor(world, two, world["project"]["contractor_uscc"].to_numpy()[one])
    change_months(world, one, -6, -1, fee_ratio=1.45)
    key, firm = world["special_account"]["account_key"].to_numpy(), np.asarray(world["project"]["contractor_uscc"].to_numpy()[one])
    sum_fen = wages_of(world, one) // 4 // 100_000 * 100_000
    legs = [(one, two, "debit", 21), (two, one, "credit", 21)] + ([(two, one, "debit", 23), (one, two, "credit", 23)] if returns else [])
    for back in (4, 3, 2)[: 1 if returns else 3]:
        for here, there, direction, on in legs:
            world.add(
                "entry", p=here, day=month_day(world, -back, on), direction=direction, amount_fen=sum_fen, counterparty_kind="contractor",
                counterparty_uscc=firm, counterparty_person_key=None, counterparty_key=key[there], purpose="other" if on == 21 else "refund", channel="online",
            )  # fmt: skip
    return (projects_of(world, one, "A04", "G04"),)


def failing_site(world: World, at: Ints) -> tuple[Planted, ...]:
    """The last months of a failing site: no fee, no wages, no deposit, ghosts, a verified clue."""
    two_months_unpaid(world, at)
    change_months(world, at, -3, fee_ratio=0.0, progress_share=0.0)
    world["wage_deposit"].loc[at, "gone"] = True
    claim(world, at, heads=14, opened_back=22, verified=True)
    return (projects_of(world, at, "P01", "F01", "D01", "H01"), *named(world, at))


SCHEMES = (
    Scheme("chain too deep", ("C03",), chain_too_deep, "specialist works let three times over", daxing=1, city=2, since=12),
    Scheme("let to a person", ("C03",), let_to_a_person, "a natural person as subcontractor", daxing=1, city=2, since=12),
    Scheme("unqualified", ("C03",), unqualified, "no qualification for specialist works", daxing=1, city=2.5, since=12),
    Scheme("specialist lets labour", ("C03",), specialist_lets_labour, "the deepest lawful chain", is_twin=True, daxing=2, city=15, since=12),
    Scheme("filed labour firm", ("C03",), filed_only, "filing in place of a qualification", is_twin=True, daxing=1, city=10, since=12),
    Scheme("listed labour firm", ("H01",), listed, "joint punishment", daxing=1, city=1, since=7),
    Scheme("clues in a month", ("H01",), clue_cluster, "four clues, one verified with twelve persons", daxing=1, city=1.5, since=2),
    Scheme("false clues", ("H01",), false_clues, "one angry supplier", is_twin=True, daxing=1, city=6, since=3),
    Scheme("repaired long ago", ("H01",), repaired, "fine of four years ago, repaired", is_twin=True, daxing=1, city=6, since=16),
    Scheme("labour firm in distress", ("X02",), distress, "tax, dues, sales, enforcement", town=2, daxing=2, city=3, since=4),
    Scheme("winter", ("X02",), season, "sales fall each winter", is_twin=True, daxing=2, city=20, since=17),
    Scheme("phoenix", ("G05",), phoenix, "struck off, risen under another name with the same people", town=2, daxing=2, city=1, since=5, needs=("even", "settled")),
    Scheme("common control", ("G02",), common_control, "one hand on all sides", daxing=1, city=1.5, since=12),
    Scheme("open group", ("G02",), open_group, "a declared subsidiary", is_twin=True, daxing=1, city=10, since=12),
    Scheme("circle of money", ("A04", "G01"), circle, "wage money goes round", daxing=1, city=1, since=5, needs=("entries",)),
    Scheme("across projects", ("A04", "G04"), across_projects, "one project pays for another", town=2, daxing=2, city=1, since=4, needs=("even", "entries"), is_alone=True),
    Scheme("posting error", ("A04", "G04"), posting_error, "put right after two working days", is_twin=True, town=2, daxing=2, city=1.5, since=4, needs=("even", "entries"), is_alone=True),
    Scheme("failing site", ("P01", "F01", "D01", "H01"), failing_site, "all at once", daxing=1, city=1, since=3),
)  # fmt: skip
