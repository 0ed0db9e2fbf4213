"""Schemes of claims: more than wages can be, project money under the name of wages, and workers nobody registered (H02)."""

from typing import Any

import numpy as np

from graphrisk.simulate.schemes.scheme import Planted, day, firms_of, projects_of, scheme
from graphrisk.simulate.world import Ints, World

NONE = np.datetime64("NaT", "D")


@scheme("list of names", "H02", daxing=1, city=1, since=1)
def long_list(world: World, at: Ints) -> tuple[Planted, ...]:
    """A clue of six people over two months that comes to three wages each."""
    _claim(world, at, firms_of(world, at, "labour_sub"), heads=6, amount_fen=6 * 2 * 24_000_00)
    return _about(world, at, firms_of(world, at, "labour_sub"))


@scheme("project money as wages", "H02", daxing=1, city=1, since=1)
def project_money(world: World, at: Ints) -> tuple[Planted, ...]:
    """A specialist's unpaid account of 860,000 yuan is claimed as wages, to the yuan."""
    contractor = np.asarray(world["project"]["contractor_uscc"].to_numpy()[at])
    world.add(
        "sme_arrears",
        ref_no=[f"QK-8{i:05d}" for i in at],
        debtor_uscc=contractor,
        creditor_uscc=firms_of(world, at, "specialist_sub"),
        project_id=world["project"]["project_id"].to_numpy()[at],
        amount_fen=86_000_000,
        due_on=day(world, 200),
        confirmed=True,
        cleared_on=NONE,
        received_on=day(world, 80),
    )
    _claim(world, at, contractor, heads=9, amount_fen=86_000_000)
    return _about(world, at, contractor)


@scheme("never registered", "H02", is_twin=True, daxing=1, city=2, since=1)
def never_registered(world: World, at: Ints) -> tuple[Planted, ...]:
    """Ninety people claim two months' ordinary wages: the subcontractor registered hardly any of them."""
    firm = firms_of(world, at, "labour_sub")
    _claim(world, at, firm, heads=90, amount_fen=90 * 2 * 7_000_00)
    return _about(world, at, firm)


def _about(world: World, at: Ints, firm: np.ndarray) -> tuple[Planted, ...]:
    return projects_of(world, at, "H02"), Planted("company", firm, ("H02",))


def _claim(world: World, at: Ints, firm: np.ndarray, *, heads: int, amount_fen: int) -> None:
    """An open clue of three weeks ago about the wages of March and April."""
    rows: dict[str, Any] = {
        "clue_id": [f"XS-8{i:05d}" for i in at],
        "uscc": firm,
        "project_id": world["project"]["project_id"].to_numpy()[at],
        "opened_on": day(world, 21),
        "channel": "platform",
        "heads": heads,
        "amount_fen": amount_fen,
        "from_month": "2022-03",
        "to_month": "2022-04",
    }
    world.add("clue", **rows, result="open", result_on=NONE, closed_on=NONE, received_on=day(world, 20))
