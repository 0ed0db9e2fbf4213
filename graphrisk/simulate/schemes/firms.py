"""Schemes of companies: chains too deep, history, distress (C03, H01, X02)."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.simulate.schemes.payroll import claim, named
from graphrisk.simulate.schemes.scheme import (
    Planted,
    day,
    firms_of,
    projects_of,
    scheme,
    vary,
)
from graphrisk.simulate.world import Ints, World, days_later, keys, month_text

NONE = np.datetime64("NaT", "D")


def _let(world: World, at: Ints, name: str, parent: Any, payer: Any, kind: str, **payee: Any) -> list[str]:
    """One more contract a project under a parent; returns the contracts' ids."""
    p = world["project"]
    ids = [f"HT-{name}-{i + 1:06d}" for i in at]
    signed = days_later(p["started_on"].to_numpy()[at], 20)
    world.add(
        "contract",
        contract_id=ids,
        project_id=p["project_id"].to_numpy()[at],
        parent_contract_id=parent,
        payer_uscc=payer,
        kind=kind,
        amount_fen=p["contract_amount_fen"].to_numpy()[at] // 8,
        signed_on=signed,
        started_on=signed,
        ended_on=p["planned_end_on"].to_numpy()[at],
        received_on=days_later(signed, 6),
        **({"owner_consent": False, "payee_uscc": None, "payee_person_key": None} | payee),
    )
    return ids


def _contract_of(world: World, at: Ints, kind: str) -> npt.NDArray[Any]:
    contract = world["contract"][world["contract"]["kind"] == kind]
    return np.asarray(
        contract.groupby("project_id")["contract_id"]
        .first()
        .reindex(world["project"]["project_id"].to_numpy()[at])
        .to_numpy()
    )


@scheme("chain too deep", "C03", daxing=1, city=2, since=12)
def chain_too_deep(world: World, at: Ints) -> None:
    """The specialist lets its works to another, that one to a third, the third to a labour firm."""
    spare = world["company"][world["company"]["trade"] == "specialist"]["uscc"].to_numpy()
    a, b = spare[at % len(spare)], spare[(at + 5) % len(spare)]
    first = firms_of(world, at, "specialist_sub")
    one = _let(world, at, "C1", _contract_of(world, at, "specialist"), first, "specialist", payee_uscc=a)
    two = _let(world, at, "C2", one, a, "specialist", payee_uscc=b)
    _let(world, at, "C3", two, b, "labour", payee_uscc=firms_of(world, at, "labour_sub"))


@scheme("let to a person", "C03", daxing=1, city=2, since=12)
def let_to_a_person(world: World, at: Ints) -> None:
    """The labour firm let the work to a natural person."""
    _let(
        world,
        at,
        "CP",
        _contract_of(world, at, "labour"),
        firms_of(world, at, "labour_sub"),
        "labour",
        payee_person_key=keys("x", 10**5 + at, world.seed),
        owner_consent=True,
    )


@scheme("unqualified", "C03", daxing=1, city=2.5, since=12)
def unqualified(world: World, at: Ints) -> None:
    """A trading firm without any qualification took specialist works."""
    firm = firms_of(world, at, "supplier")
    _let(
        world,
        at,
        "CU",
        _contract_of(world, at, "prime"),
        world["project"]["contractor_uscc"].to_numpy()[at],
        "specialist",
        payee_uscc=firm,
        owner_consent=True,
    )


@scheme("specialist lets labour", "C03", is_twin=True, daxing=2, city=15, since=12)
def specialist_lets_labour(world: World, at: Ints) -> None:
    """A specialist let labour work, and nothing else, to a labour firm: the deepest lawful chain."""
    firm = firms_of(world, at, "labour_sub")
    _let(
        world,
        at,
        "CL",
        _contract_of(world, at, "specialist"),
        firms_of(world, at, "specialist_sub"),
        "labour",
        payee_uscc=firm,
        owner_consent=True,
    )


@scheme("filed labour firm", "C03", is_twin=True, daxing=1, city=10, since=12)
def filed_only(world: World, at: Ints) -> None:
    """Labour firms that are filed, not qualified, as the reform allows."""
    firm = firms_of(world, at, "labour_sub")
    rows = world["qualification"]["uscc"].isin(firm)
    world["qualification"].loc[rows, ["kind", "grade"]] = "施工劳务备案", "不分等级"


@scheme("listed labour firm", "H01", daxing=1, city=1, since=7)
def listed(world: World, at: Ints) -> tuple[Planted, ...]:
    """The labour firm stands on the joint-punishment list and was fined for wages."""
    firm = firms_of(world, at, "labour_sub")
    for k, (kind, back) in enumerate((("labour_penalty", 200), ("joint_punishment", 120))):
        world.add(
            "credit_event",
            event_id=[f"XY-9{k}{i:05d}" for i in at],
            uscc=firm,
            person_key=None,
            kind=kind,
            amount_fen=3_000_000 if k == 0 else None,
            from_on=day(world, back),
            to_on=NONE if k == 0 else day(world, back - 1095),
            repaired_on=NONE,
            authority="大兴区人力资源和社会保障局",
            received_on=day(world, back - 6),
        )
    leads = world["company"].drop_duplicates("uscc").set_index("uscc")["legal_rep_key"].reindex(firm).to_numpy()
    world.add(
        "credit_event",
        event_id=[f"XY-92{i:05d}" for i in at],
        uscc=None,
        person_key=leads,
        kind="joint_punishment",
        amount_fen=None,
        from_on=day(world, 120),
        to_on=day(world, -975),
        repaired_on=NONE,
        authority="大兴区人力资源和社会保障局",
        received_on=day(world, 114),
    )
    return (Planted("company", firm, ("H01",)),)


@scheme("clues in a month", "H01", daxing=1, city=1.5, since=2)
def clue_cluster(world: World, at: Ints) -> tuple[Planted, ...]:
    """Four clues against the labour firm within a month, one of twelve persons verified."""
    for back in (52, 45, 39, 33):
        claim(world, at, heads=12 if back == 45 else 3, opened_back=back, verified=back == 45)
    return (projects_of(world, at, "H01"), *named(world, at))


@scheme("false clues", "H01", is_twin=True, daxing=1, city=6, since=3)
def false_clues(world: World, at: Ints) -> tuple[Planted, ...]:
    """Three clues in one month from one angry supplier, all found false."""
    p, firm = world["project"], firms_of(world, at, "labour_sub")
    for back in (70, 66, 61):
        base = {
            "clue_id": [f"XS-8{i:05d}{back:03d}" for i in at],
            "uscc": firm,
            "project_id": p["project_id"].to_numpy()[at],
            "opened_on": day(world, back),
            "channel": "hotline",
            "heads": 1,
            "amount_fen": 900_000,
            "from_month": "2022-02",
            "to_month": "2022-03",
        }
        world.add("clue", **base, result="open", result_on=NONE, closed_on=NONE, received_on=day(world, back - 1))
        world.add(
            "clue",
            **base,
            result="false",
            result_on=day(world, back - 12),
            closed_on=day(world, back - 13),
            received_on=day(world, back - 14),
        )
    return (Planted("company", firm, ("H01",)),)


@scheme("repaired long ago", "H01", is_twin=True, daxing=1, city=6, since=16)
def repaired(world: World, at: Ints) -> tuple[Planted, ...]:
    """Fined four years ago, paid, repaired."""
    firm = firms_of(world, at, "labour_sub")
    world.add(
        "credit_event",
        event_id=[f"XY-8{i:06d}" for i in at],
        uscc=firm,
        person_key=None,
        kind="labour_penalty",
        amount_fen=2_000_000,
        from_on=day(world, 1500),
        to_on=day(world, 1300),
        repaired_on=day(world, 1200),
        authority="大兴区人力资源和社会保障局",
        received_on=day(world, 500),
    )
    return (Planted("company", firm, ("H01",)),)


@scheme("labour firm in distress", "X02", town=2, daxing=2, city=3, since=4)
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
    capital = (
        world["company"].drop_duplicates("uscc").set_index("uscc")["registered_capital_fen"].reindex(firm).to_numpy()
    )
    world.add(
        "judicial",
        case_no=[f"（2022）京0115执{9000 + i}号" for i in at],
        party_id=firm,
        role="debtor",
        kind="enforcement",
        about_wage=False,
        amount_fen=(capital * vary(world, at, 0.7, 0.25)).astype(np.int64),
        filed_on=day(world, vary(world, at, 75, 0.1)),
        closed_on=NONE,
        received_on=day(world, 64),
    )
    for item in ("legal_rep", "address"):
        world.add(
            "company_change",
            uscc=firm,
            changed_on=day(world, 80 if item == "address" else 55),
            item=item,
            before="变更前",
            after="变更后",
            received_on=day(world, 48),
        )
    world["company_change"] = world["company_change"].drop_duplicates(["uscc", "changed_on", "item"])
    world["judicial"] = world["judicial"].drop_duplicates(["case_no", "party_id", "received_on"])
    return (Planted("company", firm, ("X02",)),)


@scheme("winter", "X02", is_twin=True, daxing=2, city=20, since=17)
def season(world: World, at: Ints) -> tuple[Planted, ...]:
    """Sales fell by sixty per cent in January and February, as every winter, and came back."""
    firm = firms_of(world, at, "specialist_sub")
    winter = {
        t for t in month_text(np.arange(world.preset.first_month, world.preset.last_month + 1)) if t[5:] in {"01", "02"}
    }
    tax = world["tax_month"]
    rows = tax["uscc"].isin(firm) & tax["month"].isin(winter)
    tax.loc[rows, "sales_fen"] = tax.loc[rows, "sales_fen"] * 4 // 10
    return (Planted("company", firm, ("X02",)),)
