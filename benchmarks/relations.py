"""What each kind of relation adds over the flat score, on made-up cities, each compared with itself.

A city plants, a relation at a time, lots of three projects of which two do not pay and the third shows nothing yet, and lots that
are tied in the same way and pay (`simulate/schemes/relations.py`). Asked is where the thirds stand among the projects that
show nothing grave of their own, in the order of the flat score (no term that came over a relation) and in the order with the terms of one
kind of relation added. No label is used by any run.

    .venv/bin/python benchmarks/relations.py [--cities 8] [--projects 400]
"""

import argparse
import csv
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import graphrisk as gr
from graphrisk.core.engine import connect
from graphrisk.simulate import make_world, schemes
from graphrisk.simulate.deliver import deliver
from graphrisk.simulate.preset import PRESETS
from graphrisk.simulate.truth import write_truth

# Which terms came over which kind of relation: (signal, reason), no reason: all of the signal's.
KINDS = {
    "group": {("exposure", "group"), ("G02", None)},
    "owner": {("exposure", "owner"), ("X01", None)},
    "sites": {("exposure", "sites")},
    "crew": {("exposure", "crew"), ("G05", None)},
    "lent": {("exposure", "lent"), ("G04", None)},
    "partners": {("exposure", "contractor"), ("exposure", "subcontractor")},
    "position": {("measure", m) for m in ("betweenness", "oddball", "pagerank", "nearness")},
}
# The kinds that should tell of what is tied by a relation; an owner's project companies are a group, too.
OWN = {"group": ("group",), "owner": ("owner", "group"), "sites": ("sites",), "crew": ("crew",), "lent": ("lent",)}
LOTS = 15  # projects in a thousand of each scheme here; an ordinary city has few


def main() -> None:
    """Run the cities and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cities", type=int, default=8)
    asked.add_argument("--projects", type=int, default=400)
    given = asked.parse_args()
    _plant_more()
    rows = [row for seed in range(1, given.cities + 1) for row in city(seed, given.projects)]
    print(table(pd.DataFrame(rows)).to_string(index=False))


def _plant_more() -> None:
    ours = {n for n in schemes.SCHEMES if n.signals[0].startswith("relation:")}
    schemes.SCHEMES[:] = [replace(s, city=float(LOTS)) if s in ours else s for s in schemes.SCHEMES]


def city(seed: int, projects: int) -> list[dict[str, object]]:
    """One city: for each kind and each of the two orders where its cases and its twins stand, 1 first, 0 last."""
    small = replace(PRESETS["city"], projects=projects, heads=20, entry_share=0.3)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        world = make_world(small, seed)
        con = connect(threads=1)
        deliver(world, con, place / "delivery")
        con.close()
        write_truth(world, place / "truth")
        run = gr.run(place / "delivery", small.as_of, "beijing", place / "run")
        terms, scores = run.read("terms"), run.read("scores")
        planted = list(csv.DictReader((place / "truth" / "planted.csv").open(encoding="utf-8-sig")))
    return compare(seed, terms, scores, planted)


def compare(
    seed: int, terms: pd.DataFrame, scores: pd.DataFrame, planted: list[dict[str, str]]
) -> list[dict[str, object]]:
    """Places of cases and twins under each order, among the projects without a grave finding of their own."""
    terms = terms[terms["entity_kind"] == "project"].copy()
    came = {kind: _of(terms, pairs) for kind, pairs in KINDS.items()}
    over = np.logical_or.reduce(list(came.values()))
    ours = ~over & ~terms["signal"].isin(["level_floor", "level_cap", "order"])
    ids = scores[scores["entity_kind"] == "project"]["entity_id"].to_numpy()
    flat = _sums(terms[ours], ids)
    quiet = pd.Series(flat.to_numpy() < -np.log(1 - 0.2), index=ids)  # nothing of S2 and more
    rows = []
    for relation, kinds in OWN.items():
        cases, twins = (_ids(planted, f"relation:{relation}", quiet, twin) for twin in ("false", "true"))
        for kind in (*kinds, "partners", "position", "all"):
            added = over if kind == "all" else came[kind]
            whole = flat + _sums(terms[added], ids)
            for order, score in (("flat", flat), ("with", whole)):
                place = score[quiet].rank(pct=True)
                rows.append(
                    {"seed": seed, "relation": relation, "kind": kind, "order": order, "n": len(cases)}
                    | {"cases": place.reindex(cases).mean(), "twins": place.reindex(twins).mean()}
                )
    return rows


def _of(terms: pd.DataFrame, pairs: set[tuple[str, str | None]]) -> np.ndarray:
    chosen = np.zeros(len(terms), dtype=bool)
    for signal, reason in sorted(pairs, key=str):
        chosen |= ((terms["signal"] == signal) & (True if reason is None else terms["reason"] == reason)).to_numpy()
    return chosen


def _sums(terms: pd.DataFrame, ids: np.ndarray) -> pd.Series:
    return terms.groupby("entity_id")["contribution"].sum().reindex(ids).fillna(0.0)


def _ids(planted: list[dict[str, str]], signal: str, quiet: pd.Series, twin: str) -> list[str]:
    named = [p["entity_id"] for p in planted if p["signals"] == signal and p["is_twin"] == twin]
    return [i for i in named if quiet.get(i, False)]


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """A line a relation and kind: mean place flat and with, the mean of the paired differences and its 95 % interval."""
    wide = rows.pivot_table(
        index=["relation", "kind", "seed"], columns="order", values=["cases", "twins"], sort=False
    ).dropna()
    gain = wide["cases"]["with"] - wide["cases"]["flat"]
    lines = []
    for (relation, kind), part in wide.groupby(level=["relation", "kind"], sort=False):
        d = gain.loc[part.index]
        half = 2.365 * d.std(ddof=1) / np.sqrt(len(d)) if len(d) > 1 else np.nan  # t of 7 degrees: eight cities
        lines.append(
            {
                "tied by": relation,
                "kind added": kind,
                "cases flat": f"{part['cases']['flat'].mean():.2f}",
                "cases with": f"{part['cases']['with'].mean():.2f}",
                "gain": f"{d.mean():+.2f} ± {half:.2f}",
                "cities better": f"{(d > 0).sum()} of {len(d)}",
                "twins with": f"{part['twins']['with'].mean():.2f}",
            }
        )
    return pd.DataFrame(lines)


if __name__ == "__main__":
    main()
