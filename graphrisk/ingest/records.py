"""Records of a text file with quotes, broken rows or odd characters, found exactly and in columns.

The file is rewritten block by block into a plain one: cells between 0x1F, records between LF, each after its line
number. Whether a quote opens, closes, escapes or is a character is decided for the k-th quote of every line at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

LF, CR, TAB, QUOTE = 10, 13, 9, 34
CELL_END, LF_INSIDE, CR_INSIDE, TAB_BARE, CR_BARE, SUBSTITUTE, BROKEN_END = 0x1F, 0x1E, 0x1D, 0x1C, 0x1B, 0x1A, 0x19
RESERVED = (0x19, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F)
LONGEST_RECORD = 1 << 23  # bytes; a quote that is not closed within them is never closed
_START, _BARE, _QUOTED, _AFTER = 0, 1, 2, 3  # of a cell: before it, unquoted, quoted, after a quote inside quotes
_DIGITS = 10


@dataclass(slots=True)
class Found:
    """What rewriting a file has shown; the lines are 0 where there is no such fault."""

    n_blank: int = 0
    n_broken: int = 0
    has_lines_inside: bool = False  # LF within quotes
    unclosed: int = 0
    truncated: int = 0
    lone_cr: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    """One block that starts and ends with records: bytes, and what each structural character is."""

    a: np.ndarray  # uint8
    keep: np.ndarray  # bool: not a quote that only encloses
    ends: np.ndarray  # positions of LF that end a record
    cuts: np.ndarray  # positions of delimiters between cells
    newlines: np.ndarray  # positions of every LF
    inside: np.ndarray  # bool: within quotes


def rewrite(blocks: Iterator[bytes], delimiter: str, width: int, main: Path, broken: Path) -> Found:
    """Rewrite all records but the first, the header; records of another width go to `broken`."""
    found, delim, line, rest, is_header = Found(), ord(delimiter), 1, b"", True
    with main.open("wb") as good, broken.open("wb") as bad:
        for block, is_last in _pairs(blocks):
            data = rest + block
            ends_whole = not is_last or data.endswith(b"\n")
            read = _read(np.frombuffer(data if ends_whole else data + b"\n", dtype=np.uint8), delim)
            cut = int(read.ends[-1]) + 1 if len(read.ends) else 0
            rest = data[cut:]
            if (is_last and cut < len(read.a)) or len(rest) > LONGEST_RECORD:
                found.unclosed = line + _opened(read, cut)
                return found
            if cut:
                read = _until(read, cut)
                _write(read, width, line, is_header, ends_whole, found, good, bad)
                line, is_header = line + len(read.newlines), False
    return found


def _pairs(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    previous = next(blocks, b"")
    for block in blocks:
        yield previous, False
        previous = block
    yield previous, True


def _opened(read: _Block, cut: int) -> int:
    """Lines from the block's start to the last quote that opens."""
    opens = np.flatnonzero(np.diff(read.inside[cut:].astype(np.int8), prepend=0) == 1)
    at = cut + (int(opens[-1]) if len(opens) else 0)
    return int(np.searchsorted(read.newlines, at))


def _until(read: _Block, cut: int) -> _Block:
    return _Block(
        read.a[:cut],
        read.keep[:cut],
        read.ends,
        read.cuts[: np.searchsorted(read.cuts, cut)],
        read.newlines[: np.searchsorted(read.newlines, cut)],
        read.inside[:cut],
    )


def _read(a: np.ndarray, delim: int) -> _Block:
    newlines = np.flatnonzero(a == LF)
    quotes = np.flatnonzero(a == QUOTE)
    keep = np.ones(len(a), dtype=bool)
    inside = np.zeros(len(a), dtype=bool)
    if len(quotes):
        before, after = _states(a, quotes, newlines, delim)
        level = np.zeros(len(a), dtype=np.int8)
        level[quotes] = np.diff((after == _QUOTED).astype(np.int8), prepend=0)
        inside = np.cumsum(level, dtype=np.int8).astype(bool)
        keep[quotes[(before == _START) | (before == _QUOTED)]] = False
    cuts = np.flatnonzero((a == delim) & ~inside)
    return _Block(a, keep, newlines[~inside[newlines]], cuts, newlines, inside)


def _states(a: np.ndarray, quotes: np.ndarray, newlines: np.ndarray, delim: int) -> tuple[np.ndarray, np.ndarray]:
    """State of the cell before and after each quote, two uint8 arrays of shape (n_quotes,)."""
    line = np.searchsorted(newlines, quotes)
    lines, own = np.unique(line, return_inverse=True)
    first = np.concatenate(([0], np.flatnonzero(np.diff(line)) + 1))
    rank = np.arange(len(quotes)) - first[own]
    start = np.where(lines > 0, newlines[lines - 1] + 1, 0) if len(newlines) else np.zeros(len(lines), dtype=np.int64)
    previous = np.concatenate(([-1], quotes[:-1]))
    is_next = quotes == np.where(rank == 0, start[own], previous + 1)
    is_cut = (quotes > 0) & (a[quotes - 1] == delim)
    by_start = _walk(rank, own, len(lines), is_next, is_cut, _START)
    by_quoted = _walk(rank, own, len(lines), is_next, is_cut, _QUOTED)
    entry = _entries(lines, by_start[2], by_quoted[2])[own]
    return (np.where(entry, by_quoted[0], by_start[0]), np.where(entry, by_quoted[1], by_start[1]))


def _walk(
    rank: np.ndarray, own: np.ndarray, n_lines: int, is_next: np.ndarray, is_cut: np.ndarray, entry: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """States before and after each quote, and at the end of each line, if every line began in one state."""
    state = np.full(n_lines, entry, dtype=np.uint8)
    before, after = np.empty(len(rank), dtype=np.uint8), np.empty(len(rank), dtype=np.uint8)
    order = np.argsort(rank, kind="stable")
    bounds = np.searchsorted(rank[order], np.arange(int(rank.max()) + 2))
    following = np.array([_QUOTED, _BARE, _AFTER, _QUOTED], dtype=np.uint8)
    for low, high in pairwise(bounds):  # the k-th quote of every line that has one
        now = order[low:high]
        here = own[now]
        was, touches = state[here], is_next[now]
        opens = is_cut[now] | (touches & (was == _START))
        moved = np.where(opens, _START, np.where(touches & (was == _AFTER), _AFTER, _BARE))
        at = np.where(was == _QUOTED, _QUOTED, moved).astype(np.uint8)
        before[now] = at
        state[here] = after[now] = following[at]
    return before, after, state == _QUOTED


def _entries(lines: np.ndarray, from_start: np.ndarray, from_quoted: np.ndarray) -> np.ndarray:
    """Whether each line with quotes begins inside quotes; lines between them hand on what they got."""
    fixed = from_start == from_quoted
    turns = np.cumsum(from_start & ~from_quoted)
    last = np.maximum.accumulate(np.where(fixed, np.arange(len(lines)), -1))
    known = np.where(last >= 0, from_start[last], False)
    since = turns - np.where(last >= 0, turns[last], 0)
    leaves = known ^ (since % 2 == 1)
    return np.concatenate(([False], leaves[:-1]))


def _write(
    read: _Block,
    width: int,
    line: int,
    is_header: bool,
    ends_whole: bool,
    found: Found,
    good: BinaryIO,
    bad: BinaryIO,
) -> None:
    ends = read.ends
    starts = np.concatenate(([0], ends[:-1] + 1))
    fields = np.diff(np.searchsorted(read.cuts, ends), prepend=0) + 1
    lines = line + np.searchsorted(read.newlines, starts)
    b, keep = _substituted(read)
    found.has_lines_inside |= len(read.newlines) > len(ends)
    is_ok = np.ones(len(ends), dtype=bool)
    is_ok[0] = not is_header
    odd = (fields != width) & is_ok
    if odd.any():
        is_blank, is_broken = _odd(read, keep, starts, fields, width, odd)
        found.n_blank += int(is_blank.sum())
        found.n_broken += int(is_broken.sum())
        _faults(b, starts, fields, width, lines, is_broken, ends_whole, found)
        is_ok &= ~(is_blank | is_broken)
        prefix = np.concatenate((_digits(lines[is_broken]), _digits(fields[is_broken])), axis=1)
        bad.write(
            _selected(np.where(b == CELL_END, BROKEN_END, b).astype(np.uint8), keep, starts, ends, is_broken, prefix)
        )
    good.write(_selected(b, keep, starts, ends, is_ok, _digits(lines[is_ok])))


def _substituted(read: _Block) -> tuple[np.ndarray, np.ndarray]:
    """The bytes with structure and text told apart, and which of them stay."""
    a, inside, keep = read.a, read.inside, read.keep
    b = a.copy()
    low = a < 32
    low[read.newlines] = False
    if low.any():
        b[np.isin(a, RESERVED)] = SUBSTITUTE
        b[(a == TAB) & ~inside] = TAB_BARE
        returns = np.flatnonzero(a == CR)
        ends_line = a[returns + 1] == LF
        b[returns] = np.where(ends_line, CR_INSIDE, CR_BARE)
        keep[returns[ends_line & ~inside[returns + 1]]] = False
    b[read.newlines[inside[read.newlines]]] = LF_INSIDE
    b[read.cuts] = CELL_END
    return b, keep


def _odd(
    read: _Block, keep: np.ndarray, starts: np.ndarray, fields: np.ndarray, width: int, odd: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of records of another width: which are blank and which are broken; empty cells too many are cut off."""
    ink = keep & ~_spaces(read.a)
    ink[read.cuts] = ink[read.ends] = False
    is_blank = odd & (np.add.reduceat(ink.astype(np.int32), starts) == 0)
    wide = np.flatnonzero(odd & ~is_blank & (fields > width))
    forgiven = np.zeros(len(fields), dtype=bool)
    if len(wide):
        surplus = read.cuts[np.searchsorted(read.cuts, starts[wide]) + width - 1]
        spans = np.stack((surplus, read.ends[wide]), axis=1)
        empty = np.add.reduceat(ink.astype(np.int32), spans.ravel())[::2] == 0
        forgiven[wide[empty]] = True
        edge = np.zeros(len(ink) + 1, dtype=np.int8)
        edge[spans[empty, 0]] = 1
        edge[spans[empty, 1]] = -1
        keep[np.cumsum(edge[:-1], dtype=np.int8) > 0] = False
    return is_blank, odd & ~is_blank & ~forgiven


def _spaces(a: np.ndarray) -> np.ndarray:
    """Which bytes are of a space, plain, no-break or full-width, in UTF-8."""
    found: np.ndarray = a == ord(" ")
    for space in ("\u00a0".encode(), "\u3000".encode()):
        at = np.flatnonzero(a[: len(a) - len(space) + 1] == space[0])
        for i, byte in enumerate(space[1:], 1):
            at = at[a[at + i] == byte]
        for i in range(len(space)):
            found[at + i] = True
    return found


def _faults(
    b: np.ndarray,
    starts: np.ndarray,
    fields: np.ndarray,
    width: int,
    lines: np.ndarray,
    is_broken: np.ndarray,
    ends_whole: bool,
    found: Found,
) -> None:
    """A file cut off in its last record, or whose line ends are partly CR, is not a matter of one record."""
    if not ends_whole and is_broken[-1] and fields[-1] < width:
        found.truncated = int(lines[-1])
    returns = np.add.reduceat((b == CR_BARE).astype(np.int32), starts)
    joined = is_broken & (returns > 0) & (fields - 1 == (returns + 1) * (width - 1))
    if joined.any() and not found.lone_cr:
        found.lone_cr = int(lines[joined][0])


def _selected(
    b: np.ndarray, keep: np.ndarray, starts: np.ndarray, ends: np.ndarray, chosen: np.ndarray, prefix: np.ndarray
) -> bytes:
    """Bytes of the chosen records, each behind its prefix."""
    taken = keep & np.repeat(chosen, ends - starts + 1)
    lengths = np.add.reduceat(taken.astype(np.int32), starts)[chosen]
    places = np.cumsum(lengths) - lengths
    return np.insert(b[taken], np.repeat(places, prefix.shape[1]), prefix.ravel()).tobytes()


def _digits(numbers: np.ndarray) -> np.ndarray:
    """Each number as ten digits and the end of a cell, shape (n, 11)."""
    powers = 10 ** np.arange(_DIGITS - 1, -1, -1)
    digits = (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)
    return np.concatenate((digits, np.full((len(numbers), 1), CELL_END, dtype=np.uint8)), axis=1)
