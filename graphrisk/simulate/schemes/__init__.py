"""The declared schemes and twins, and how they are dealt out: each project takes part in one at most."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.schemes import (
    account,
    claims,
    contracting,
    control,
    deposit,
    firms,
    flows,
    funding,
    holder,
    later,
    patterns,
    payroll,
    phoenix,
    realname,
    relations,
    shells,
    stress,
    wages,
)
from graphrisk.simulate.schemes.scheme import SCHEMES, Scheme, projects_of
from graphrisk.simulate.world import Ints, World, month_text

__all__ = ["SCHEMES", "Scheme", "plant"]
_FILES = (
    holder,
    account,
    funding,
    deposit,
    payroll,
    firms,
    patterns,
    phoenix,
    control,
    later,
    relations,
    realname,
    claims,
    contracting,
    shells,
    flows,
    wages,
    stress,
)  # each declares its schemes when it is read


def plant(world: World) -> None:
    """Plant every scheme of the place, and keep what was done in the frame `planted`.

    A project takes part in one scheme at most; outside the town an account in another name may go with any scheme that
    leaves account and parties alone, for it is far too frequent to exclude the rest.
    """
    told = ["entity_kind", "entity_id", "signals", "scheme", "is_twin", "since", "note"]
    world["planted"] = pd.DataFrame({column: pd.Series(dtype="object") for column in told})
    free, own_name = (np.ones(world.preset.projects, dtype=bool) for _ in range(2))
    chosen: dict[Scheme, Ints] = {}
    for scheme in sorted(SCHEMES, key=lambda s: (s.is_holder, not s.is_alone, -s.heads, -len(s.needs))):
        at = chosen[scheme] = _choose(world, scheme, own_name if scheme.is_holder else free)
        free[at] = False
        if scheme.is_holder or scheme.is_alone or world.preset.name == "town":
            own_name[at] = False
        if "entries" in scheme.needs:
            world["special_account"].loc[at, "entries"] = True
        if "days" in scheme.needs:
            world["project"].loc[at, "daily"] = True
    for scheme in SCHEMES:
        if len(chosen[scheme]):
            _plant(world, scheme, chosen[scheme])
    _keep_true(world)


def _keep_true(world: World) -> None:
    """A firm that is a case on one site is no innocent twin of the same signal on another."""
    planted = world["planted"]
    told = planted.assign(signal=planted["signals"].str.split(";"), row=np.arange(len(planted))).explode("signal")
    cases = told[~told["is_twin"].astype(bool)][["entity_id", "signal"]].drop_duplicates()
    wrong = told[told["is_twin"].astype(bool)].merge(cases, on=["entity_id", "signal"])["row"]
    world["planted"] = planted[~np.isin(np.arange(len(planted)), wrong)]


def _choose(world: World, scheme: Scheme, free: npt.NDArray[np.bool_]) -> Ints:
    """Free projects that can carry the scheme, drawn by a chance of its own; whole lots where it takes pairs or threes."""
    p = world["project"]
    fit = free & (p["status"] == "building").to_numpy() & (p["heads"] >= scheme.heads).to_numpy()
    fit &= (p["first"] <= world.now - (10 if "settled" in scheme.needs else 7)).to_numpy()
    if "private" in scheme.needs:
        fit &= (p["fund_source"] == "private").to_numpy()
    at = world.chance(f"scheme {scheme.name}").permutation(np.flatnonzero(fit))[: scheme.times(world)]
    lot = 2 if "even" in scheme.needs else 3 if "threes" in scheme.needs else 1
    return np.asarray(at[: len(at) // lot * lot])


def _plant(world: World, scheme: Scheme, at: Ints) -> None:
    told = {
        "scheme": scheme.name,
        "is_twin": scheme.is_twin,
        "since": month_text([world.now - scheme.since])[0],
        "note": scheme.note,
    }
    for about in scheme.plant(world, at) or (projects_of(world, at, *scheme.signals),):
        ids = pd.unique(pd.Series(about.ids))
        world.add("planted", entity_kind=about.kind, entity_id=ids, signals=";".join(about.signals), **told)
