"""Money that leaves an account and comes back to it: time-respecting, amount-conserving circles without enumeration."""

from dataclasses import dataclass, replace

import numpy as np

from graphrisk.kernels.groups import changes, ranges, summed
from graphrisk.kernels.ways import Book, Ways, book_of, follow


@dataclass(frozen=True, eq=False)
class Returns:
    """What came back: one row a sum that left, and one row an entry that carried of it.

    seed: entry with which it left. returned: how much of it is shown back. counted: the same where several sums share the
    entries by which they came back, so that no entry counts twice. hops: length of the way that brought most.
    trip: row of the sum; is_widest: of the way that brought most; hop: 1 for the entry with which it left; entry;
    carried: how much of the sum it carried on that way.
    """

    seed: np.ndarray
    returned: np.ndarray
    counted: np.ndarray
    hops: np.ndarray
    trip: np.ndarray
    is_widest: np.ndarray
    hop: np.ndarray
    entry: np.ndarray
    carried: np.ndarray


def returns(
    source: np.ndarray,
    target: np.ndarray,
    time: np.ndarray,
    amount: np.ndarray,
    deadline: np.ndarray,
    home: np.ndarray,
    *,
    kept: float = 0.8,
    own: float = 0.5,
    part: float = 0.1,
    hops: int = 6,
    beam: int = 8,
    fan: int = 64,
) -> Returns:
    """Sums that leave a home account of which at least `kept` is back there in time, over 2 to `hops` entries.

    Each sum is followed forward in layers. A hop is all that one account sends another from the sum's arrival to its
    deadline: parts that arrive and leave one by one count, each unit only after it came (an entry is not earlier than the
    one before it, the last is later than the first). Along one way this is a queue, sent(j) = min(sent(j - 1) + amount(j),
    arrived by the time of j), which is the greatest flow along it (Kosyfaki et al. 2021), solved for all ways at once
    by running minima. Where ways of one sum claim more of an entry than its amount, each is cut in proportion, so
    that `returned` is a flow that fits in time and amount, never more than can have come back. An entry home of which less
    than `own` is money that left is told by other money. A way passes an account once.

    No enumeration: entries between strong components lie on no circle and go first; a way that carries less than `part` of
    its sum ends; of each sum a layer keeps the `beam` ways that carry most, of equal ones the earliest; of an account's
    departures the first `fan` after the arrival are followed, while those to home are looked up by pair, all of them, so
    that no hub hides a direct return. Cost: a sort of the m entries, then at most sums * beam * fan * (hops - 2) rows,
    log2(fan) passes over each. With beam and fan of at least m no circle of single entries is missed.

    source, target: account numbers, shape (m,); time, amount, deadline: int64, shape (m,); amounts positive, in the smallest
    unit, their sum below 2^53; deadline: last time at which money that left with the entry counts as back. home: boolean,
    shape (n_accounts,). Rows of equal time count in the order given.

    >>> lent = returns(
    ...     np.array([0, 1, 1]), np.array([1, 0, 0]), np.array([1, 3, 5]), np.array([100, 60, 35]), np.array([31, 33, 35]),
    ...     np.array([True, False]),
    ... )
    >>> lent.seed.tolist(), lent.returned.tolist(), lent.hops.tolist(), lent.entry.tolist()
    ([0], [95], [2], [0, 1, 2])
    """
    book = book_of(source, target, time, amount, deadline, home)
    out, back = follow(book, part, hops, beam, fan)
    return _told(book, _fitted(book, _circles(book, out, back, own)), kept)


@dataclass(frozen=True, eq=False)
class _Circles:
    """Ways that came home, and every entry of theirs with what it carried of the sum that came back by it."""

    seed: np.ndarray
    hops: np.ndarray
    returned: np.ndarray
    circle: np.ndarray
    hop: np.ndarray
    entry: np.ndarray
    carried: np.ndarray


def _circles(book: Book, out: list[Ways], back: list[Ways], own: float) -> _Circles:
    """Traced from home outwards; at each hop the units that came first are those that went on."""
    told = _told_apart(book, back, own)
    counts = [len(b) for b in back]
    returned = np.zeros(sum(counts), dtype=np.int64)
    rows: list[tuple[np.ndarray, ...]] = []
    for length, ways in enumerate(back, start=2):
        at = sum(counts[: length - 2])
        which, place = ranges(ways.start[:-1], ways.start[1:])
        which, place = which[told[ways.entry]], place[told[ways.entry]]
        returned[at : at + len(ways)] = np.bincount(which, weights=ways.flow[place], minlength=len(ways))
        rows.append((at + which, np.full(len(which), length), ways.entry[place], ways.flow[place]))
        above = ways.parent
        for before in range(length - 1, 0, -1):
            layer = out[before - 1]
            which, place = ranges(layer.start[above], layer.start[above + 1])
            ahead = np.cumsum(layer.flow[place]) - layer.flow[place]
            ahead -= ahead[np.searchsorted(which, which)]
            went_on = np.clip(returned[at + which] - ahead, 0, layer.flow[place])
            rows.append((at + which, np.full(len(which), before), layer.entry[place], went_on))
            above = layer.parent[above]
    circle, hop, entry, carried = (np.concatenate(c) for c in zip(*rows, strict=True))
    some = carried > 0
    circle, hop, entry, carried = circle[some], hop[some], entry[some], carried[some]
    sort = np.lexsort((entry, hop, circle))
    seed = np.concatenate([b.seed for b in back])
    hops = np.repeat(np.arange(2, len(back) + 2), counts)
    return _Circles(seed, hops, returned, circle[sort], hop[sort], entry[sort], carried[sort])


def _told_apart(book: Book, back: list[Ways], own: float) -> np.ndarray:
    """Entries home of which at least `own` is money that left; a sum claims of an entry once, whichever ways it took."""
    seed = np.concatenate([np.repeat(b.seed, np.diff(b.start)) for b in back])
    pair, claim = summed(seed * len(book.row) + np.concatenate([b.entry for b in back]), [b.flow for b in back])
    entry = pair % max(len(book.row), 1)
    claim = np.minimum(claim, book.amount[pair // max(len(book.row), 1)])
    claimed = np.bincount(entry, weights=claim, minlength=len(book.row))
    mine: np.ndarray = claimed >= np.round(own * book.amount, 6)
    return mine


def _fitted(book: Book, circles: _Circles) -> _Circles:
    """Each circle cut by what the others of its sum claim of the same entries beyond their amount, or the best one alone."""
    pair = circles.seed[circles.circle] * len(book.row) + circles.entry
    kinds, claims = summed(pair, [circles.carried])
    fits = np.ones(len(circles.seed))
    np.minimum.at(
        fits, circles.circle, np.minimum(1.0, book.amount[circles.entry] / claims[np.searchsorted(kinds, pair)])
    )
    seeds, together = summed(circles.seed, [np.floor(circles.returned * fits + 1e-6)])
    best = _widest(circles)
    alone = circles.returned[best] >= together
    fits[alone[np.searchsorted(seeds, circles.seed)]] = 0.0
    fits[best[alone]] = 1.0
    return replace(
        circles,
        returned=np.floor(circles.returned * fits + 1e-6).astype(np.int64),
        carried=np.floor(circles.carried * fits[circles.circle] + 1e-6).astype(np.int64),
    )


def _widest(circles: _Circles) -> np.ndarray:
    """Of each sum the circle that brought most, of equal ones the shortest; in order of the sums."""
    order = np.lexsort((np.arange(len(circles.seed)), circles.hops, -circles.returned, circles.seed))
    first: np.ndarray = order[changes(circles.seed[order])]
    return first


def _told(book: Book, circles: _Circles, kept: float) -> Returns:
    """The sums of which enough is back, and the circles of these."""
    seeds, returned = summed(circles.seed, [circles.returned])
    left = book.amount[seeds]
    returned = np.minimum(returned, left)
    enough = returned >= np.ceil(np.round(kept * left, 6))
    seeds, returned = seeds[enough], returned[enough]
    trip_of = np.searchsorted(seeds, circles.seed)
    found = (np.append(seeds, -1)[trip_of] == circles.seed) & (circles.returned > 0)
    widest = _widest(circles)[enough]
    rows = np.flatnonzero(found[circles.circle] & (circles.carried > 0))
    circle, hop, entry, carried = circles.circle[rows], circles.hop[rows], circles.entry[rows], circles.carried[rows]
    is_last = hop == circles.hops[circle]
    ends, claims = summed(entry[is_last], [carried[is_last]])
    once = np.minimum(1.0, book.amount[entry[is_last]] / claims[np.searchsorted(ends, entry[is_last])])
    counted = np.bincount(trip_of[circle[is_last]], weights=carried[is_last] * once, minlength=len(seeds))
    return Returns(
        seed=book.row[seeds],
        returned=returned,
        counted=np.minimum(np.floor(counted + 1e-6).astype(np.int64), returned),
        hops=circles.hops[widest],
        trip=trip_of[circle],
        is_widest=np.isin(circle, widest),
        hop=hop,
        entry=book.row[entry],
        carried=carried,
    )
