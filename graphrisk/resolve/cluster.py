"""From links between records to parties: connected records are one, unless a human or the size cap says no."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

SIZE_CAP = 200  # the largest building group has fewer branches; a bigger cluster is a chain of wrong links


@dataclass(frozen=True, slots=True)
class Links:
    """Links between records by row number, shape (n_links,) each; is_human ones are never dropped."""

    a: np.ndarray
    b: np.ndarray
    score: np.ndarray
    is_human: np.ndarray

    def where(self, chosen: np.ndarray) -> "Links":
        """The links chosen by a boolean array of shape (n_links,)."""
        return Links(self.a[chosen], self.b[chosen], self.score[chosen], self.is_human[chosen])


def clusters(n: int, links: Links, apart: np.ndarray, cap: int = SIZE_CAP) -> tuple[np.ndarray, np.ndarray]:
    """Party number of each of n records, and whether its cluster was refused for its size.

    apart: shape (n_pairs, 2), records that a human holds to be different. A cluster that holds such a pair loses its
    weakest links, score by score, until the two are apart; links of humans are kept.
    """
    kept = _held_apart(n, links, apart)
    party = _components(n, kept)
    size = np.bincount(party, minlength=n)
    refused = size[party] > cap
    if refused.any():
        kept = kept.where(~refused[kept.a] | kept.is_human)
        party = _components(n, kept)
    return party, refused


def _held_apart(n: int, links: Links, apart: np.ndarray) -> Links:
    for score in np.unique(links.score):
        party = _components(n, links)
        joined = party[apart[:, 0]] == party[apart[:, 1]]
        if not joined.any():
            break
        torn = np.isin(party[links.a], party[apart[joined, 0]])
        links = links.where(~torn | links.is_human | (links.score > score))
    return links


def _components(n: int, links: Links) -> np.ndarray:
    ties = sparse.csr_array((np.ones(len(links.a)), (links.a, links.b)), shape=(n, n))
    found: np.ndarray = sparse.csgraph.connected_components(ties, directed=False)[1].astype(np.int64)
    return found
