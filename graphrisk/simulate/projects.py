"""Projects under supervision, who does what on them, the contracts, deposits and guarantees that the law wants."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.core.workdays import workday_table
from graphrisk.simulate.world import Ints, World, days_later, first_day, keys, month_number

STREETS = ("黄村", "西红门", "旧宫", "亦庄", "瀛海", "青云店", "采育", "庞各庄", "榆垡", "魏善庄", "长子营", "安定")
KINDS = ("building", "municipal", "transport", "water", "rail", "other")
WORKS = {
    "building": "住宅楼工程",
    "municipal": "道路工程",
    "transport": "公路工程",
    "water": "河道治理工程",
    "rail": "轨道交通工程",
    "other": "厂房工程",
}
SHARES = {"building": 0.22, "municipal": 0.15, "transport": 0.14, "water": 0.15, "rail": 0.14, "other": 0.2}

# what only schemes change; daily: attendance by the day is shared; gate: what its days show: new, rain, bunched, queue, brief
UNTOUCHED: dict[str, Any] = {c: np.datetime64("NaT", "D") for c in ("suspended_from", "suspended_to", "changed_on")} | {
    "daily": False,
    "gate": "",
}


def make_areas(world: World) -> None:
    """`grid_area`: the district, its streets, four grids a street."""
    day = first_day(world.preset.first_month)
    world.add(
        "grid_area",
        area_code=["110115"],
        name=["大兴区"],
        level="district",
        parent_code=None,
        officer_id="O-000",
        weekly_capacity=20,
        received_on=day,
    )
    for s, name in enumerate(STREETS):
        code = f"110115{s + 1:03d}"
        world.add(
            "grid_area",
            area_code=[code],
            name=[f"{name}"],
            level="street",
            parent_code="110115",
            officer_id=f"O-{s + 1:02d}0",
            weekly_capacity=6,
            received_on=day,
        )
        grids = [f"{code}{g:03d}" for g in range(1, 5)]
        world.add(
            "grid_area",
            area_code=grids,
            name=[f"{name}第{g}网格" for g in range(1, 5)],
            level="grid",
            parent_code=code,
            officer_id=[f"O-{s + 1:02d}{g}" for g in range(1, 5)],
            weekly_capacity=2,
            received_on=day,
        )


def make_projects(world: World) -> None:
    """`project` with levers: heads, first and last month of works, pay day, labour-fee day, labour firms, days and gate."""
    rng, preset = world.chance("projects"), world.preset
    n, as_of = preset.projects, month_number(np.datetime64(preset.as_of))
    start = preset.first_month + np.where(
        rng.random(n) < 0.87,
        rng.integers(0, preset.starts, n),
        rng.integers(preset.starts, as_of - 1 - preset.first_month, n),
    )
    end = np.maximum(start + rng.integers(14, 40, n), as_of + 3 + rng.integers(0, 14, n))
    done = rng.random(n) < preset.done_share
    end = np.where(done, np.maximum(start + 6, as_of - rng.integers(2, 9, n)), end)
    heads = np.clip(rng.lognormal(-0.32, 0.8, n) * preset.heads, 12, 60 if preset.name == "town" else 1500).astype(int)
    kind = rng.choice(KINDS, n, p=[0.55, 0.15, 0.08, 0.07, 0.05, 0.1])
    fund = rng.choice(["government", "state_owned", "private", "mixed"], n, p=[0.25, 0.2, 0.5, 0.05])
    share = np.round([SHARES[k] + e for k, e in zip(kind, rng.choice([0, 0.01, 0.02, 0.03], n), strict=True)], 2)
    started = days_later(first_day(start), rng.integers(0, 25, n))
    finished = days_later(first_day(end), rng.integers(5, 28, n))
    street = rng.integers(1, len(STREETS) + 1, n)
    number = [f"DX{s // 12}-{i + 1:05d}" for i, s in enumerate(start)]
    amount = heads * 6800 * (end - start) / share * rng.uniform(0.85, 1.2, n)
    permit = days_later(started, -rng.integers(8, 40, n))
    firms = {t: world["company"][world["company"]["trade"] == t]["uscc"].to_numpy() for t in ("owner", "contractor")}
    world["project"] = pd.DataFrame(
        {
            "project_id": number,
            "name": [f"{STREETS[s - 1]}{_lot(i)}{WORKS[k]}" for i, (s, k) in enumerate(zip(street, kind, strict=True))],
            "permit_no": [_permit_no(i, str(d), k) for i, (d, k) in enumerate(zip(permit, kind, strict=True))],
            "permit_on": permit,
            "project_type": kind,
            "fund_source": fund,
            "owner_uscc": firms["owner"][_zipf(rng, n, len(firms["owner"]))],
            "contractor_uscc": firms["contractor"][_zipf(rng, n, len(firms["contractor"]))],
            "contract_amount_fen": (np.round(amount / 1e4) * 1e6).astype(np.int64),
            "labour_share": share,
            "started_on": started,
            "planned_end_on": days_later(finished, rng.integers(-20, 60, n)),
            "ended_on": np.where(done, finished, np.datetime64("NaT", "D")),
            "status": np.where(done, "completed", "building"),
            "area_code": [f"110115{s:03d}{g:03d}" for s, g in zip(street, rng.integers(1, 5, n), strict=True)],
            "address_key": keys("z", np.arange(n), world.seed),
            "received_on": days_later(np.maximum(permit, first_day(preset.first_month)), rng.integers(0, 4, n)),
            "old_share": share,
            "heads": heads,
            "first": start,
            "last": np.minimum(end, preset.last_month),
            "end": end,
            "pay_day": rng.choice([15, 20, 25], n, p=[0.6, 0.25, 0.15]),
            "fee_day": rng.integers(3, 7, n),
        }
    ).assign(**UNTOUCHED)
    _parties(world)
    _contracts(world)
    _later_supplies(world)
    _key_staff(world)
    make_deposits(world)


def _permit_no(i: int, day: str, kind: str) -> str:
    return f"110115{day.replace('-', '')}{i % 90 + 10:02d}{KINDS.index(kind) + 1:02d}"


def _lot(i: int) -> str:
    return f"DX{i // 26 + 1:02d}-{chr(65 + i % 26)}地块"


def _zipf(rng: np.random.Generator, n: int, size: int) -> Ints:
    """Many firms have one project, a few have many."""
    return np.asarray((rng.random(n) ** 1.6 * size).astype(np.int64))


def _parties(world: World) -> None:
    """`project_party`, and `labour`: the labour firms of a project, one for each sixty heads up to four."""
    rng, p, firms = world.chance("parties"), world["project"], world["company"]
    pool = {
        t: firms[firms["trade"] == t]["uscc"].to_numpy() for t in ("labour", "specialist", "supplier", "supervisor")
    }
    first = np.arange(len(p))
    rows: list[tuple[str, Ints, npt.NDArray[Any]]] = [
        ("owner", first, p["owner_uscc"].to_numpy()),
        ("contractor", first, p["contractor_uscc"].to_numpy()),
    ]
    for role, trade, most in (
        ("labour_sub", "labour", 4),
        ("specialist_sub", "specialist", 3),
        ("supervisor", "supervisor", 1),
        ("supplier", "supplier", 4),
    ):
        count = np.minimum(most, 1 + p["heads"].to_numpy() // 60)
        who = np.repeat(first, count)
        nth = np.concatenate([np.arange(c) for c in count])
        begin = rng.integers(0, len(pool[trade]), len(p))
        rows.append((role, who, pool[trade][(begin[who] + nth * 7) % len(pool[trade])]))
    for role, who, uscc in rows:
        entered = days_later(p["started_on"].to_numpy()[who], rng.integers(-15, 5, len(who)))
        world.add(
            "project_party",
            project_id=p["project_id"].to_numpy()[who],
            uscc=uscc,
            role=role,
            entered_on=entered,
            left_on=np.datetime64("NaT", "D"),
            received_on=np.maximum(entered, p["received_on"].to_numpy()[who]),
            p=who,
        )


def _contracts(world: World) -> None:
    """`contract`: prime, then labour and specialist works let by the contractor with the owner's consent."""
    rng, p, party = world.chance("contracts"), world["project"], world["project_party"]
    prime = party[party["role"] == "contractor"]
    sums = p["contract_amount_fen"].to_numpy()
    for kind, role, part in (
        ("prime", "contractor", 1.0),
        ("labour", "labour_sub", 0.18),
        ("specialist", "specialist_sub", 0.2),
        ("supply", "supplier", 0.2),
    ):
        rows = prime if kind == "prime" else party[party["role"] == role]
        who = rows["p"].to_numpy()
        share = (
            1.0
            if kind == "prime"
            else part * rng.uniform(0.6, 1.1, len(rows)) / rows.groupby("p")["p"].transform("size").to_numpy()
        )
        signed = (
            days_later(p["permit_on"].to_numpy()[who], -rng.integers(5, 20, len(rows)))
            if kind == "prime"
            else days_later(p["started_on"].to_numpy()[who], -rng.integers(2, 9, len(rows)))
        )
        owner = p["owner_uscc"].to_numpy()[who]
        world.add(
            "contract",
            contract_id=[f"HT-{kind[0].upper()}{kind[2].upper()}-{i + 1:06d}" for i in range(len(rows))],
            project_id=rows["project_id"],
            parent_contract_id=None if kind == "prime" else [f"HT-PI-{i + 1:06d}" for i in who],
            payer_uscc=owner if kind == "prime" else p["contractor_uscc"].to_numpy()[who],
            payee_uscc=rows["uscc"],
            payee_person_key=None,
            kind=kind,
            amount_fen=(np.round(sums[who] * share / 1e4) * 1e4).astype(np.int64),
            signed_on=signed,
            started_on=p["started_on"].to_numpy()[who],
            ended_on=p["planned_end_on"].to_numpy()[who],
            labour_fee_cycle_months=1 if kind == "prime" else None,
            labour_fee_day=p["fee_day"].to_numpy()[who] if kind == "prime" else None,
            owner_consent=None if kind == "prime" else True,
            received_on=np.maximum(days_later(signed, 3), p["received_on"].to_numpy()[who]),
        )


def _later_supplies(world: World) -> None:
    """Contracts for materials go on through the works."""
    rng, p, party = world.chance("later supplies"), world["project"], world["project_party"]
    supply = party[party["role"] == "supplier"]
    of = supply["p"].to_numpy()
    life = days_later(np.minimum(p["planned_end_on"].to_numpy(), first_day(world.preset.last_month)), -20) - p[
        "started_on"
    ].to_numpy().astype("datetime64[D]")
    signed = days_later(p["started_on"].to_numpy()[of], rng.random(len(of)) * life.astype(int).clip(1)[of])
    world.add(
        "contract",
        contract_id=[f"HT-GH-{i + 1:06d}" for i in range(len(of))],
        project_id=supply["project_id"],
        parent_contract_id=[f"HT-PI-{i + 1:06d}" for i in of],
        payer_uscc=p["contractor_uscc"].to_numpy()[of],
        payee_uscc=supply["uscc"],
        payee_person_key=None,
        kind="supply",
        amount_fen=(rng.lognormal(13, 0.7, len(of))).astype(np.int64) * 100,
        signed_on=signed,
        started_on=signed,
        ended_on=days_later(signed, 120),
        owner_consent=True,
        received_on=days_later(signed, 4),
    )


def _key_staff(world: World) -> None:
    p = world["project"]
    for k, role in enumerate(("project_manager", "technical", "quality", "safety")):
        world.add(
            "key_staff",
            project_id=p["project_id"],
            role=role,
            person_key=keys("k", np.arange(len(p)) * 4 + k, world.seed),
            insured_by_uscc=p["contractor_uscc"],
            has_contract=True,
            received_on=days_later(p["received_on"].to_numpy(), 2),
        )


def make_deposits(world: World) -> None:
    """`wage_deposit` within 20 working days of the permit, `payment_guarantee` for the whole of the works."""
    rng, p = world.chance("deposits"), world["project"]
    n, permit = len(p), p["permit_on"].to_numpy()
    form = rng.choice(["bank_guarantee", "cash", "surety"], n, p=[0.6, 0.3, 0.1])
    required = (np.round(np.clip(p["contract_amount_fen"].to_numpy() * 0.015, 0, 2.5e8) / 1e5) * 1e5).astype(np.int64)
    stored = previous_workday(days_later(permit, rng.integers(5, 22, n)))
    until = days_later(p["planned_end_on"].to_numpy(), rng.integers(200, 400, n))
    cash, nothing = form == "cash", np.full(n, None, dtype=object)
    world["wage_deposit"] = pd.DataFrame(
        {
            "deposit_id": [f"BZJ-{i + 1:06d}" for i in range(n)],
            "project_id": p["project_id"],
            "payer_uscc": p["contractor_uscc"],
            "form": form,
            "account_key": np.where(cash, keys("b", np.arange(n), world.seed), nothing),
            "guarantee_no": np.where(cash, nothing, np.array([f"BH{20210000 + i}" for i in range(n)])),
            "amount_fen": required + rng.integers(0, 2, n) * 100_000,
            "required_fen": required,
            "stored_on": stored,
            "valid_from": np.where(cash, np.datetime64("NaT", "D"), stored),
            "valid_to": np.where(cash, np.datetime64("NaT", "D"), until),
            "exemption_basis": None,
            "used_on": np.datetime64("NaT", "D"),
            "used_fen": None,
            "refilled_on": np.datetime64("NaT", "D"),
            "returned_on": np.datetime64("NaT", "D"),
            "received_on": np.maximum(days_later(stored, 4), p["received_on"].to_numpy()),
        }
    )
    government = p["fund_source"].to_numpy() == "government"
    world["payment_guarantee"] = pd.DataFrame(
        {
            "guarantee_no": [f"ZFDB-{i + 1:06d}" for i in range(n)],
            "project_id": p["project_id"],
            "form": np.where(government, "funding_proof", rng.choice(["bank", "surety", "insurance"], n)),
            "guarantor_name": np.where(government, nothing, "京畿工程担保有限公司"),
            "amount_fen": (
                p["contract_amount_fen"].to_numpy() * np.where(government, 1.0, rng.uniform(0.1, 0.12, n)) + 1e5
            ).astype(np.int64),
            "valid_from": permit,
            "valid_to": until,
            "received_on": np.maximum(days_later(permit, 5), p["received_on"].to_numpy()),
        }
    )


def previous_workday(days: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Each day itself, or the last working day before it."""
    table = workday_table()
    base = np.asarray(table["day"])[0].astype("datetime64[D]")
    previous = np.asarray(table["previous_workday"]).astype("datetime64[D]")
    return np.asarray(previous[(np.asarray(days).astype("datetime64[D]") - base).astype(int)])


def project_versions(world: World) -> pd.DataFrame:
    """Each project as it was delivered: with its permit, at its start, and when it ended, stopped or changed."""
    last, none = world["project"], np.datetime64("NaT", "D")
    permitted = last.assign(
        status="not_started",
        labour_share=last["old_share"],
        started_on=none,
        ended_on=none,
        suspended_from=none,
        suspended_to=none,
    )
    begun = last[last["status"] != "not_started"]
    started = begun.assign(
        status="building",
        labour_share=begun["old_share"],
        ended_on=none,
        suspended_from=none,
        suspended_to=none,
        received_on=np.maximum(
            days_later(begun["started_on"].to_numpy(), 3), days_later(begun["received_on"].to_numpy(), 1)
        ),
    )
    change = begun["changed_on"].fillna(begun["ended_on"])
    moved = change.notna()
    ended = begun[moved].assign(received_on=days_later(change[moved].to_numpy(), 4))
    return pd.concat([permitted, started, ended])
