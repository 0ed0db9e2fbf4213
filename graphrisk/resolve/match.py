"""Which company a name without a code means by rule: equal spellings, the strictest that fits."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.resolve.names import Spellings

CUT_LENGTH = 10  # banks cap names at 30 characters or 30 bytes (domain report 5.7): shorter stubs say too little
PAIR_COLUMNS = ("name", "company", "score", "reason", "weights")
RULES = (("plain", 1.0, "same_name"), ("form", 0.97, "legal_form"), ("region", 0.95, "region_suffix"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Links in columns: row number of a name, of a known company, score 0..1, reason, weights; shape (n_links,) each."""

    name: np.ndarray
    company: np.ndarray
    score: np.ndarray
    reason: np.ndarray
    weights: np.ndarray  # of a likeness: JSON of what it was weighed by; None for what a rule or a human says

    @classmethod
    def of(cls, name: np.ndarray, company: np.ndarray, score: np.ndarray | float, reason: str) -> "Pairs":
        """Pairs that share a reason."""
        n = len(name)
        scores = np.broadcast_to(np.asarray(score, np.float64), n)
        return cls(name, company, scores, np.full(n, reason, dtype=object), np.full(n, None, dtype=object))

    def where(self, chosen: np.ndarray) -> "Pairs":
        """The pairs chosen by a boolean array of shape (n_links,)."""
        return Pairs(*(getattr(self, column)[chosen] for column in PAIR_COLUMNS))


def joined(parts: list[Pairs]) -> Pairs:
    """Several lists of pairs as one."""
    return Pairs(*(np.concatenate([getattr(p, c) for p in parts]) for c in PAIR_COLUMNS))


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
