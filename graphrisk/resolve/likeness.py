"""Which registered company a name is like, when no spelling is equal: linked with a second ground, else shown to a human."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.resolve.linkage import linked
from graphrisk.resolve.match import Pairs
from graphrisk.resolve.names import Spellings
from graphrisk.resolve.parts import parts_of

# bits, chosen on labelled names (docs/rooms/resolve.md): the heaviest near miss on its site weighs -3.4, the lightest name
# with one lawful difference 2.6; 2 is four to one, and leaves room for two small differences
LINK_AT = 2.0
SHOW_AT = -6.0  # one in 65: below it a likeness is not worth a human's look
SITE_AT = -10.0  # except on the site: place and core with another trade is a firm that was renamed, or a sister
BEST = 5  # likenesses of one name that a human is shown
SPELLINGS = 4  # former names and branches of one company that may stand between them


@dataclass(frozen=True, slots=True)
class Grounds:
    """What else than its spelling is known of a name, by row numbers of names; shape (n,) and (n,) for each pair."""

    site: tuple[np.ndarray, np.ndarray]  # name, party that takes part in a project of the name's accounts
    held: tuple[np.ndarray, np.ndarray]  # name, party that holds the same account elsewhere


def likenesses(
    con: Any, names: Spellings, grounds: Grounds, known: Spellings, party: np.ndarray
) -> tuple[Pairs, Pairs]:
    """Pairs of names and known companies that are the same, and those that a human may judge.

    party: number of the real company behind each known name, shape (n_known,). A pair is linked if it weighs enough,
    has a second ground, no company weighs more, and none that has a ground weighs the same.
    """
    left = _records(names, grounds)
    rows = np.arange(len(known.form))
    own = Grounds((rows, party), (rows, party))
    found = linked(con, left, _records(known, own), SITE_AT, BEST * SPELLINGS)
    name, company = np.asarray(found["name"]), np.asarray(found["company"])
    pairs = Pairs(
        name, company, np.asarray(found["score"]), np.full(len(name), "similar_name", object),
        np.asarray(found["weights"].to_pylist(), object),
    )  # fmt: skip
    first = _first_of_each(name, party[company])
    weight, is_grounded = np.asarray(found["weight"]), np.asarray(found["is_grounded"])
    is_closest = weight == weight[np.searchsorted(name, name)]
    sure = first & is_closest & is_grounded & (weight >= LINK_AT)
    times = np.bincount(name[sure], minlength=len(names.form))
    sure &= times[name] == 1
    rest = pairs.where(first & ~sure & (is_grounded | (weight >= SHOW_AT)))
    place = np.arange(len(rest.name)) - np.searchsorted(rest.name, rest.name)
    return pairs.where(sure), rest.where(place < BEST)


def _records(names: Spellings, grounds: Grounds) -> pa.Table:
    """What the comparisons are made of; a branch goes by its company's name."""
    parts, n = parts_of(pc.coalesce(names.head, names.form)), len(names.form)
    return pa.table(
        {
            "row": np.arange(n), "place": parts.place, "core": parts.core, "trade": parts.trade, "form": parts.form,
            "sound": parts.sound, "trade_sound": parts.trade_sound,
            "sites": _lists(n, *grounds.site),
            "held": _lists(n, *grounds.held),
        }
    )  # fmt: skip


def _lists(n: int, row: np.ndarray, values: np.ndarray) -> pa.Array:
    """The values of each of n rows as a list, in their order."""
    order = np.argsort(row, kind="stable")
    ends = np.searchsorted(row[order], np.arange(n + 1))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(values[order]))


def _first_of_each(name: np.ndarray, party: np.ndarray) -> np.ndarray:
    """The first pair of each name and party: a company's former names and branches are one likeness, the closest."""
    chosen = np.zeros(len(name), bool)
    if len(name):
        _, first = np.unique(np.column_stack([name, party]), axis=0, return_index=True)
        chosen[first] = True
    return chosen
