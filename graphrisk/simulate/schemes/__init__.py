"""The declared schemes and twins, and how they are dealt out: each project takes part in one at most."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.schemes import account, deposit, firms, funding, holder, payroll
from graphrisk.simulate.schemes.scheme import Scheme
from graphrisk.simulate.world import Ints, World, month_text

SCHEMES: tuple[Scheme, ...] = (
    *holder.SCHEMES, *account.SCHEMES, *funding.SCHEMES, *deposit.SCHEMES, *payroll.SCHEMES, *firms.SCHEMES
)  # fmt: skip


def plant(world: World) -> None:
    """Plant every scheme of the place on projects of its own, and keep what was done in the frame `planted`."""
    rng = world.chance("schemes")
    free = np.ones(world.preset.projects, dtype=bool)
    chosen = [(scheme, _choose(world, rng, scheme, free)) for scheme in sorted(SCHEMES, key=lambda s: (-s.heads, -len(s.needs)))]
    for scheme, at in chosen:
        if "entries" in scheme.needs and len(at):
            world["special_account"].loc[at, "entries"] = True
    for scheme, at in sorted(chosen, key=lambda pair: SCHEMES.index(pair[0])):
        if len(at):
            _plant(world, scheme, at)


def _choose(world: World, rng: np.random.Generator, scheme: Scheme, free: npt.NDArray[np.bool_]) -> Ints:
    """Free projects that can carry the scheme; an even number where it takes pairs."""
    p = world["project"]
    fit = free & (p["status"] == "building").to_numpy() & (p["heads"] >= scheme.heads).to_numpy()
    fit &= (p["first"] <= world.now - (10 if "settled" in scheme.needs else 7)).to_numpy()
    if "private" in scheme.needs:
        fit &= (p["fund_source"] == "private").to_numpy()
    at = rng.permutation(np.flatnonzero(fit))[: scheme.times(world)]
    if "even" in scheme.needs:
        at = at[: len(at) // 2 * 2]
    free[at] = False
    return np.asarray(at)


def _plant(world: World, scheme: Scheme, at: Ints) -> None:
    about = scheme.plant(world, at)
    signals = ";".join(scheme.signals)
    since = month_text([world.now - scheme.since])[0]
    told = {"scheme": scheme.name, "signals": signals, "is_twin": scheme.is_twin, "since": since, "note": scheme.note}
    world.add("planted", entity_kind="project", entity_id=world["project"]["project_id"].to_numpy()[at], **told)
    if about is not None:
        world.add("planted", entity_kind=about.kind, entity_id=pd.unique(pd.Series(about.ids)), **told)
