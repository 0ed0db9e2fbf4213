"""What a scheme is: a change of chosen projects that leaves the traces of one way of not paying, or of an innocent look-alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.codes import credit_codes
from graphrisk.simulate.world import Ints, World, first_day, keys


@dataclass(frozen=True, slots=True)
class Planted:
    """Whom a scheme is about, where it is not simply the chosen projects, and which signals should speak of them."""

    kind: str
    ids: npt.NDArray[Any]
    signals: tuple[str, ...]


Plant = Callable[[World, Ints], tuple[Planted, ...] | None]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme or one twin, and how often it is planted.

    signals: codes that should speak of a case, or that a twin's guard should keep silent (A02: should name as harmless). town, daxing: projects;
    city: projects in a thousand. since: months before the as-of month at which its traces begin.
    """

    name: str
    signals: tuple[str, ...]
    plant: Plant
    is_twin: bool = False
    town: int = 1
    daxing: int = 0
    city: float = 1.5
    since: int = 3  # months
    heads: int = 12
    is_holder: bool = False  # it is about who opened the account
    is_alone: bool = False  # it moves the account or the parties, so no other scheme may stand on the project
    # entries: the bank shares them; days: the site does; private; settled: begun ten months ago; even: pairs; threes
    needs: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What was done, in a sentence."""
        return (self.plant.__doc__ or "").strip()

    def times(self, world: World) -> int:
        """How many projects of this place it takes."""
        if world.preset.name == "city":
            return int(np.ceil(self.city * world.preset.projects / 1000))
        return self.town if world.preset.name == "town" else self.daxing


SCHEMES: list[Scheme] = []


def scheme(name: str, *signals: str, **how: Any) -> Callable[[Plant], Plant]:
    """Declare a scheme on the function that plants it; the function's docstring tells it."""

    def declare(plant: Plant) -> Plant:
        SCHEMES.append(Scheme(name, signals, plant, **how))
        return plant

    return declare


def months_of(world: World, at: Ints, begin: int, end: int = 10**6) -> pd.Series:
    """Which rows of `project_month` are of these projects and of months `begin` to `end` counted from the as-of month."""
    months = world["project_month"]
    return months["p"].isin(at) & (months["m"] >= world.now + begin) & (months["m"] <= world.now + end)


def change_months(world: World, at: Ints, begin: int, end: int = 10**6, **levers: Any) -> None:
    """Set levers of these projects' months, one value for all or one a project."""
    rows, months = months_of(world, at, begin, end), world["project_month"]
    for name, value in levers.items():
        each = months.loc[rows, "p"].map(dict(zip(at, value, strict=True))) if isinstance(value, np.ndarray) else value
        months.loc[rows, name] = each


def vary(world: World, at: Ints, middle: float, spread: float = 0.35) -> npt.NDArray[np.float64]:
    """A number around a middle for each project; in the town the middle itself, so that tests are sharp."""
    if world.preset.name == "town":
        return np.full(len(at), middle, dtype=float)
    return middle * world.chance(f"vary {middle} {at[:1]}").uniform(1 - spread, 1 + spread, len(at))


def put(world: World, table: str, at: Ints, **columns: Any) -> None:
    """Set columns of a table that has one row a project in the order of projects."""
    for name, value in columns.items():
        world[table].loc[at, name] = value


def stays_of(world: World, at: Ints, month: int) -> pd.DataFrame:
    """Workers' stays on these projects that cover a month, with their place in order on the project as `nth`."""
    stint = world["stint"]
    m = world.now + month
    rows = stint[stint["p"].isin(at) & ~stint["is_manager"] & (stint["first"] <= m) & (stint["last"] >= m)]
    return rows.assign(nth=rows.groupby("p").cumcount(), of=rows.groupby("p")["p"].transform("size"))


def day(world: World, back: npt.ArrayLike) -> Any:
    """A day, or one a project, counted back from the as-of day."""
    return np.datetime64(world.preset.as_of) - np.asarray(back).astype(np.int64).astype("timedelta64[D]")


def month_day(world: World, month: int, of_month: int) -> np.datetime64:
    """A day of a month counted from the as-of month."""
    found: np.datetime64 = first_day([world.now + month])[0] + np.timedelta64(of_month - 1, "D")
    return found


def wages_of(world: World, at: Ints) -> Ints:
    """Roughly a month's wages of each project, in fen: what its places earn in 22 days."""
    return np.asarray(world["project"]["heads"].to_numpy()[at] * 22 * 30_000, dtype=np.int64)


def firms_of(world: World, at: Ints, role: str) -> npt.NDArray[Any]:
    """The first company in a role on each project."""
    party = world["project_party"]
    return np.asarray(party[party["role"] == role].groupby("p")["uscc"].first().reindex(at).to_numpy())


def names_of(world: World, usccs: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Registered names."""
    return np.asarray(world["company"].drop_duplicates("uscc").set_index("uscc")["name"].reindex(usccs).to_numpy())


def set_firms(world: World, usccs: npt.NDArray[Any], **columns: Any) -> None:
    """Set columns of companies by credit code, in the order of the codes."""
    firms = world["company"]
    rows = firms["uscc"].isin(usccs)
    for name, value in columns.items():
        of = dict(zip(usccs, np.broadcast_to(value, len(usccs)), strict=True))
        firms.loc[rows, name] = firms.loc[rows, "uscc"].map(of)


def new_firms(world: World, like: npt.NDArray[Any], **columns: Any) -> npt.NDArray[Any]:
    """Register companies made after others, with codes of their own; returns the codes."""
    firms = world["company"]
    known = firms.drop_duplicates("uscc")
    rows = known.iloc[pd.Index(known["uscc"]).get_indexer(pd.Index(like))]
    codes = credit_codes(31**5 * 3 + len(firms) + np.arange(len(like)))
    own = {
        k: keys(c, 10**7 + len(firms) + np.arange(len(like)), world.seed)
        for k, c in (("address_key", "d"), ("phone_key", "t"), ("legal_rep_key", "m"))
    }
    world["company"] = pd.concat([firms, rows.assign(uscc=codes, former_names=None, **(own | columns))])
    return codes


def projects_of(world: World, at: Ints, *signals: str) -> Planted:
    """These projects, with the signals that should speak of them."""
    return Planted("project", world["project"]["project_id"].to_numpy()[at], signals)
