"""Who works where and when: places on a site, held by one person after another; people go on to other sites."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.world import Ints, World, days_later, first_day, keys

TRADE_CODES = ("010", "020", "030", "040", "050", "060", "900")
NEVER = 10**6  # a month that does not come


def make_workers(world: World) -> None:
    """`team` and the lever frame `stint`: one row a stay of a person on a project.

    stint: p (row of the project), team (row of the team, -1 for managers), person, card (numbers of keys), first, last
    (months of the stay inside the works), entry_day, exit_day (of the month, from 1), stays (still there at the end of
    the history), rate_fen a day, is_manager, attends, on_payroll, unpaid_from (first month not paid to this person), late_days (registered so long
    after entry), paper (kind of contract, '': drawn), born (year of birth, 0: drawn).
    """
    rng, p = world.chance("workers"), world["project"]
    heads = p["heads"].to_numpy()
    managers = 1 + heads // 30
    slot_p = np.concatenate([np.repeat(np.arange(len(p)), heads), np.repeat(np.arange(len(p)), managers)])
    is_manager = np.arange(len(slot_p)) >= heads.sum()
    team, is_leader = _teams(world, rng, slot_p[~is_manager], heads)
    team = np.concatenate([team, np.full(is_manager.sum(), -1)])
    fixed = np.concatenate([is_leader, np.ones(is_manager.sum(), dtype=bool)])
    slot, first, last = _stays(
        rng, p["first"].to_numpy()[slot_p], p["last"].to_numpy()[slot_p], world.preset.stay, fixed
    )
    n = len(slot)
    at_end = last == p["last"].to_numpy()[slot_p[slot]]
    still = at_end & (p["end"].to_numpy()[slot_p[slot]] > world.preset.last_month)
    person = _persons(rng, first, last)
    site_day = p["started_on"].to_numpy().astype("datetime64[D]") - first_day(p["first"].to_numpy())
    opening = first == p["first"].to_numpy()[slot_p[slot]]
    entry = np.where(opening, site_day.astype(int)[slot_p[slot]], 0) + 1
    entry = np.where(opening, np.minimum(entry + rng.integers(0, 4, n), 28), rng.integers(1, 24, n))
    world["stint"] = pd.DataFrame(
        {
            "p": slot_p[slot],
            "team": team[slot],
            "person": person,
            "card": person,
            "first": first,
            "last": last,
            "entry_day": entry,
            "exit_day": np.where(first == last, 28, rng.integers(6, 29, n)),
            "stays": still,
            "rate_fen": (rng.normal(300, 45, n).clip(200, 480) // 5 * 500).astype(np.int64),
            "is_manager": is_manager[slot],
            "attends": True,
            "on_payroll": ~is_manager[slot],
            "unpaid_from": NEVER,
            "late_days": 0,
            "paper": "",
            "born": 0,
            "leads": is_leader_of(is_leader, is_manager)[slot],
        }
    )
    _name_leaders(world)


def is_leader_of(is_leader: npt.NDArray[np.bool_], is_manager: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Leaders among all places; managers lead no team."""
    return np.concatenate([is_leader, np.zeros(is_manager.sum(), dtype=bool)])


def _teams(world: World, rng: np.random.Generator, slot_p: Ints, heads: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """`team`: 12 to 24 heads each, of the project's labour firms in turn; returns each place's team and who leads."""
    p, party = world["project"], world["project_party"]
    nth = np.arange(len(slot_p)) - np.repeat(np.cumsum(heads) - heads, heads)
    local = nth // np.repeat(rng.integers(12, 25, len(heads)), heads)
    is_leader = np.r_[True, (np.diff(local) != 0) | (np.diff(slot_p) != 0)]
    team = np.cumsum(is_leader) - 1
    of, local = slot_p[is_leader], local[is_leader]
    firms = party[party["role"] == "labour_sub"].sort_values("p", kind="stable")
    count = firms.groupby("p").size().to_numpy()
    row = (np.cumsum(count) - count)[of] + local % count[of]
    world["team"] = pd.DataFrame(
        {
            "team_id": [f"{i}-B{k + 1:02d}" for i, k in zip(p["project_id"].to_numpy()[of], local, strict=True)],
            "project_id": p["project_id"].to_numpy()[of],
            "uscc": firms["uscc"].to_numpy()[row],
            "received_on": days_later(p["started_on"].to_numpy()[of], rng.integers(0, 6, len(of))),
            "p": of,
            "funnel_share": 0.0,
            "gone": False,
        }
    )
    return team, is_leader


def _stays(
    rng: np.random.Generator, begin: Ints, end: Ints, mean: float, fixed: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints, Ints]:
    """Cut each place's months into stays; a fixed place is held by one person throughout. Returns place, first, last."""
    most = int(np.ceil((end - begin).max() / 3)) + 2
    length = np.minimum(2 + rng.gamma(1.6, (mean - 2) / 1.6, (len(begin), most)), 60).astype(np.int16)
    length[fixed, 0] = 1000
    stop = begin[:, None] + np.cumsum(length, axis=1)
    start = np.concatenate([begin[:, None], stop[:, :-1]], axis=1)
    slot, nth = np.nonzero(start <= end[:, None])
    return slot, start[slot, nth].astype(np.int64), np.minimum(stop[slot, nth] - 1, end[slot]).astype(np.int64)


def _persons(rng: np.random.Generator, first: Ints, last: Ints, share: float = 0.9) -> Ints:
    """Give each stay a person; of those who left in a month about `share` begin elsewhere within the next two."""
    person = np.full(len(first), -1, dtype=np.int64)
    by_first, by_last = np.argsort(first, kind="stable"), np.argsort(last, kind="stable")
    free = np.empty(0, dtype=np.int64)
    known = 0
    for month in range(int(first.min()), int(first.max()) + 1):
        new = by_first[slice(*np.searchsorted(first[by_first], [month, month + 1]))]
        taken = rng.permutation(free)[: int(len(new) * share)]
        chosen = rng.permutation(new)
        person[chosen[: len(taken)]] = taken
        rest = chosen[len(taken) :]
        person[rest] = known + np.arange(len(rest))
        known += len(rest)
        gone = by_last[slice(*np.searchsorted(last[by_last], [month, month + 1]))]
        free = np.concatenate([np.setdiff1d(free, taken, assume_unique=True)[-2 * len(new) :], person[gone]])
    return person


def _name_leaders(world: World) -> None:
    stint = world["stint"]
    leaders = stint[stint["leads"]].sort_values("team", kind="stable")
    world["team"]["leader_key"] = person_keys(world, leaders["person"].to_numpy())


def person_keys(world: World, persons: npt.ArrayLike) -> npt.NDArray[Any]:
    """Keys of persons on sites."""
    return keys("p", persons, world.seed)


def card_keys(world: World, cards: npt.ArrayLike) -> npt.NDArray[Any]:
    """Keys of wage cards."""
    return keys("c", cards, world.seed)
