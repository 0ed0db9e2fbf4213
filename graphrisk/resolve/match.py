"""Which company a name without a code means: equal spellings first, then likeness with a second ground."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from graphrisk.resolve.names import Spellings

LINK_AT = 88.0  # of 100; only with a second ground: the candidate takes part in the project that the account serves
SHOW_AT = 80.0  # below it a likeness is not worth a human's look
CUT_LENGTH = 10  # banks cap names at 30 characters or 30 bytes (domain report 5.7): shorter stubs say too little
RULES = (("plain", 1.0, "same_name"), ("form", 0.97, "legal_form"), ("region", 0.95, "region_suffix"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Links in columns: row number of a name, of a known company, score 0..1 and reason; shape (n_links,) each."""

    name: np.ndarray
    company: np.ndarray
    score: np.ndarray
    reason: np.ndarray

    @classmethod
    def of(cls, name: np.ndarray, company: np.ndarray, score: np.ndarray | float, reason: str) -> "Pairs":
        """Pairs that share a reason."""
        n = len(name)
        return cls(name, company, np.broadcast_to(np.asarray(score, np.float64), n), np.full(n, reason, dtype=object))

    def where(self, chosen: np.ndarray) -> "Pairs":
        """The pairs chosen by a boolean array of shape (n_links,)."""
        return Pairs(self.name[chosen], self.company[chosen], self.score[chosen], self.reason[chosen])


def joined(parts: list[Pairs]) -> Pairs:
    """Several lists of pairs as one."""
    columns = ("name", "company", "score", "reason")
    return Pairs(*(np.concatenate([getattr(p, c) for p in parts]) for c in columns))


def equal_names(names: Spellings, known: Spellings, party: np.ndarray) -> Pairs:
    """Names that equal a known company's in one spelling, the strictest that fits.

    party: number of the real company behind each known name, shape (n_known,): a spelling that several companies
    share links nobody.
    """
    found = [
        Pairs.of(*_equal(getattr(names, rule), getattr(known, rule), party), score, reason)
        for rule, score, reason in RULES
    ]
    found.append(Pairs.of(*_equal(names.head, known.form, party), 0.95, "branch_by_name"))
    found.append(Pairs.of(*_cut(names.form, known.form, party), 0.92, "cut_name"))
    return _strictest(found)


def _strictest(found: list[Pairs]) -> Pairs:
    pairs = joined(found)
    _, first = np.unique(pairs.name, return_index=True)
    return pairs.where(first)


def _equal(names: pa.Array, known: pa.Array, party: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row pairs of equal texts whose text means one company only."""
    coded = pc.dictionary_encode(known)
    at = np.asarray(pc.index_in(names, value_set=coded.dictionary).fill_null(-1), np.int64)
    which = np.asarray(coded.indices.fill_null(-1), np.int64)
    owner, is_one = _single(which, party, len(coded.dictionary))
    name = np.flatnonzero((at >= 0) & is_one[at])
    return name, owner[at[name]]


def _single(which: np.ndarray, party: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """For each of n texts: a row that has it, and whether all rows that have it are of one company."""
    row, low, high = np.zeros(n, np.int64), np.full(n, np.iinfo(np.int64).max), np.full(n, -1)
    kept = np.flatnonzero(which >= 0)
    np.minimum.at(low, which[kept], party[kept])
    np.maximum.at(high, which[kept], party[kept])
    row[which[kept[::-1]]] = kept[::-1]
    return row, low == high


def _cut(names: pa.Array, known: pa.Array, party: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Names that a form cut off: the beginning of one company's name only, found between its sorted neighbours."""
    texts = np.asarray(names.to_pylist(), dtype=object)
    whole = np.asarray(pc.ends_with(names, "公司")) | (np.asarray(pc.utf8_length(names)) < CUT_LENGTH)
    stub = np.flatnonzero(~whole)
    order = np.argsort(np.asarray(known.to_pylist(), dtype=object), kind="stable")
    shelf = np.asarray(known.to_pylist(), dtype=object)[order]
    low = np.searchsorted(shelf, texts[stub])
    high = np.searchsorted(shelf, texts[stub] + chr(0x10FFFF))
    owner = party[order]
    inside = high > low
    low, high, stub = low[inside], high[inside], stub[inside]
    changes = np.concatenate([[0], np.cumsum(owner[1:] != owner[:-1])]) if len(owner) else np.zeros(1)
    one = changes[high - 1] == changes[low]
    return stub[one], order[low[one]]


def similar_names(names: pa.Array, known: pa.Array, best: int = 5) -> Pairs:
    """The likest known companies of each name: candidates by shared pairs of characters, scored by rapidfuzz.

    Score is the normalised indel similarity of the unified spellings, 0..1. Equal numbers of different offices
    (一公司, 二公司) look alike: a likeness alone never links.
    """
    if not len(names) or not len(known):
        return Pairs.of(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0, "similar_name")
    from rapidfuzz import fuzz, process

    name, company = _candidates(names, known, best)
    left = np.asarray(names.to_pylist(), dtype=object)[name]
    right = np.asarray(known.to_pylist(), dtype=object)[company]
    score = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float64)
    likely = np.asarray(score) >= SHOW_AT
    return Pairs.of(name[likely], company[likely], np.round(np.asarray(score)[likely] / 100, 4), "similar_name")


def _candidates(names: pa.Array, known: pa.Array, best: int) -> tuple[np.ndarray, np.ndarray]:
    """Row pairs that share the most pairs of characters, rare ones counting more; at most `best` a name."""
    left, right = _bigrams(names), _bigrams(known)
    vocabulary, coded = np.unique(np.concatenate([left[1], right[1]]), return_inverse=True)
    a = _matrix(left[0], coded[: len(left[1])], (len(names), len(vocabulary)))
    b = _matrix(right[0], coded[len(left[1]) :], (len(known), len(vocabulary)))
    rarity = np.log1p(len(known) / (1 + np.asarray(b.sum(axis=0)).ravel()))
    shared = (a.multiply(rarity).tocsr() @ b.T).tocsr()
    shared.sort_indices()
    row = np.repeat(np.arange(len(names)), np.diff(shared.indptr))
    order = np.lexsort((shared.indices, -shared.data, row))
    place = np.arange(len(order)) - shared.indptr[row[order]]
    kept = order[place < best]
    return row[kept], shared.indices[kept].astype(np.int64)


def _bigrams(texts: pa.Array, width: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Row number and code of every pair of neighbouring characters, of the first `width` characters."""
    letters = np.asarray(texts.to_pylist(), dtype=f"U{width}").reshape(-1, 1).view("U1").view(np.uint32)
    letters = letters.reshape(len(texts), width).astype(np.uint64)
    pair = letters[:, :-1] << np.uint64(32) | letters[:, 1:]
    row, column = np.nonzero(letters[:, 1:])
    return row, pair[row, column]


def _matrix(row: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    matrix = sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)
    matrix.data[:] = 1.0
    return matrix
