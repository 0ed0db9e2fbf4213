"""Ways of money in time: entries chained hop by hop from the account they leave, for `flows`, which tells what they mean."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from graphrisk.kernels.groups import changes, ranges, running_min

CHUNK = 4_000_000  # rows that one step may lay out at once


@dataclass(frozen=True, eq=False)
class Book:
    """Entries that can lie on a circle, by time; times are numbered, so that a key of account and time stays small."""

    row: np.ndarray  # of the caller's arrays
    source: np.ndarray
    target: np.ndarray
    amount: np.ndarray
    when: np.ndarray
    late: np.ndarray  # the first time that is past the deadline
    leaves_home: np.ndarray
    nodes: int
    times: int
    by_source: np.ndarray
    source_key: np.ndarray
    pairs: np.ndarray
    by_pair: np.ndarray
    pair_key: np.ndarray


def book_of(
    source: np.ndarray,
    target: np.ndarray,
    time: np.ndarray,
    amount: np.ndarray,
    deadline: np.ndarray,
    home: np.ndarray,
) -> Book:
    """The entries within strong components, by time; arguments as in `flows.returns`."""
    n = len(home)
    net = sparse.csr_array((np.ones(len(source), dtype=np.int8), (source, target)), shape=(n, n))
    part_of = sparse.csgraph.connected_components(net, directed=True, connection="strong")[1]
    row = np.flatnonzero((part_of[source] == part_of[target]) & (source != target))
    row = row[np.argsort(time[row], kind="stable")]
    a, b = source[row].astype(np.int64), target[row].astype(np.int64)
    moments, when = np.unique(time[row], return_inverse=True)
    times = len(moments) + 1
    pairs, pair = np.unique(a * n + b, return_inverse=True)
    by_source, by_pair = np.argsort(a, kind="stable"), np.argsort(pair, kind="stable")
    return Book(
        row=row,
        source=a,
        target=b,
        amount=amount[row].astype(np.int64),
        when=when,
        late=np.searchsorted(moments, deadline[row], side="right"),
        leaves_home=home[a],
        nodes=n,
        times=times,
        by_source=by_source,
        source_key=a[by_source] * times + when[by_source],
        pairs=pairs,
        by_pair=by_pair,
        pair_key=pair[by_pair] * times + when[by_pair],
    )


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways of one length; the rows of a way tell what each entry of its last hop brings to the account it ends at, by time."""

    seed: np.ndarray
    node: np.ndarray
    parent: np.ndarray  # its place in the layer before
    passed: np.ndarray  # (ways, hops): accounts on the way, -1 behind its end
    start: np.ndarray  # (ways + 1,): where its rows begin
    entry: np.ndarray
    flow: np.ndarray

    def __len__(self) -> int:
        return len(self.seed)


def follow(book: Book, part: float, hops: int, beam: int, fan: int) -> tuple[list[Ways], list[Ways]]:
    """Layers of ways still out, and of each layer the ways that its next hop brings home."""
    seed = np.flatnonzero(book.leaves_home)
    n = len(seed)
    passed = np.full((n, hops - 1), -1)
    passed[:, 0] = book.target[seed]
    out = [Ways(seed, book.target[seed], np.full(n, -1), passed, np.arange(n + 1), seed, book.amount[seed])]
    back = [_onward(book, out[0], _homeward(book, out[0]), book.by_pair, part)]
    for length in range(2, hops):
        span = _departures(book, out[-1], fan)
        longer = _best(book, _onward(book, out[-1], span, book.by_source, part, length == hops - 1), beam)
        longer.passed[:, length - 1] = longer.node
        out.append(longer)
        back.append(_onward(book, longer, _homeward(book, longer), book.by_pair, part))
    return out, back


def _departures(book: Book, ways: Ways, fan: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each way, where the first `fan` departures of its last account stand in `by_source`."""
    arrived = book.when[ways.entry[ways.start[:-1]]]
    first = np.searchsorted(book.source_key, ways.node * book.times + arrived)
    end = np.searchsorted(book.source_key, ways.node * book.times + book.late[ways.seed])
    return first, np.clip(end, first, first + fan)


def _homeward(book: Book, ways: Ways) -> tuple[np.ndarray, np.ndarray]:
    """Of each way, where all entries from its last account to its home stand in `by_pair`."""
    pair, known = _pair(book, ways.node, book.source[ways.seed])
    arrived = np.maximum(book.when[ways.entry[ways.start[:-1]]], book.when[ways.seed] + 1)
    first = np.searchsorted(book.pair_key, pair * book.times + arrived)
    end = np.searchsorted(book.pair_key, pair * book.times + book.late[ways.seed])
    return first, np.where(known, np.maximum(end, first), first)


def _pair(book: Book, sender: np.ndarray, receiver: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number of each pair in `pairs`, and whether the one ever sends to the other."""
    wanted = sender * book.nodes + receiver
    pair = np.searchsorted(book.pairs, wanted)
    return pair, np.append(book.pairs, -1)[pair] == wanted


def _onward(
    book: Book,
    ways: Ways,
    span: tuple[np.ndarray, np.ndarray],
    order: np.ndarray,
    part: float,
    is_last: bool = False,
) -> Ways:
    """Ways one hop longer, over the entries order[first:end] of each; a chunk of ways at a time.

    is_last: before the hop home, so that only accounts that ever send home are of use.
    """
    first, end = span
    cuts = np.flatnonzero(np.diff(np.cumsum(end - first) // CHUNK)) + 1
    edges = [0, *cuts.tolist(), len(ways)]
    pieces = []
    for a, b in pairwise(edges):
        which, place = ranges(first[a:b], end[a:b])
        way, entry = which + a, order[place]
        to, home = book.target[entry], book.source[ways.seed[way]]
        fresh = to == home if order is book.by_pair else (to != home) & ~(ways.passed[way] == to[:, None]).any(axis=1)
        if is_last:
            fresh[fresh] = _pair(book, to[fresh], home[fresh])[1]
        pieces.append(_hop(book, ways, way[fresh], entry[fresh], part))
    return _joined(pieces)


def _hop(book: Book, ways: Ways, way: np.ndarray, entry: np.ndarray, part: float) -> Ways:
    """What ways send on by these entries; an account they send to is one longer way."""
    sort = np.argsort(way * book.nodes + book.target[entry], kind="stable")  # departures stand in order of time
    way, entry = way[sort], entry[sort]
    to = book.target[entry]
    head = np.flatnonzero(changes(way, to))
    group = np.repeat(np.arange(len(head)), np.diff(np.append(head, len(way))))
    flow = _queue(book, ways, way, entry, head, group)
    total = np.add.reduceat(flow, head) if len(head) else head
    enough = total >= np.ceil(np.round(part * book.amount[ways.seed[way[head]]], 6))
    rows = enough[group] & (flow > 0)
    sizes = np.bincount(group[rows], minlength=len(head))[enough]
    parent = way[head][enough]
    return Ways(
        seed=ways.seed[parent],
        node=to[head][enough],
        parent=parent,
        passed=ways.passed[parent],
        start=np.concatenate([[0], np.cumsum(sizes)]),
        entry=entry[rows],
        flow=flow[rows],
    )


def _queue(
    book: Book, ways: Ways, way: np.ndarray, entry: np.ndarray, head: np.ndarray, group: np.ndarray
) -> np.ndarray:
    """What each entry sends on: sent(j) = C(j) + min(0, min over i <= j of arrived(i) - C(i)), C the running sum of amounts."""
    sums = np.concatenate([[0], np.cumsum(ways.flow)])
    arrivals = np.repeat(np.arange(len(ways)), np.diff(ways.start)) * book.times + book.when[ways.entry]
    until = np.searchsorted(arrivals, way * book.times + book.when[entry], side="right")
    arrived = sums[until] - sums[ways.start[way]]
    whole = sums[ways.start[way + 1]] - sums[ways.start[way]]
    capacity = np.cumsum(np.minimum(book.amount[entry], whole))
    capacity -= (capacity[head] - np.minimum(book.amount[entry[head]], whole[head]))[group]
    short = running_min(arrived - capacity, np.arange(len(way)) - head[group])
    sent = capacity + np.minimum(short, 0)
    before = np.where(np.arange(len(way)) == head[group], 0, np.concatenate([[0], sent[:-1]]))
    flow: np.ndarray = sent - before
    return flow


def _best(book: Book, ways: Ways, beam: int) -> Ways:
    """Of each sum the `beam` ways that carry most (in 1/1024 of it), of equal ones the earliest."""
    total = np.add.reduceat(ways.flow, ways.start[:-1]) if len(ways) else ways.seed
    share = np.floor(1024 * total / book.amount[ways.seed]).astype(np.int64)
    order = np.lexsort((ways.entry[ways.start[:-1]], ways.seed * 1025 - share))
    head = np.flatnonzero(changes(ways.seed[order]))
    rank = np.arange(len(order)) - np.repeat(head, np.diff(np.append(head, len(order))))
    chosen = np.sort(order[rank < beam])
    which, rows = ranges(ways.start[chosen], ways.start[chosen + 1])
    return Ways(
        seed=ways.seed[chosen],
        node=ways.node[chosen],
        parent=ways.parent[chosen],
        passed=ways.passed[chosen],
        start=np.searchsorted(which, np.arange(len(chosen) + 1)),
        entry=ways.entry[rows],
        flow=ways.flow[rows],
    )


def _joined(pieces: list[Ways]) -> Ways:
    names = ("seed", "node", "parent", "passed", "entry", "flow")
    sizes = np.concatenate([np.diff(p.start) for p in pieces])
    columns = {name: np.concatenate([getattr(p, name) for p in pieces]) for name in names}
    return Ways(start=np.concatenate([[0], np.cumsum(sizes)]), **columns)
