"""Round trips in a million entries between a hundred thousand accounts, against one sort of the same entries.

    python benchmarks/flows.py [--entries 1000000]

Entries over a year, five thousand home accounts, a hundred circles of 2 to 6 hops planted that keep nine tenths; one net of
accounts that are all alike and one with hubs (an account's share of entries falls with its rank to the power .8).
Prints seconds, the ratio, sums that left and how many of the planted circles are found.
"""

import argparse
import time

import numpy as np

from graphrisk.kernels.flows import returns

ACCOUNTS, HOMES, PLANTED = 100_000, 5_000, 100
DAY = 86_400


def entries(m: int, skew: float) -> tuple[np.ndarray, ...]:
    """source, target, time, amount, home; the last rows are the planted circles, each beginning with its first hop."""
    rng = np.random.default_rng(2022)
    weight = 1 / np.arange(1, ACCOUNTS + 1) ** skew
    source, target = (rng.choice(ACCOUNTS, m, p=weight / weight.sum()) for _ in range(2))
    when = rng.integers(0, 365 * DAY, m)
    amount = np.maximum(1, (rng.lognormal(11, 1.2, m) * 100).astype(np.int64))
    home = np.zeros(ACCOUNTS, dtype=bool)
    home[rng.choice(ACCOUNTS, HOMES, replace=False)] = True
    length = 2 + np.arange(PLANTED) % 5
    hop = np.concatenate([np.arange(n) for n in length])
    of = np.repeat(np.arange(PLANTED), length)
    start = rng.choice(np.flatnonzero(home), PLANTED, replace=False)
    between = rng.choice(np.flatnonzero(~home), (PLANTED, 6), replace=False)
    begun, whole = rng.integers(0, 300 * DAY, PLANTED), rng.integers(10**7, 10**8, PLANTED)
    planted = (
        np.where(hop == 0, start[of], between[of, hop - 1]),
        np.where(hop == length[of] - 1, start[of], between[of, hop]),
        begun[of] + hop * 4 * DAY,
        whole[of] * (100 - 2 * hop) // 100,
    )
    return *(np.concatenate([a, b]) for a, b in zip((source, target, when, amount), planted, strict=True)), home


def main() -> None:
    """Print one line a net."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    m = parser.parse_args().entries
    for name, skew in (("alike", 0.0), ("hubs", 0.8)):
        source, target, when, amount, home = entries(m, skew)
        begun = time.perf_counter()
        np.lexsort((when, target, source))
        sort = time.perf_counter() - begun
        begun = time.perf_counter()
        found = returns(source, target, when, amount, when + 30 * DAY, home)
        took = time.perf_counter() - begun
        first = np.flatnonzero((np.arange(len(source)) >= m) & home[source])
        print(
            f"{name}: sort {sort:.2f} s, round trips {took:.2f} s ({took / sort:.1f} sorts), {home[source].sum():,} sums left, "
            f"{len(found.seed):,} came back, {np.isin(first, found.seed).sum()} of {len(first)} planted"
        )


if __name__ == "__main__":
    main()
