"""Crews of a labour firm that ended: the controller's new firm, and those who took people on in good faith (G05)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.schemes.payroll import claim, named
from graphrisk.simulate.schemes.scheme import (
    Planted,
    day,
    firms_of,
    names_of,
    new_firms,
    projects_of,
    scheme,
)
from graphrisk.simulate.workers import person_keys
from graphrisk.simulate.world import Ints, World

NONE = np.datetime64("NaT", "D")
CUT = 5  # months ago the old site's people left


@scheme("phoenix", "G05", town=2, daxing=2, city=4, since=CUT, needs=("even", "settled"))
def phoenix(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm with verified arrears is struck off; its controller's new firm takes the same people to the next site."""
    old_site, new_site = _pairs(world, at)
    new = _rise(world, old_site, new_site)
    return (
        projects_of(world, old_site, "H01"),
        *named(world, old_site),
        Planted("company", new, ("G05",)),
        projects_of(world, new_site, "G05"),
    )


@scheme("debt taken over", "G05", is_twin=True, town=2, daxing=2, city=4, since=CUT, needs=("even", "settled"))
def taken_over(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm is wound up in a restructuring: the owner's new firm takes over its people and has paid its arrears."""
    old_site, new_site = _pairs(world, at)
    new = _rise(world, old_site, new_site)
    clue = world["clue"]
    ids = world["project"]["project_id"].to_numpy()[old_site]
    shown = clue[clue["project_id"].isin(ids) & (clue["result"] == "verified")]
    world["clue"] = pd.concat([clue, shown.assign(closed_on=day(world, 75), received_on=day(world, 70))])
    return Planted("company", new, ("G05",)), projects_of(world, new_site, "G05")


@scheme("hired crew", "G05", is_twin=True, town=2, daxing=2, city=4, since=CUT, heads=40, needs=("even", "settled"))
def hired(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm with verified arrears is struck off; an established firm hires one of its crews, leader and all."""
    old_site, new_site = _pairs(world, at)
    _small(world, old_site)
    _end(world, old_site)
    firm = firms_of(world, new_site, "labour_sub")
    first = world["team"][world["team"]["p"].isin(new_site) & world["team"]["uscc"].isin(firm)]
    one = first.reset_index().groupby("p")["index"].first()
    _move(world, dict(zip(new_site, old_site, strict=True)), lambda stint: stint["team"].isin(one))
    return Planted("company", firm, ("G05",)), projects_of(world, new_site, "G05")


@scheme("scattered crews", "G05", is_twin=True, town=4, daxing=4, city=12, since=CUT, needs=("even", "settled"))
def scattered(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm with many customers is struck off with arrears; its people find work at several firms' sites."""
    by_size = at[np.argsort(world["project"]["heads"].to_numpy()[at], kind="stable")]
    old_site, new_site = by_size[: len(at) // 4], by_size[len(at) // 4 :]
    if not len(old_site):
        old_site, new_site = by_size[:1], by_size[1:]
    _end(world, old_site)
    pair = dict(zip(new_site, old_site[np.arange(len(new_site)) % len(old_site)], strict=True))
    _move(world, pair, lambda stint: ~stint["leads"])
    return Planted("company", firms_of(world, new_site, "labour_sub"), ("G05",)), projects_of(world, new_site, "G05")


def _pairs(world: World, at: Ints) -> tuple[Ints, Ints]:
    """The smaller half as the sites that end, the larger half as those that take people on."""
    by_size = at[np.argsort(world["project"]["heads"].to_numpy()[at], kind="stable")]
    return by_size[: len(at) // 2], by_size[len(at) // 2 :]


def _small(world: World, site: Ints) -> npt.NDArray[np.object_]:
    """A labour firm of this one site, some years old, in the place of the first labour firm there."""
    born = day(world, 1100)
    like = firms_of(world, site, "labour_sub")
    small = new_firms(
        world,
        like,
        established_on=born,
        received_on=day(world, 520),
        name=np.array(
            [f"{n[:2]}聚安{i}号建筑劳务有限公司" for i, n in zip(site, names_of(world, like), strict=True)],
            dtype=object,
        ),
    )
    leads = world["company"].drop_duplicates("uscc").set_index("uscc")["legal_rep_key"].reindex(small).to_numpy()
    _control(world, small, leads, born, day(world, 520))
    _stand_in(world, site, small)
    return small


def _control(
    world: World, firm: npt.NDArray[np.object_], person: npt.NDArray[np.object_], born: Any, told: Any
) -> None:
    """A legal representative who holds the whole of the firm."""
    base = {"uscc": firm, "from_on": born, "to_on": NONE, "received_on": told}
    world.add("position", person_key=person, role="legal_rep", **base)
    world.add("holding", holder_kind="person", holder_id=person, share=1.0, **base)


def _stand_in(world: World, site: Ints, firm: npt.NDArray[np.object_]) -> None:
    """The firm in the place of each site's first labour firm: as a party, by contract, as employer of its teams."""
    ids = world["project"]["project_id"].to_numpy()[site]
    taken = dict(zip(ids, firms_of(world, site, "labour_sub"), strict=True))
    now = dict(zip(ids, firm, strict=True))
    for name, column in (("project_party", "uscc"), ("contract", "payee_uscc"), ("team", "uscc")):
        frame = world[name]
        rows = (frame[column] == frame["project_id"].map(taken)) & frame["project_id"].isin(ids)
        frame.loc[rows, column] = frame.loc[rows, "project_id"].map(now)


def _end(world: World, old_site: Ints) -> npt.NDArray[np.object_]:
    """The labour firms of these sites: arrears verified, then struck off. Returns them."""
    old = firms_of(world, old_site, "labour_sub")
    claim(world, old_site, heads=15, opened_back=150, verified=True)
    ended = world["company"][world["company"]["uscc"].isin(old)].assign(
        status="deregistered", cancelled_on=day(world, 60), received_on=day(world, 55)
    )
    world["company"] = pd.concat([world["company"], ended])
    return old


def _rise(world: World, old_site: Ints, new_site: Ints) -> npt.NDArray[np.object_]:
    """Labour firms of one site end; their legal representatives' new firms take their people to the new sites."""
    born = day(world, 140)
    old = _small(world, old_site)
    was = world["company"].drop_duplicates("uscc").set_index("uscc").loc[list(old)]
    new = new_firms(
        world,
        old,
        established_on=born,
        received_on=born + 6,
        legal_rep_key=was["legal_rep_key"].to_numpy(),
        phone_key=was["phone_key"].to_numpy(),
        name=np.array([n.replace("建筑劳务", "劳务服务") for n in names_of(world, old)], dtype=object),
        heads=3,
    )
    _end(world, old_site)
    _control(world, new, was["legal_rep_key"].to_numpy(), born, born + 6)
    _stand_in(world, new_site, new)
    _move(world, dict(zip(new_site, old_site, strict=True)), lambda stint: stint["team"].isin(_teams(world, new)))
    return new


def _teams(world: World, firm: npt.NDArray[np.object_]) -> pd.Index:
    """Rows of `team` that these firms employ."""
    return world["team"].index[world["team"]["uscc"].isin(firm)]


def _move(world: World, pair: dict[int, int], place: Callable[[pd.DataFrame], pd.Series]) -> None:
    """From `CUT` months ago on the old sites are empty and their people fill chosen places of the new ones, in turn.

    pair: the old site whose people each new site takes; place: which of the new sites' stays are filled.
    """
    cut = world.now - CUT
    stint = world["stint"]
    old_site, new_site = np.array(list(pair.values())), np.array(list(pair))
    stint = stint[~(stint["p"].isin(old_site) & (stint["first"] > cut))].reset_index(drop=True)
    old = stint["p"].isin(old_site)
    stint.loc[old & (stint["last"] > cut), "stays"] = False
    stint.loc[old, "last"] = stint.loc[old, "last"].clip(upper=cut)
    ours = _teams(world, firms_of(world, old_site, "labour_sub"))
    here = stint[old & stint["team"].isin(ours) & ~stint["person"].isin(stint.loc[stint["p"].isin(new_site), "person"])]
    here = here.sort_values(["p", "leads", "last"], ascending=[True, False, False], kind="stable").drop_duplicates(
        "person"
    )
    there = stint[stint["p"].isin(new_site) & ~stint["is_manager"] & (stint["last"] > cut) & place(stint)]
    there = there.sort_values("leads", ascending=False, kind="stable")
    known = here.assign(nth=here.groupby("p").cumcount()).set_index(["p", "nth"])["person"]
    from_site = there["p"].map(pair)
    # several sites that take people of one take them in turn: first come the first places of each
    turn = there.groupby("p").cumcount().sort_values(kind="stable").index
    nth = from_site.loc[turn].groupby(from_site.loc[turn]).cumcount().reindex(there.index)
    person = known.reindex(pd.MultiIndex.from_arrays([from_site, nth])).to_numpy()
    rows = there.index[~np.isnan(person)]
    stint.loc[rows, "first"] = np.maximum(stint.loc[rows, "first"], cut + 1)
    stint.loc[rows, "person"] = person[~np.isnan(person)].astype(np.int64)
    stint.loc[rows, "card"] = stint.loc[rows, "person"]
    world["stint"] = stint
    leads = stint.loc[rows][stint.loc[rows, "leads"]]
    world["team"].loc[leads["team"], "leader_key"] = person_keys(world, leads["person"].to_numpy())
